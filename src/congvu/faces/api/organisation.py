"""The organisation in time for programs: bodies as of a day, seats, absences, written powers. The pages' own moves."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from congvu.kernel.duties import moves as duties
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import moves, queries
from congvu.kernel.org.api import BodyOut, PersonOut, SeatOut, body_out, person_of, person_out, post_out, seat_out
from congvu.kernel.org.models import Absence, Body, Person, Post, Succession
from congvu.kit.api import Answer, Id, In, Name, PathId, Problem, ShortText, scope
from congvu.kit.clock import VIETNAM, now, today

router = Router(tags=["Cơ quan và người"])


class Created(Answer):
    """The number of what was made."""

    id: int


class Done(Answer):
    """How many open duties passed in the same transaction."""

    passed: int = 0


class DayIn(Schema):
    """As of which day; today when left out."""

    day: date | None = None


class SuccessionOut(Answer):
    body: BodyOut
    day: date
    relation: str
    instrument: str


class BodyOnDay(Answer):
    """A body as of a day: who sits there, what it came from, who carries it on."""

    body: BodyOut
    day: date
    exists: bool
    valid_from: date
    valid_to: date | None
    head: SeatOut | None
    seats: list[SeatOut]
    before: list[SuccessionOut]
    after: list[SuccessionOut]


class NewBody(In):
    code: Name
    name: ShortText
    parent: Id | None = None
    valid_from: date
    symbol: Name = ""
    short_name: Name = ""
    kind: Name = ""
    level: Name = "province"
    branch: Name = "state"
    instrument: ShortText = ""


class Ending(In):
    """The last day, and the instrument that ends it."""

    day: date
    instrument: ShortText = ""


class NewPost(In):
    title: Name
    role: Name
    order: Annotated[int, Field(ge=1, le=999)] = 100
    valid_from: date


class NewPerson(In):
    username: Name
    full_name: Name
    courtesy: Name = "ông/bà"
    email: Name = ""


class Seating(In):
    """`kind`: chính thức, quyền, phụ trách, kiêm nhiệm. From now when `starts_at` is left out."""

    person: Id
    kind: Name = "chính thức"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    instrument: ShortText


class AbsenceIn(In):
    """Both days included; the reason is told to few and stands in no entry."""

    starts_on: date
    ends_on: date
    stand_in: Id
    stand_in_post: Id | None = None
    reason: ShortText = ""


class AbsenceOut(Answer):
    """Days and the stand-in; never the reason."""

    id: int
    person: PersonOut
    stand_in: PersonOut
    starts_on: date
    ends_on: date


class Reason(In):
    reason: ShortText


class VacancyOut(Answer):
    """A leading seat that nobody holds, and who answers for it meanwhile."""

    post: int
    title: str
    body: BodyOut
    answers: SeatOut | None


@router.get("/bodies/{int:body_id}/on", response=BodyOnDay, summary="Một cơ quan vào một ngày")
@scope("org:read")
def body_on(request: HttpRequest, body_id: PathId, given: Query[DayIn]) -> BodyOnDay:
    """Ai giữ vị trí nào vào ngày đó, cơ quan có từ đâu và ai làm tiếp."""
    body = get_object_or_404(Body, pk=body_id)
    day = given.day or today()
    at = now() if day == today() else datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM)
    head = queries.head_of(body, at)
    rows = Succession.objects.select_related("predecessor", "successor").order_by("day", "pk")
    return BodyOnDay(
        body=body_out(body),
        day=day,
        exists=body.valid_from <= day and (body.valid_to is None or body.valid_to >= day),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        head=seat_out(head) if head else None,
        seats=[seat_out(seat) for seat in queries.seats_of_body(body, at)],
        before=[_succession(row, row.predecessor) for row in rows.filter(successor=body)],
        after=[_succession(row, row.successor) for row in rows.filter(predecessor=body)],
    )


def _succession(row: Succession, other: Body) -> SuccessionOut:
    return SuccessionOut(body=body_out(other), day=row.day, relation=row.relation, instrument=row.instrument)


@router.post("/organisation/bodies", response={201: Created}, summary="Thêm cơ quan, đơn vị")
@scope("org:write")
@once_per_key
def add_body(request: HttpRequest, given: NewBody) -> tuple[int, Created]:
    """Mã dùng lại được khi cơ quan cũ đã chấm dứt."""
    values = given.dict()
    parent = get_object_or_404(Body, pk=given.parent) if given.parent else None
    return 201, Created(id=moves.add_body(**(values | {"parent": parent}), by=person_of(request)).pk)


@router.post("/bodies/{int:body_id}/close", response=Done, summary="Chấm dứt cơ quan không còn ai")
@scope("org:write")
@once_per_key
def close_body(request: HttpRequest, body_id: PathId, given: Ending) -> Done:
    """Cơ quan còn người thì lập phương án sắp xếp."""
    body = get_object_or_404(Body, pk=body_id)
    moves.close_body(body, day=given.day, instrument=given.instrument, by=person_of(request))
    return Done()


@router.post("/bodies/{int:body_id}/posts", response={201: Created}, summary="Thêm vị trí")
@scope("org:write")
@once_per_key
def add_post(request: HttpRequest, body_id: PathId, given: NewPost) -> tuple[int, Created]:
    """Người đứng đầu có thứ tự 1, cấp phó tiếp theo."""
    body = get_object_or_404(Body, pk=body_id)
    return 201, Created(id=moves.add_post(body, **given.dict(), by=person_of(request)).pk)


@router.post("/posts/{int:post_id}/close", response=Done, summary="Kết thúc vị trí trống")
@scope("org:write")
@once_per_key
def close_post(request: HttpRequest, post_id: PathId, given: Ending) -> Done:
    """Vị trí còn người giữ thì ghi thôi giữ trước."""
    moves.close_post(get_object_or_404(Post, pk=post_id), day=given.day, by=person_of(request))
    return Done()


@router.post("/organisation/people", response={201: Created}, summary="Thêm người")
@scope("org:write")
@once_per_key
def add_person(request: HttpRequest, given: NewPerson) -> tuple[int, Created]:
    """Chưa có mật khẩu và vị trí."""
    return 201, Created(id=moves.add_person(**given.dict(), by=person_of(request)).pk)


@router.post("/posts/{int:post_id}/appointments", response={201: Created}, summary="Bổ nhiệm")
@scope("org:write")
@once_per_key
def appoint(request: HttpRequest, post_id: PathId, given: Seating) -> tuple[int, Created]:
    """Một ghế lãnh đạo một người; quyền, phụ trách khi ghế chưa có người giữ chính thức."""
    post = get_object_or_404(Post.objects.select_related("body"), pk=post_id)
    person = get_object_or_404(Person, pk=given.person)
    for at in (given.starts_at, given.ends_at):
        if at is not None and at.tzinfo is None:
            raise Problem(422, "moment", "Thời điểm phải có múi giờ.")
    row = moves.appoint(
        person, post, by=person_of(request), kind=given.kind, instrument=given.instrument,
        starts_at=given.starts_at, ends_at=given.ends_at,
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.get("/absences", response=list[AbsenceOut], summary="Ai vắng, ai giữ thay")
@scope("org:read")
def absences(request: HttpRequest, given: Query[DayIn]) -> list[AbsenceOut]:
    """Những người vắng vào một ngày; không bao giờ có lý do."""
    return [_absence(row) for row in queries.absences_on(given.day or today()).values()]


def _absence(row: Absence) -> AbsenceOut:
    return AbsenceOut(
        id=row.pk, person=person_out(row.person), stand_in=person_out(row.stand_in), starts_on=row.starts_on,
        ends_on=row.ends_on,
    )  # fmt: skip


@router.post("/people/{int:person_id}/absences", response={201: Created}, summary="Ghi vắng mặt")
@scope("org:write")
@once_per_key
def record_absence(request: HttpRequest, person_id: PathId, given: AbsenceIn) -> tuple[int, Created]:
    """Việc mới đến người giữ thay; việc đang giữ ở lại với người vắng."""
    person, stand_in = get_object_or_404(Person, pk=person_id), get_object_or_404(Person, pk=given.stand_in)
    post = get_object_or_404(Post, pk=given.stand_in_post) if given.stand_in_post else None
    row = moves.record_absence(
        person, stand_in=stand_in, stand_in_post=post, starts_on=given.starts_on, ends_on=given.ends_on,
        reason=given.reason, by=person_of(request),
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.post("/absences/{int:absence_id}/end", response=Done, summary="Đã trở lại")
@scope("org:write")
@once_per_key
def end_absence(request: HttpRequest, absence_id: PathId) -> Done:
    """Từ hôm nay việc lại đến người đó."""
    moves.end_absence(get_object_or_404(Absence, pk=absence_id), by=person_of(request))
    return Done()


@router.post("/absences/{int:absence_id}/pass", response=Done, summary="Chuyển việc của người vắng cho người giữ thay")
@scope("org:write")
@once_per_key
def pass_on(request: HttpRequest, absence_id: PathId, given: Reason) -> Done:
    """Người đứng đầu chuyển mọi việc đang mở."""
    row = get_object_or_404(Absence, pk=absence_id)
    passed = duties.take_over_all(
        row.person_id, by=person_of(request), receiver_id=row.stand_in_id, receiver_post_id=row.stand_in_post_id,
        reason=given.reason,
    )  # fmt: skip
    return Done(passed=passed)


@router.get("/vacancies", response=list[VacancyOut], summary="Ghế lãnh đạo khuyết và ai chịu trách nhiệm")
@scope("org:read")
def vacancies(request: HttpRequest) -> list[VacancyOut]:
    """Người quyền, phụ trách; cấp phó theo thứ tự; người đứng đầu; người đứng đầu cấp trên."""
    return [
        VacancyOut(
            post=one.post.pk, title=one.post.title, body=post_out(one.post).body,
            answers=seat_out(one.answers) if one.answers else None,
        )
        for one in queries.vacancies(now())
    ]  # fmt: skip
