"""Obstacles for programs: recording, clauses with counts, putting together, sending up, answers."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kit.api import Answer, Id, In, Name, OneOf, Page, Paged, PathId, ShortText, page_of, page_of_list, scope
from congvu.sources.obstacles import moves, queries, rules
from congvu.sources.obstacles.models import Obstacle

router = Router(tags=["Vướng mắc pháp luật"])
Words = Annotated[str, Field(min_length=1, max_length=10_000)]


class ObstacleOut(Answer):
    """One record. `state`: of its group, empty while it is in none."""

    id: int
    code: str
    duty: int
    person: PersonOut
    body: BodyOut
    instrument: str
    clause: str
    blocks: str
    proposal: str
    recorded_at: datetime
    group: int | None
    state: str
    answer: str


class ObstaclesPage(Paged):
    items: list[ObstacleOut]


class ClauseOut(Answer):
    """How often a clause was met: records, duties it stops (all, open), bodies."""

    instrument: str
    clause: str
    group: int | None
    records: int
    duties: int
    open_duties: int
    bodies: int


class ClausePage(Paged):
    items: list[ClauseOut]


class GroupOut(Answer):
    """The same bottleneck of several; `waits_with` holds the duty that answers it."""

    id: int
    code: str
    title: str
    instrument: str
    clause: str
    state: str
    body: BodyOut
    to_body: BodyOut | None
    to_outside: str
    duty: int | None
    waits_with: PersonOut | None
    outcome: str
    answer: str
    answer_number: str
    answered_at: datetime | None
    records: list[ObstacleOut]


class RecordObstacleIn(In):
    duty: Id
    instrument: Annotated[str, Field(min_length=1, max_length=500)]
    clause: Annotated[str, Field(min_length=1, max_length=300)]
    blocks: Words
    proposal: Words


class GatherObstaclesIn(In):
    obstacles: Annotated[list[Id], Field(min_length=1, max_length=500)]
    title: Annotated[str, Field(min_length=1, max_length=500)]


class SendGroupIn(In):
    """`to`: a body of this installation by name; or `outside`."""

    day: date
    to: Name = ""
    outside: ShortText = ""


class GroupAnswerIn(In):
    text: Words
    outcome: Annotated[str, OneOf(*rules.OUTCOMES)]
    number: Name = ""


class CiteObstacleIn(In):
    """pause: the duty stands still on this ground; cause: claimed as an objective cause."""

    how: Annotated[str, OneOf("pause", "cause")]


class WithdrawObstacleIn(In):
    reason: ShortText


class CloseGroupIn(In):
    note: ShortText = ""


class CitedObstacleOut(Answer):
    entry: int
    duty_state: str


class WithdrawnOut(Answer):
    done: bool


def obstacle_out(row: Obstacle) -> ObstacleOut:
    return ObstacleOut(
        id=row.pk,
        code=row.code,
        duty=row.duty_id,
        person=person_out(row.person),
        body=body_out(row.body),
        instrument=row.instrument,
        clause=row.clause,
        blocks=row.blocks,
        proposal=row.proposal,
        recorded_at=row.recorded_at,
        group=row.group_id,
        state=row.group.state if row.group else "",
        answer=row.group.answer if row.group else "",
    )


def _group_out(request: HttpRequest, group_id: int) -> GroupOut:
    page = queries.group_page(person_of(request), group_id)
    group = page.group
    return GroupOut(
        id=group.pk,
        code=group.code,
        title=group.title,
        instrument=group.instrument,
        clause=group.clause,
        state=group.state,
        body=body_out(group.body),
        to_body=body_out(group.to_body) if group.to_body else None,
        to_outside=group.to_outside,
        duty=group.duty_id,
        waits_with=person_out(page.waits_with.holder) if page.waits_with and page.waits_with.holder else None,
        outcome=group.outcome,
        answer=group.answer,
        answer_number=group.answer_number,
        answered_at=group.answered_at,
        records=[obstacle_out(row) for row in page.records],
    )


@router.get("/obstacles", response=ObstaclesPage, summary="Vướng mắc được xem")
@scope("obstacles:read")
def obstacles(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of(queries.visible_to(person_of(request)), given, obstacle_out)


@router.post("/obstacles", response={201: ObstacleOut}, summary="Ghi vướng mắc trên một việc")
@scope("obstacles:write")
@once_per_key
def record(request: HttpRequest, given: RecordObstacleIn) -> tuple[int, ObstacleOut]:
    """Trên việc đang mở mà người gọi được xem."""
    row = moves.record(
        given.duty,
        by=person_of(request),
        instrument=given.instrument,
        clause=given.clause,
        blocks=given.blocks,
        proposal=given.proposal,
    )
    return 201, obstacle_out(row)


@router.get("/obstacles/clauses", response=ClausePage, summary="Điều, khoản và số việc bị chặn")
@scope("obstacles:read")
def clauses(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Chặn nhiều việc nhất trước."""

    def shown(row: queries.ClauseRow) -> ClauseOut:
        return ClauseOut(
            instrument=row.instrument,
            clause=row.clause,
            group=row.group.pk if row.group else None,
            records=row.records,
            duties=row.duties,
            open_duties=row.open_duties,
            bodies=row.bodies,
        )

    return page_of_list(queries.by_clause(person_of(request)), given, shown)


@router.post("/obstacles/groups", response={201: GroupOut}, summary="Gộp thành kiến nghị")
@scope("obstacles:write")
@once_per_key
def gather(request: HttpRequest, given: GatherObstaclesIn) -> tuple[int, GroupOut]:
    """Các ghi nhận chưa nằm trong kiến nghị nào."""
    group = moves.gather(given.obstacles, by=person_of(request), title=given.title)
    return 201, _group_out(request, group.pk)


@router.get("/obstacles/groups/{int:group_id}", response=GroupOut, summary="Một kiến nghị")
@scope("obstacles:read")
def group(request: HttpRequest, group_id: PathId) -> GroupOut:
    """Các việc bị chặn, nơi gửi, trả lời."""
    return _group_out(request, group_id)


@router.post("/obstacles/groups/{int:group_id}/send", response=GroupOut, summary="Gửi cơ quan có thẩm quyền")
@scope("obstacles:write")
@once_per_key
def send(request: HttpRequest, group_id: PathId, given: SendGroupIn) -> GroupOut:
    """Thành việc có hạn, hay câu hỏi có hạn cho cấp trên."""
    moves.send(group_id, by=person_of(request), day=given.day, to=given.to, outside=given.outside)
    return _group_out(request, group_id)


@router.post("/obstacles/groups/{int:group_id}/answer", response=GroupOut, summary="Trả lời kiến nghị")
@scope("obstacles:write")
@once_per_key
def answer(request: HttpRequest, group_id: PathId, given: GroupAnswerIn) -> GroupOut:
    """Chỉ người đang giữ việc trả lời; mọi người đã ghi đều được báo."""
    moves.answer(group_id, by=person_of(request), text=given.text, outcome=given.outcome, number=given.number)
    return _group_out(request, group_id)


@router.post("/obstacles/groups/{int:group_id}/close", response=GroupOut, summary="Kết thúc kiến nghị")
@scope("obstacles:write")
@once_per_key
def close(request: HttpRequest, group_id: PathId, given: CloseGroupIn) -> GroupOut:
    """Trả lời dùng được."""
    moves.close(group_id, by=person_of(request), note=given.note)
    return _group_out(request, group_id)


@router.get("/obstacles/{int:obstacle_id}", response=ObstacleOut, summary="Một vướng mắc")
@scope("obstacles:read")
def obstacle(request: HttpRequest, obstacle_id: PathId) -> ObstacleOut:
    """Kèm trả lời, nếu đã có."""
    return obstacle_out(queries.find_obstacle(person_of(request), obstacle_id))


@router.post("/obstacles/{int:obstacle_id}/cite", response=CitedObstacleOut, summary="Viện dẫn trên việc bị chặn")
@scope("obstacles:write")
@once_per_key
def cite(request: HttpRequest, obstacle_id: PathId, given: CiteObstacleIn) -> CitedObstacleOut:
    """Tạm dừng việc, hay nêu là nguyên nhân khách quan."""
    moved = moves.cite(obstacle_id, by=person_of(request), how=given.how)
    return CitedObstacleOut(entry=moved.entry_id, duty_state=moved.state)


@router.post("/obstacles/{int:obstacle_id}/withdraw", response=WithdrawnOut, summary="Rút vướng mắc")
@scope("obstacles:write")
@once_per_key
def withdraw(request: HttpRequest, obstacle_id: PathId, given: WithdrawObstacleIn) -> WithdrawnOut:
    """Chỉ người ghi, khi chưa gửi."""
    moves.withdraw(obstacle_id, by=person_of(request), reason=given.reason)
    return WithdrawnOut(done=True)
