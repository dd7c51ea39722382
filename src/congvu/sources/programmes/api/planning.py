"""Programmes and their items."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import queries as org
from congvu.kernel.org.api import body_out, person_of
from congvu.kernel.org.models import Body, Person
from congvu.kit.api import PathId, Problem, page_of, page_of_list, scope
from congvu.kit.clock import local_day, now
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.api import schemas, shown
from congvu.sources.programmes.moves import NewItem

router = Router(tags=["Chương trình công tác"])
MOST = 2_000


def span_asked(period: str, horizon: str, at: datetime) -> rules.Span:
    """The span of a key, else the present one of that length; raises Problem for a key that is none."""
    try:
        return rules.span(period) if period else rules.span_of(horizon, local_day(at))
    except ValueError as error:
        raise Problem(422, "period", "Kỳ chưa đúng.", str(error)) from None


def body_asked(person: Person, body_id: int | None, at: datetime) -> Body:
    """The body asked for, else one's own; Body.DoesNotExist for one whose programme is not for this person."""
    body = queries.find_body(person, body_id, at) if body_id else queries.home_body(person, at)
    if body is None:
        raise Body.DoesNotExist
    return body


@router.get("/programmes", response=schemas.ProgrammeOut, summary="Chương trình công tác của một đơn vị")
@scope("programmes:read")
def programme(request: HttpRequest, given: Query[schemas.ProgrammeFilter]) -> schemas.ProgrammeOut:
    """Việc đến hạn trong năm, quý, tháng hoặc tuần, theo hạn và đơn vị thực hiện; các mục chờ duyệt."""
    person, at = person_of(request), now()
    body, span = body_asked(person, given.body, at), span_asked(given.period, "month", at)
    found = queries.programme(person, body, span, at, what=given.what)
    page = page_of_list(list(found.duties[:MOST]), given, shown.line_out)
    return schemas.ProgrammeOut(
        body=body_out(body),
        sums=shown.sums_out(found.sums),
        parts=[shown.sums_out(part) for part in found.parts],
        waiting=[shown.entry_out(entry) for entry in found.entries],
        lines=page["items"],
        next=page["next"],
    )


@router.get("/programmes/today", response=schemas.ProgrammeTodayOut, summary="Hôm nay")
@scope("programmes:read")
def today(request: HttpRequest, given: Query[schemas.ProgrammeTodayFilter]) -> schemas.ProgrammeTodayOut:
    """Việc phải xong hôm nay, bước phải làm hôm nay, việc tồn theo tuổi; của mình, hoặc của một đơn vị."""
    person, at = person_of(request), now()
    body = queries.find_body(person, given.body, at) if given.body else None
    found = queries.today(person, body, at, org.calendar(), age=given.age)
    return schemas.ProgrammeTodayOut(
        closing=[shown.line_out(duty) for duty in found.closing],
        closing_count=found.closing_count,
        steps=[shown.line_out(duty) for duty in found.steps],
        steps_count=found.steps_count,
        backlog=[shown.line_out(late.duty) for late in found.backlog],
        backlog_count=found.backlog_count,
        ages=[schemas.BacklogAgeOut(key=one.key, label=one.label, count=found.ages[one.key]) for one in rules.AGES],
        done=found.done,
    )


@router.get("/programmes/entries", response=schemas.ItemPage, summary="Các mục đã đăng ký")
@scope("programmes:read")
def entries(request: HttpRequest, given: Query[schemas.ItemFilter]) -> dict[str, object]:
    """Mới nhất trước."""
    rows = queries.entries_visible_to(person_of(request))
    if given.state:
        rows = rows.filter(state=given.state)
    if given.body:
        rows = rows.filter(body__lineage__contains=[given.body])
    return page_of(rows, given, shown.entry_out)


@router.get("/programmes/entries/{int:entry_id}", response=schemas.ItemOut, summary="Một mục đã đăng ký")
@scope("programmes:read")
def entry(request: HttpRequest, entry_id: PathId) -> schemas.ItemOut:
    """Kèm việc đã thành, nếu đã duyệt."""
    return shown.entry_out(queries.find_entry(person_of(request), entry_id))


def _item(given: schemas.ItemIn) -> NewItem:
    return NewItem(
        body_id=given.body,
        period=given.period,
        title=given.title,
        product_kind=given.product_kind,
        due_on=given.due_on,
        holder_id=given.holder,
        holder_post_id=given.holder_post,
        requirement=given.requirement,
        product=given.product,
        draft_kind=given.draft_kind,
        deciding_post_id=given.deciding_post,
        basis=given.basis,
        reason=given.reason,
    )


@router.post("/programmes/entries", response={201: schemas.ItemOut}, summary="Đăng ký một mục")
@scope("programmes:write")
@once_per_key
def register(request: HttpRequest, given: schemas.ItemIn) -> tuple[int, schemas.ItemOut]:
    """Sau ngày đăng ký cuối thì là bổ sung, phải có lý do."""
    person = person_of(request)
    made = moves.register(_item(given), by=person)
    return 201, shown.entry_out(queries.find_entry(person, made.pk))


@router.post("/programmes/entries/approve", response=schemas.ItemsApprovedOut, summary="Duyệt và giao các mục")
@scope("programmes:write")
@once_per_key
def approve(request: HttpRequest, given: schemas.ItemIds) -> schemas.ItemsApprovedOut:
    """Mỗi mục thành một việc của người được nêu tên; tất cả hoặc không mục nào."""
    person = person_of(request)
    made = moves.approve(given.entries, by=person)
    return schemas.ItemsApprovedOut(entries=[shown.entry_out(queries.find_entry(person, one.pk)) for one in made])


@router.post("/programmes/entries/{int:entry_id}/edit", response=schemas.ItemOut, summary="Sửa một mục")
@scope("programmes:write")
@once_per_key
def edit(request: HttpRequest, entry_id: PathId, given: schemas.ItemIn) -> schemas.ItemOut:
    """Khi chưa được xử lý; đơn vị và kỳ không đổi."""
    person = person_of(request)
    moves.edit(entry_id, _item(given), by=person)
    return shown.entry_out(queries.find_entry(person, entry_id))


@router.post("/programmes/entries/{int:entry_id}/refuse", response=schemas.ItemOut, summary="Không duyệt một mục")
@scope("programmes:write")
@once_per_key
def refuse(request: HttpRequest, entry_id: PathId, given: schemas.WhyIn) -> schemas.ItemOut:
    """Phải có lý do."""
    person = person_of(request)
    moves.refuse(entry_id, by=person, reason=given.reason)
    return shown.entry_out(queries.find_entry(person, entry_id))


@router.post("/programmes/entries/{int:entry_id}/withdraw", response=schemas.ItemOut, summary="Rút lại một mục")
@scope("programmes:write")
@once_per_key
def withdraw(request: HttpRequest, entry_id: PathId, given: schemas.WhyIn) -> schemas.ItemOut:
    """Người đăng ký, khi chưa được xử lý."""
    person = person_of(request)
    moves.withdraw(entry_id, by=person, reason=given.reason)
    return shown.entry_out(queries.find_entry(person, entry_id))


@router.post(
    "/programmes/entries/{int:entry_id}/changes", response={201: schemas.ItemChangeOut}, summary="Đề nghị điều chỉnh"
)
@scope("programmes:write")
@once_per_key
def ask_change(
    request: HttpRequest, entry_id: PathId, given: schemas.ItemChangeIn
) -> tuple[int, schemas.ItemChangeOut]:
    """Đổi thời hạn hoặc rút khỏi chương trình; có hiệu lực khi được duyệt."""
    person = person_of(request)
    made = moves.ask_change(entry_id, by=person, kind=given.kind, due_on=given.due_on, reason=given.reason)
    return 201, shown.change_out(made)


@router.post("/programmes/changes/{int:change_id}/decide", response=schemas.ItemChangeOut, summary="Duyệt điều chỉnh")
@scope("programmes:write")
@once_per_key
def decide_change(request: HttpRequest, change_id: PathId, given: schemas.ItemDecideIn) -> schemas.ItemChangeOut:
    """Đồng ý thì việc được gia hạn hoặc hủy bằng đúng bước đó; không đồng ý phải có lý do."""
    person = person_of(request)
    return shown.change_out(moves.decide_change(change_id, by=person, agree=given.agree, reason=given.reason))
