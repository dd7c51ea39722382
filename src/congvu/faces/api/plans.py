"""Mergers and splits for programs: drafted, rehearsed, ordered; carried out by the clock on their day."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from congvu.faces.api.organisation import Created, Done, Reason
from congvu.kernel.duties.queries.reorganising import rehearse
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import moves, queries
from congvu.kernel.org.api import PersonOut, person_of, person_out
from congvu.kernel.org.models import Body, PlannedPost, Post, Reorganisation
from congvu.kit.api import Answer, Id, In, Name, PathId, Problem, ShortText, scope
from congvu.kit.clock import now

router = Router(tags=["Sắp xếp tổ chức"])


class PlanIn(In):
    name: ShortText
    instrument: ShortText
    day: date


class PlanOut(Answer):
    """`state`: draft, ordered, running, done, cancelled. `total` and `passed` are open duties."""

    id: int
    name: str
    instrument: str
    day: date
    state: str
    version: int
    rehearsed: bool
    total: int
    passed: int


class TargetIn(In):
    """A body that exists, or a new one with code and name."""

    existing: Id | None = None
    code: Name = ""
    name: ShortText = ""
    symbol: Name = ""
    kind: Name = ""
    parent: Id | None = None


class EndingIn(In):
    """A body that ends, and the planned bodies that carry it on, the main one first."""

    body: Id
    into: Annotated[list[Id], Field(min_length=1, max_length=50)]
    relation: Name = "sáp nhập"


class SeatIn(In):
    """What becomes of a seat; `into` left out: it vanishes, and `receiver` (an old seat) takes its work."""

    post: Id
    into: Id | None = None
    title: Name = ""
    role: Name = ""
    order: Annotated[int, Field(ge=1, le=999)] = 100
    receiver: Id | None = None


class PassingOut(Answer):
    """What lies on one old seat, and where it goes."""

    post: int
    seat: str
    holder: PersonOut | None
    open: int
    late: int
    to_person: PersonOut | None
    to_seat: str


class RehearsalOut(Answer):
    """Nothing was changed; with `faults` the plan cannot be ordered."""

    version: int
    at: datetime
    faults: list[str]
    open: int
    outside: int
    passings: list[PassingOut]
    vanishing: list[int]
    without_authority: list[str]
    without_head: list[str]
    two_posts: list[PersonOut]
    without_post: list[PersonOut]


def _plan(request: HttpRequest, plan_id: int) -> Reorganisation:
    person = person_of(request)
    if not (queries.may("plan", person, now()) or queries.may("order", person, now())):
        raise Problem(403, "forbidden", "Không được làm việc này.", "Dành cho lãnh đạo và cán bộ tổ chức.")
    return get_object_or_404(queries.plans(), pk=plan_id)


def plan_out(row: Reorganisation) -> PlanOut:
    return PlanOut(
        id=row.pk, name=row.name, instrument=row.instrument, day=row.day, state=row.state, version=row.version,
        rehearsed=row.rehearsed_version == row.version, total=row.total, passed=row.passed,
    )  # fmt: skip


@router.get("/plans/{int:plan_id}", response=PlanOut, summary="Một phương án sắp xếp")
@scope("org:read")
def plan(request: HttpRequest, plan_id: PathId) -> PlanOut:
    """Đang ở bước nào, đã chuyển bao nhiêu việc."""
    return plan_out(_plan(request, plan_id))


@router.post("/plans", response={201: Created}, summary="Lập phương án sắp xếp")
@scope("org:write")
@once_per_key
def prepare(request: HttpRequest, given: PlanIn) -> tuple[int, Created]:
    """Bản nháp: chưa có gì thay đổi."""
    return 201, Created(id=moves.prepare_plan(**given.dict(), by=person_of(request)).pk)


@router.post("/plans/{int:plan_id}/targets", response={201: Created}, summary="Thêm cơ quan kế thừa")
@scope("org:write")
@once_per_key
def target(request: HttpRequest, plan_id: PathId, given: TargetIn) -> tuple[int, Created]:
    """Cơ quan đang có, hoặc cơ quan mới."""
    existing = get_object_or_404(Body, pk=given.existing) if given.existing else None
    parent = get_object_or_404(Body, pk=given.parent) if given.parent else None
    row = moves.plan_body(
        _plan(request, plan_id), by=person_of(request), existing=existing, code=given.code, name=given.name,
        symbol=given.symbol, kind=given.kind, parent=parent,
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.post("/plans/{int:plan_id}/endings", response=Done, summary="Thêm cơ quan chấm dứt")
@scope("org:write")
@once_per_key
def ending(request: HttpRequest, plan_id: PathId, given: EndingIn) -> Done:
    """Phòng, vị trí và lĩnh vực được đề xuất ngay."""
    row = _plan(request, plan_id)
    into = [get_object_or_404(row.bodies, pk=key) for key in given.into]
    old = get_object_or_404(Body, pk=given.body)
    moves.plan_ending(row, old, into, by=person_of(request), relation=given.relation)
    return Done()


@router.post("/plans/{int:plan_id}/seats", response=Done, summary="Một vị trí trong phương án")
@scope("org:write")
@once_per_key
def seat(request: HttpRequest, plan_id: PathId, given: SeatIn) -> Done:
    """Thành vị trí nào, hoặc không còn và việc chuyển cho ai."""
    row = get_object_or_404(PlannedPost.objects.select_related("plan"), plan=_plan(request, plan_id), old=given.post)
    into = get_object_or_404(row.plan.bodies, pk=given.into) if given.into else None
    receiver = get_object_or_404(Post, pk=given.receiver) if given.receiver else None
    moves.plan_post(
        row, by=person_of(request), into=into, title=given.title, role=given.role, order=given.order, receiver=receiver
    )
    return Done()


@router.post("/plans/{int:plan_id}/rehearsal", response=RehearsalOut, summary="Diễn tập")
@scope("org:write")
@once_per_key
def rehearsal(request: HttpRequest, plan_id: PathId) -> RehearsalOut:
    """Tính trên việc đang mở lúc này; không thay đổi gì."""
    row = _plan(request, plan_id)
    found = rehearse(queries.PlanView.load(row, now()))
    moves.note_rehearsed(row, found.version, faults=len(found.faults))
    return RehearsalOut(
        version=found.version, at=found.at, faults=found.faults, open=found.open, outside=found.outside,
        passings=[
            PassingOut(
                post=one.planned.old_id, seat=str(one.planned.old), open=one.open, late=one.late,
                holder=person_out(one.holder) if one.holder else None,
                to_person=person_out(one.to_person) if one.to_person else None,
                to_seat=", ".join(part for part in (one.to_title, one.to_body) if part),
            )
            for one in found.passings
        ],
        vanishing=[one.planned.old_id for one in found.vanishing],
        without_authority=[line.matter for line in found.without_authority], without_head=found.without_head,
        two_posts=[person_out(one) for one, _ in found.two_posts],
        without_post=[person_out(one) for one in found.without_post],
    )  # fmt: skip


@router.post("/plans/{int:plan_id}/order", response=PlanOut, summary="Quyết định thực hiện")
@scope("org:write")
@once_per_key
def order(request: HttpRequest, plan_id: PathId) -> PlanOut:
    """Bản đã diễn tập không lỗi; người soạn không tự quyết định. Đến ngày chương trình tự thực hiện."""
    return plan_out(moves.order_plan(_plan(request, plan_id), by=person_of(request)))


@router.post("/plans/{int:plan_id}/cancel", response=PlanOut, summary="Bỏ phương án")
@scope("org:write")
@once_per_key
def cancel(request: HttpRequest, plan_id: PathId, given: Reason) -> PlanOut:
    """Khi chưa thực hiện gì."""
    return plan_out(moves.cancel_plan(_plan(request, plan_id), by=person_of(request), reason=given.reason))
