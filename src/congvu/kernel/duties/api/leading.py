"""For whoever leads: the leader's page, the unit, the responsibility map, whose a delay is; asking why, passing on."""

from django.http import Http404, HttpRequest
from ninja import Query, Router

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.api import parsed, shown
from congvu.kernel.duties.api.leading_schemas import (
    AskedOut,
    BelowOut,
    BouncedOut,
    FiguresOut,
    FindingOut,
    LatenessOut,
    LatePartOut,
    LeaderOut,
    LeaderUnitOut,
    LeavingOut,
    LoadOut,
    MapLineOut,
    MapMatterOut,
    MapOut,
    MapPlaceOut,
    OutageIn,
    OutageOut,
    OutagesOut,
    PassedOut,
    QuestionIn,
    RowsIn,
    RowsOut,
    TakeOverIn,
    UnitFilter,
    UnitOut,
    WaitOut,
)
from congvu.kernel.duties.api.schemas import DutyOut
from congvu.kernel.duties.models import Duty, Outage
from congvu.kernel.duties.queries import LatePart, UnitPage
from congvu.kernel.duties.queries.figures import Figures
from congvu.kernel.duties.queries.unit import Wait
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import body_out, person_of, person_out
from congvu.kernel.org.models import Body
from congvu.kernel.org.queries import calendar
from congvu.kit.api import Page, PathId, page_of, scope
from congvu.kit.clock import now

router = Router(tags=["Lãnh đạo, đơn vị"])


@router.get("/leader", response=LeaderOut, summary="Bảng lãnh đạo")
@scope("duties:read")
def leader(request: HttpRequest) -> LeaderOut:
    """Chờ tôi quyết định; sắp vỡ hạn; chuyển qua lại; việc trễ của chính tôi; các đơn vị. Không xếp hạng người."""
    page, days = queries.leader_page(person_of(request), now()), calendar()
    if not page.bodies:
        raise Http404

    def out(duty: Duty) -> DutyOut:
        return shown.duty_out(duty, page.now, days)

    return LeaderOut(
        at=page.now,
        figures_at=page.figures_at,
        bodies=[body_out(body) for body in page.bodies],
        own_late=[out(duty) for duty in page.own_late],
        deciding=[out(one.duty) for one in page.deciding],
        breaking=[out(duty) for duty in page.breaking],
        bounced=[BouncedOut(duty=out(one.duty), times=one.times, route=list(one.route)) for one in page.bounced],
        whole=_figures(page.whole),
        weeks=list(page.weeks),
        units=[
            LeaderUnitOut(
                body=body_out(unit.body), now=_figures(unit.now), late_by_week=list(unit.late), risen=unit.risen
            )
            for unit in page.units
        ],
    )


@router.get("/leader/duties", response=RowsOut, summary="Các việc sau một con số của bảng lãnh đạo")
@scope("duties:read")
def leader_rows(request: HttpRequest, given: Query[RowsIn]) -> RowsOut:
    """late, soon, bounced, deciding; hạn gần nhất trước."""
    at, days = now(), calendar()
    found = queries.leader_rows(person_of(request), given.kind, at, given.offset, given.limit)
    more = len(found) > given.limit
    items = [shown.duty_out(duty, at, days) for duty in found[: given.limit]]
    return RowsOut(items=items, next=given.offset + given.limit if more else None)


@router.get("/duties/{int:duty_id}/lateness", response=LatenessOut | None, summary="Trễ do đâu")
@scope("duties:read")
def lateness(request: HttpRequest, duty_id: PathId) -> LatenessOut | None:
    """Từng phần của thời gian trễ là của ai, mở được mục nhật ký của nó; null khi không trễ."""
    duty = queries.visible_to(person_of(request)).get(pk=duty_id)
    found = queries.lateness(duty, now())
    if found is None:
        return None
    parts = [_part(part) for part in found.parts]
    return LatenessOut(duty=duty_id, seconds=found.seconds, used=found.used, term=found.term, parts=parts)


@router.post("/duties/{int:duty_id}/questions", response={201: AskedOut}, summary="Yêu cầu giải trình")
@scope("duties:write")
@once_per_key
def ask(request: HttpRequest, duty_id: PathId, given: QuestionIn) -> tuple[int, AskedOut]:
    """Người giữ việc nhận câu hỏi thành một việc nhỏ có thời hạn; việc đang làm không đổi."""
    rule = parsed.due_rule(given.due)
    asked = moves.ask_why(duty_id, by=person_of(request), question=given.question, due=rule)
    return 201, AskedOut(duty=asked)


@router.post("/duties/take-over", response=PassedOut, summary="Điều chỉnh người giữ nhiều việc")
@scope("duties:write")
@once_per_key
def take_over(request: HttpRequest, given: TakeOverIn) -> PassedOut:
    """Mọi việc đã chọn chuyển cùng lúc, với một lý do; hoặc không việc nào."""
    passed = moves.take_over_these(given.duties, by=person_of(request), receiver_id=given.receiver, reason=given.reason)
    return PassedOut(passed=passed)


@router.get("/unit", response=UnitOut, summary="Trang đơn vị")
@scope("duties:read")
def unit(request: HttpRequest, given: Query[UnitFilter]) -> UnitOut:
    """Ai đang giữ bao nhiêu, chờ nhau giữa các đơn vị, ai sắp đi; xếp theo chức vụ, không xếp hạng."""
    page = _unit(request, given.body)
    return UnitOut(
        body=body_out(page.body),
        figures_at=page.figures_at,
        loads=[
            LoadOut(
                person=person_out(one.person), late=one.late, soon=one.soon, run=one.run, waiting=one.waiting,
                paused=one.paused,
            )
            for one in page.loads
        ],
        middle=page.middle,
        below=[BelowOut(body=body_out(one.body), now=_figures(one.now)) for one in page.below],
        leaving=[
            LeavingOut(person=person_out(one.person), until=one.until, back=one.back, open=one.open)
            for one in page.leaving
        ],
        we_wait=[_wait(one) for one in page.we_wait],
        they_wait=[_wait(one) for one in page.they_wait],
    )  # fmt: skip


@router.get("/unit/lateness", response=list[LatenessOut], summary="Trễ do đâu của đơn vị")
@scope("duties:read")
def unit_lateness(request: HttpRequest, given: Query[UnitFilter]) -> list[LatenessOut]:
    """Các việc đang trễ của đơn vị và cấp dưới, tối đa 200, mỗi việc từng phần."""
    page = _unit(request, given.body)
    return [
        LatenessOut(
            duty=duty.pk, seconds=late.seconds, used=late.used, term=late.term, parts=[_part(one) for one in late.parts]
        )
        for duty, late in queries.late_of(person_of(request), page.ids, page.now)
    ]


@router.get("/unit/map", response=MapOut, summary="Sơ đồ trách nhiệm")
@scope("duties:read")
def responsibility_map(request: HttpRequest, given: Query[UnitFilter]) -> MapOut:
    """Loại việc, từng bước và người; khoảng trống và chồng chéo."""
    found = queries.responsibility_map(person_of(request), given.body, now())
    if found is None:
        raise Body.DoesNotExist
    return MapOut(
        body=body_out(found.body),
        matters=[_matter(one) for one in found.matters],
        gaps=[FindingOut(kind=one.kind, matter=one.matter, what=one.what) for one in found.gaps],
        overlaps=[FindingOut(kind=one.kind, matter=one.matter, what=one.what) for one in found.overlaps],
        unmatched=dict(found.unmatched),
    )


@router.get("/outages", response=OutagesOut, summary="Sự cố hệ thống đã ghi nhận")
@scope("duties:read")
def outages(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước. Thời gian sự cố không tính cho ai."""
    return page_of(Outage.objects.all(), given, _outage)


@router.post("/outages", response={201: OutageOut}, summary="Ghi nhận sự cố hệ thống")
@scope("duties:write")
@once_per_key
def register_outage(request: HttpRequest, given: OutageIn) -> tuple[int, OutageOut]:
    """Chỉ quản trị viên, theo biên bản; sự cố đã kết thúc."""
    made = moves.register_outage(
        starts_at=given.starts_at, ends_at=given.ends_at, what=given.what, instrument=given.instrument,
        by=person_of(request),
    )  # fmt: skip
    return 201, _outage(made)


def _unit(request: HttpRequest, body_id: int | None) -> UnitPage:
    page = queries.unit_page(person_of(request), body_id, now())
    if page is None:
        raise Body.DoesNotExist
    return page


def _figures(one: Figures) -> FiguresOut:
    return FiguresOut.model_validate(one, from_attributes=True)


def _part(part: LatePart) -> LatePartOut:
    return LatePartOut(
        kind=part.kind,
        via=part.via,
        person=person_out(part.person) if part.person else None,
        seconds=part.seconds,
        used=part.used,
        allowance=part.allowance,
        duty=part.duty_id,
        first_seq=part.first_seq,
        last_seq=part.last_seq,
    )


def _wait(one: Wait) -> WaitOut:
    return WaitOut(body=body_out(one.body), count=one.count, oldest_at=one.oldest_at, late=one.late)


def _matter(one: queries.Matter) -> MapMatterOut:
    def places(found: list[queries.Place]) -> list[MapPlaceOut]:
        return [
            MapPlaceOut(
                post=place.post.pk, title=str(place.post), duties=place.count,
                person=person_out(place.person) if place.person else None,
            )
            for place in found
        ]  # fmt: skip

    lines = [
        MapLineOut(
            body=body_out(line.body), deciding_post=line.deciding_post_id, instrument=line.instrument,
            article=line.article,
        )
        for line in one.lines
    ]  # fmt: skip
    return MapMatterOut(
        matter=one.name, open=one.open, lines=lines, hold=places(one.hold), decide=places(one.decide),
        answer=places(one.answer),
    )  # fmt: skip


def _outage(one: Outage) -> OutageOut:
    return OutageOut(id=one.pk, starts_at=one.starts_at, ends_at=one.ends_at, what=one.what, instrument=one.instrument)
