"""The operations. Each parses, calls one verb or query, and shows the result."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.api import parsed, schemas, shown
from congvu.kernel.duties.models import Duty, DutyProduct
from congvu.kernel.duties.rules import DUTY, OPEN, STATES
from congvu.kernel.ledger import queries as ledger
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.api import person_of
from congvu.kernel.org.queries import calendar
from congvu.kernel.records.api import file_id
from congvu.kernel.records.queries import read_file
from congvu.kit.api import PathId, Problem, page_of, page_of_list, scope
from congvu.kit.clock import now

router = Router(tags=["Việc"])
SHOWN_WITH = ("holder", "body")


@router.get("/duties", response=schemas.DutyPageOut, summary="Các việc được xem")
@scope("duties:read")
def duties(request: HttpRequest, given: Query[schemas.DutyFilter]) -> dict[str, object]:
    """Mới nhất trước; lọc theo trạng thái, người giữ, đơn vị hoặc từ khóa."""
    person, at, days = person_of(request), now(), calendar()
    if given.q:
        found = queries.search(person, given.q, limit=200)
        return page_of_list(found, given, lambda duty: shown.duty_out(duty, at, days))
    rows = queries.visible_to(person).select_related(*SHOWN_WITH)
    if given.state:
        if given.state not in STATES | {"open"}:
            raise Problem(422, "state", "Không có trạng thái này.", f"Một trong: open, {', '.join(sorted(STATES))}.")
        rows = rows.filter(state__in=OPEN if given.state == "open" else [given.state])
    if given.holder:
        rows = rows.filter(holder=person.pk if given.holder == "me" else int(given.holder))
    if given.body:
        rows = rows.filter(body=given.body)
    return page_of(rows, given, lambda duty: shown.duty_out(duty, at, days))


@router.get("/duties/inbox", response=schemas.InboxOut, summary="Việc của tôi")
@scope("duties:read")
def inbox(request: HttpRequest) -> schemas.InboxOut:
    """Trễ; hôm nay và ngày mai; chờ nhận; còn lại theo văn bản; phối hợp; chờ người khác."""
    at, days = now(), calendar()
    found = queries.inbox(person_of(request), at)

    def rows(group: tuple[queries.InboxRow, ...]) -> list[schemas.DutyOut]:
        return [shown.duty_out(row.duty, at, days) for row in group]

    counts = {name: getattr(found.counts, name) for name in type(found.counts).__slots__}
    return schemas.InboxOut(
        late=rows(found.late),
        soon=rows(found.soon),
        to_accept=rows(found.to_accept),
        rest=[
            schemas.InboxGroupOut(document=group.document.pk if group.document else None, duties=rows(group.rows))
            for group in found.rest
        ],
        coordinating=rows(found.coordinating),
        waiting_for_others=rows(found.waiting_for_others),
        counts=counts,
    )


@router.get("/duties/moves", response=list[schemas.MoveRow], summary="Bảng các bước")
@scope("duties:read")
def table(request: HttpRequest) -> list[schemas.MoveRow]:
    """Bước nào, từ trạng thái nào, ai làm, cần gì, theo quy định nào."""
    return [shown.row_out(move) for move in DUTY.moves]


@router.get("/duties/{int:duty_id}", response=schemas.DutyDetail, summary="Một việc")
@scope("duties:read")
def duty(request: HttpRequest, duty_id: PathId) -> schemas.DutyDetail:
    """Ai giữ, từ khi nào, đến bao giờ, theo quyền gì; sáu rõ; vì sao hạn là ngày đó; nhật ký; các bước còn mở."""
    person = person_of(request)
    page = queries.duty_page(person, duty_id)
    moves.opened(page.duty, by=person)
    return shown.detail_out(page, calendar())


@router.get("/duties/{int:duty_id}/entries/{int:seq}/proof", response=schemas.ProofOut, summary="Chứng minh một dòng")
@scope("ledger:read")
def proof(request: HttpRequest, duty_id: PathId, seq: PathId) -> schemas.ProofOut:
    """Biên nhận tự kiểm chứng được, gồm các dòng trước của việc này; null khi đang chờ niêm phong."""
    _seen(request, duty_id)
    entry = get_object_or_404(Entry, room="duties", subject="duty", subject_id=duty_id, seq=seq)
    receipt = ledger.receipt(entry, with_text=True)
    return schemas.ProofOut(entry=entry.pk, receipt=str(receipt) if receipt else None)


@router.get("/duties/{int:duty_id}/files/{int:file_pk}", summary="Tải tệp kèm theo việc")
@scope("duties:read")
def file(request: HttpRequest, duty_id: PathId, file_pk: PathId) -> FileResponse:
    """Nội dung tệp như đã nộp."""
    _seen(request, duty_id)
    product = DutyProduct.objects.select_related("file").filter(duty=duty_id, file=file_pk).first()
    if product is None or product.file is None:
        raise Http404
    stored = product.file
    data = BytesIO(read_file(stored))
    return FileResponse(data, as_attachment=True, filename=stored.name, content_type=stored.media_type)


@router.post("/duties", response={201: schemas.Made}, summary="Soạn một việc")
@scope("duties:write")
@once_per_key
def draft(request: HttpRequest, given: schemas.NewDutyIn) -> tuple[int, schemas.Made]:
    """Việc soạn chưa có người giữ cho đến khi người có thẩm quyền giao."""
    (new,) = parsed.new_duties([given])
    return 201, schemas.Made(duties=[moves.draft(new, by=person_of(request))])


@router.post("/duties/issue", response=schemas.Made, summary="Giao các việc đã soạn")
@scope("duties:write")
@once_per_key
def issue(request: HttpRequest, given: schemas.DutyIds) -> schemas.Made:
    """Tất cả hoặc không việc nào; thiếu một trong sáu rõ thì không giao được."""
    return schemas.Made(duties=moves.issue(given.duties, by=person_of(request)))


@router.post("/duties/{int:duty_id}/children", response={201: schemas.Made}, summary="Chia việc")
@scope("duties:write")
@once_per_key
def break_down(request: HttpRequest, duty_id: PathId, given: schemas.Children) -> tuple[int, schemas.Made]:
    """Người đứng đầu chia việc đang giữ cho người có tên, mỗi phần có hạn và sản phẩm riêng."""
    children = parsed.new_duties(given.children)
    return 201, schemas.Made(duties=moves.break_down(duty_id, by=person_of(request), children=children))


@router.post("/duties/{int:duty_id}/moves", response=schemas.MovedOut, summary="Làm một bước")
@scope("duties:write")
@once_per_key
def move(request: HttpRequest, duty_id: PathId, given: schemas.MoveIn) -> schemas.MovedOut:
    """Một bước của bảng các bước. Bị từ chối thì câu trả lời nói vì sao, theo quy định nào và ai làm được."""
    person = person_of(request)
    filled = dict(given.given)
    if filled.get("file") not in (None, ""):
        filled["file"] = file_id(str(filled["file"]), person)
    made = moves.move(given.verb, duty_id=duty_id, by=person, given=filled)
    return schemas.MovedOut(entry=made.entry_id, seq=made.seq, at=made.at, state=made.state, holder=made.holder_id)


def _seen(request: HttpRequest, duty_id: int) -> None:
    if not queries.visible_to(person_of(request)).filter(pk=duty_id).exists():
        raise Duty.DoesNotExist
