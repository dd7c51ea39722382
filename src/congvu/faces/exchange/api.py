"""The ways in and out for programs: files in, copies of the ledger out, subscriptions."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from django.db import connection
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Field

from congvu.faces.exchange import queries, work
from congvu.faces.exchange.exports import FORMATS
from congvu.faces.exchange.exports.flat import csv_parts
from congvu.faces.exchange.exports.scope import Scope, snapshot
from congvu.faces.exchange.imports import KINDS
from congvu.faces.exchange.models import Arrival, ExportRun, ImportLine, ImportRun, Subscription
from congvu.faces.exchange.moves import arriving, exporting, importing, subscribing
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kit.api import Answer, In, Name, OneOf, Page, Paged, PathId, Problem, ShortText, page_of, scope
from congvu.kit.work.api import JobOut, job_out
from congvu.kit.work.models import Job

router = Router(tags=["Nhập, xuất"])
SMALL_BYTES = 100_000
Kinds = Annotated[str, OneOf(*KINDS)]
Formats = Annotated[str, OneOf(*FORMATS)]
Secret = Annotated[str, Field(pattern=r"^whsec_[A-Za-z0-9+/]{32,88}={0,2}$")]
Outcomes = Annotated[str, OneOf("", *ImportLine.Outcome.values)]


class ImportOut(Answer):
    """A file that was brought. `state`: checking, checked, writing, done, failed; `job` while it is worked on."""

    id: int
    kind: str
    name: str
    state: str
    counts: dict[str, int]
    mapping: dict[str, int]
    headings: list[str]
    text: str
    job: int | None = None


class ImportLineOut(Answer):
    """What will become, or became, of a line: add, change, same, wrong."""

    line: int
    outcome: str
    label: str
    told: str


class ImportLinePage(Paged):
    items: list[ImportLineOut]


class ImportColumns(In):
    """Which column (from 0) fills which field."""

    mapping: dict[Name, Annotated[int, Field(ge=0, le=200)]]


class ExportIn(In):
    """What to export. `names` needs a `reason`, which is kept in the ledger."""

    format: Formats
    since: date | None = None
    until: date | None = None
    subject: Name = ""
    names: bool = False
    reason: ShortText = ""


class ExportOut(Answer):
    """`state`: waiting, done, failed. When it is done: GET /api/exports/{id}/file."""

    id: int
    format: str
    state: str
    lines: int
    size: int
    asked_at: datetime
    job: int | None = None


class ArrivalOut(Answer):
    """A file that came by folder or mail. `state`: waiting, entered, known, aside, refused."""

    id: int
    name: str
    sender: str
    subject: str
    state: str
    reason: str
    reading: int | None
    arrived_at: datetime


class ArrivalPage(Paged):
    items: list[ArrivalOut]


class ArrivalAside(In):
    reason: ShortText


class ArrivalEntering(In):
    same_number: bool = False


class WebhookIn(In):
    """`topics` empty: everything; "duty.*": every move of a duty. `secret` is chosen by the receiver and never told."""

    url: Annotated[str, Field(max_length=500)]
    name: Name
    secret: Secret
    topics: Annotated[list[Name], Field(max_length=100)] = []
    with_words: bool = False


class WebhookSecret(In):
    secret: Secret


class WebhookOut(Answer):
    """Who is told, and how that goes."""

    id: int
    url: str
    name: str
    topics: list[str]
    with_words: bool
    active: bool
    delivered: int
    trouble: str


class WebhookRetried(Answer):
    count: int


def import_out(run: ImportRun, job: int | None = None) -> ImportOut:
    return ImportOut(
        id=run.pk, kind=run.kind, name=run.file.name, state=run.state, counts=run.counts, mapping=run.mapping,
        headings=run.headings, text=run.text, job=job,
    )  # fmt: skip


def export_out(run: ExportRun, job: int | None = None) -> ExportOut:
    return ExportOut(
        id=run.pk, format=run.format, state=run.state, lines=run.lines, size=run.size, asked_at=run.asked_at, job=job
    )


def arrival_out(row: Arrival) -> ArrivalOut:
    return ArrivalOut(
        id=row.pk, name=row.name, sender=row.sender, subject=row.subject, state=row.state, reason=row.reason,
        reading=row.reading_id, arrived_at=row.arrived_at,
    )  # fmt: skip


def subscription_out(row: Subscription) -> WebhookOut:
    return WebhookOut(
        id=row.pk, url=row.url, name=row.name, topics=row.topics, with_words=row.with_words, active=row.active,
        delivered=row.delivered, trouble=row.trouble,
    )  # fmt: skip


@router.post("/imports", response={201: ImportOut}, summary="Gửi một tệp để nhập")
@scope("exchange:write")
@once_per_key
def bring(request: HttpRequest, kind: Form[Kinds], file: File[UploadedFile]) -> tuple[int, ImportOut]:
    """.xlsx hoặc .csv. Tệp nhỏ được xem ngay; tệp lớn xem ở nền (job). Chưa ghi gì."""
    run = importing.bring(kind, file.read(), file.name or "tep", by=person_of(request))
    return 201, _looked(run, None)


def _looked(run: ImportRun, mapping: dict[str, int] | None) -> ImportOut:
    if run.file.size <= SMALL_BYTES:
        return import_out(importing.look_through(run.pk, mapping))
    return import_out(run, work.start_check(run, mapping).pk)


@router.get("/imports/{run_id}", response=ImportOut, summary="Một tệp nhập")
@scope("exchange:read")
def shown(request: HttpRequest, run_id: PathId) -> ImportOut:
    """Bao nhiêu dòng thêm mới, sửa, đã có, sai."""
    return import_out(get_object_or_404(queries.imports_of(person_of(request)), pk=run_id))


@router.get("/imports/{run_id}/lines", response=ImportLinePage, summary="Từng dòng của tệp nhập")
@scope("exchange:read")
def lines(request: HttpRequest, run_id: PathId, given: Query[Page], outcome: Outcomes = "") -> dict[str, object]:
    """Dòng cuối trước; lọc theo kết quả."""
    run = get_object_or_404(queries.imports_of(person_of(request)), pk=run_id)
    rows = run.lines.filter(outcome=outcome) if outcome else run.lines.all()
    return page_of(
        rows, given, lambda row: ImportLineOut(line=row.line, outcome=row.outcome, label=row.label, told=row.told)
    )


@router.post("/imports/{run_id}/columns", response=ImportOut, summary="Chỉ định cột")
@scope("exchange:write")
@once_per_key
def columns(request: HttpRequest, run_id: PathId, given: ImportColumns) -> ImportOut:
    """Xem lại tệp theo các cột đã chỉ định."""
    run = get_object_or_404(queries.imports_of(person_of(request)), pk=run_id)
    known = {column.field for column in KINDS[run.kind].columns}
    places = list(given.mapping.values())
    if set(given.mapping) - known or len(set(places)) < len(places):
        raise Problem(
            422, "columns", "Cột không đúng.", f"Các mục là: {', '.join(sorted(known))}; mỗi cột điền một mục."
        )
    return _looked(run, given.mapping)


@router.post("/imports/{run_id}/write", response=ImportOut, summary="Ghi tệp nhập")
@scope("exchange:write")
@once_per_key
def write(request: HttpRequest, run_id: PathId) -> ImportOut:
    """Ghi tất cả hoặc không ghi gì. Tệp lớn ghi ở nền (job)."""
    me = person_of(request)
    run = get_object_or_404(queries.imports_of(me), pk=run_id)
    if run.file.size <= SMALL_BYTES:
        return import_out(importing.carry_out(run.pk, by=me))
    return import_out(run, work.start_write(run).pk)


@router.post("/exports", response={201: ExportOut}, summary="Xuất sổ cái ra tệp")
@scope("exchange:read")
@once_per_key
def export(request: HttpRequest, given: ExportIn) -> tuple[int, ExportOut]:
    """Làm ở nền; chỉ các việc người gọi thấy trọn vẹn."""
    me = person_of(request)
    run = exporting.ask(
        given.format, by=me, since=given.since, until=given.until, subject=given.subject, names=given.names,
        reason=given.reason,
    )  # fmt: skip
    return 201, export_out(run, work.start_export(run.pk, me).pk)


@router.get("/exports/{run_id}", response=ExportOut, summary="Một lần xuất")
@scope("exchange:read")
def exported(request: HttpRequest, run_id: PathId) -> ExportOut:
    """Xong thì tải tệp."""
    return export_out(get_object_or_404(queries.exports_of(person_of(request)), pk=run_id))


@router.get("/exports/{run_id}/file", summary="Tải tệp đã xuất", response={200: None})
@scope("exchange:read")
def export_file(request: HttpRequest, run_id: PathId) -> HttpResponseBase:
    """Tệp của lần xuất đã xong."""
    run = get_object_or_404(queries.exports_of(person_of(request)), pk=run_id)
    path = exporting.export_path(run)
    if run.state != ExportRun.State.DONE or not path.exists():
        raise Problem(409, "not-ready", "Tệp chưa xong hoặc đã xóa.", "Tệp được giữ bảy ngày sau khi xuất.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@router.post("/ledger/stream", summary="Chảy sổ cái dạng CSV", response={200: None})
@scope("exchange:read")
def stream(request: HttpRequest, given: ExportIn) -> HttpResponseBase:
    """Các dòng chảy ra ngay khi đọc, không làm tệp; `format` phải là csv."""
    if given.format != "csv":
        raise Problem(422, "format", "Chỉ CSV chảy trực tiếp được.", "Dùng POST /api/exports cho các định dạng khác.")
    me = person_of(request)
    asked = exporting.checked(
        "csv", by=me, since=given.since, until=given.until, subject=given.subject, names=given.names,
        reason=given.reason,
    )  # fmt: skip
    told = {"since": str(given.since or ""), "until": str(given.until or ""), "subject": given.subject}
    exporting.tell(0, "csv", me, told | {"names": given.names, "stream": True}, given.reason)
    return StreamingHttpResponse(_flow(asked), content_type="text/csv; charset=utf-8")


def _flow(asked: Scope) -> Iterator[bytes]:
    """Larger pieces than rows, on a connection of its own: the request's is given back before the answer flows."""
    reading = connection if connection.in_atomic_block else connection.copy()
    piece: list[bytes] = []
    size = 0
    try:
        with snapshot(reading) as raw:
            for part in csv_parts(raw, asked):
                piece.append(part)
                size += len(part)
                if size > 64_000:
                    yield b"".join(piece)
                    piece, size = [], 0
            yield b"".join(piece)
    finally:
        if reading is not connection:
            reading.close()


@router.get("/arrivals", response=ArrivalPage, summary="Tệp đến qua thư mục, hộp thư")
@scope("exchange:read")
def arrivals(
    request: HttpRequest, given: Query[Page], state: Annotated[str, OneOf("", *Arrival.State.values)] = ""
) -> dict[str, object]:
    """Của các sổ tôi giữ, mới nhất trước."""
    rows = queries.arrivals_for(person_of(request))
    return page_of(rows.filter(state=state) if state else rows, given, arrival_out)


@router.post("/arrivals/{arrival_id}/enter", response={200: ArrivalOut, 202: JobOut}, summary="Vào sổ một tệp đến")
@scope("exchange:write")
@once_per_key
def enter(request: HttpRequest, arrival_id: PathId, given: ArrivalEntering) -> tuple[int, ArrivalOut | JobOut]:
    """Lấy số tiếp theo của sổ và đọc ra các yêu cầu. Bản quét cần nhận dạng chữ thì trả về việc nền (202)."""
    me = person_of(request)
    row = get_object_or_404(queries.arrivals_for(me), pk=arrival_id)
    came = work.enter_arrival(row, by=me, same_number=given.same_number)
    return (202, job_out(came)) if isinstance(came, Job) else (200, arrival_out(came))


@router.post("/arrivals/{arrival_id}/aside", response=ArrivalOut, summary="Để riêng một tệp đến")
@scope("exchange:write")
@once_per_key
def aside(request: HttpRequest, arrival_id: PathId, given: ArrivalAside) -> ArrivalOut:
    """Không vào sổ; phải có lý do."""
    me = person_of(request)
    row = get_object_or_404(queries.arrivals_for(me), pk=arrival_id)
    return arrival_out(arriving.set_aside(row.pk, by=me, reason=given.reason))


@router.get("/webhooks", response=list[WebhookOut], summary="Các nơi nhận webhook")
@scope("exchange:read")
def webhooks(request: HttpRequest) -> list[WebhookOut]:
    """Chỉ quản trị viên."""
    if not person_of(request).is_administrator:
        raise Subscription.DoesNotExist
    return [subscription_out(row) for row in Subscription.objects.order_by("pk")]


@router.post("/webhooks", response={201: WebhookOut}, summary="Thêm nơi nhận webhook")
@scope("exchange:write")
@once_per_key
def subscribe(request: HttpRequest, given: WebhookIn) -> tuple[int, WebhookOut]:
    """Khóa ký do nơi nhận chọn (whsec_…, 24–64 byte), không bao giờ trả lại."""
    row, _ = subscribing.subscribe(
        url=given.url, name=given.name, topics=given.topics, with_words=given.with_words, by=person_of(request),
        secret=given.secret,
    )  # fmt: skip
    return 201, subscription_out(row)


@router.post("/webhooks/{row_id}/rotate", response=WebhookOut, summary="Đổi khóa ký")
@scope("exchange:write")
@once_per_key
def rotate(request: HttpRequest, row_id: PathId, given: WebhookSecret) -> WebhookOut:
    """Khóa cũ còn ký thêm hai ngày."""
    row = _subscription(request, row_id)
    subscribing.rotate(row, by=person_of(request), secret=given.secret)
    return subscription_out(row)


@router.post("/webhooks/{row_id}/retry", response=WebhookRetried, summary="Gửi lại các sự kiện không gửi được")
@scope("exchange:write")
@once_per_key
def retry(request: HttpRequest, row_id: PathId) -> WebhookRetried:
    """Theo đúng thứ tự của từng việc."""
    return WebhookRetried(count=subscribing.retry_dead(_subscription(request, row_id), by=person_of(request)))


def _subscription(request: HttpRequest, row_id: int) -> Subscription:
    if not person_of(request).is_administrator:
        raise Subscription.DoesNotExist
    return get_object_or_404(Subscription, pk=row_id)
