"""The organisation for programs: bodies and people as they are today."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from congvu.kernel.org import queries
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.api import Answer, Name, Page, Paged, PathId, caller, page_of_list, scope
from congvu.kit.clock import now, today

router = Router(tags=["Cơ quan và người"])
MOST = 1_000


class PersonOut(Answer):
    """A named human being."""

    id: int
    full_name: str
    courtesy: str


class BodyOut(Answer):
    """A body as of today."""

    id: int
    code: str
    name: str
    symbol: str
    level: str
    kind: str
    parent: int | None


class PostOut(Answer):
    """A seat in a body."""

    id: int
    title: str
    role: str
    body: BodyOut


class SeatOut(Answer):
    """Who sits where, and why it is he: holder, quyền, phụ trách, deputy, superior."""

    person: PersonOut
    post: PostOut
    how: str


class BodyDetail(Answer):
    """A body with its head, everybody who sits in it, and the bodies directly below."""

    body: BodyOut
    head: SeatOut | None
    seats: list[SeatOut]
    children: list[BodyOut]


class PersonDetail(Answer):
    """A person and where he sits now."""

    person: PersonOut
    seats: list[SeatOut]


class Me(Answer):
    """Who the caller acts as, and what it may do: `scopes` is null for a person at a browser."""

    person: PersonOut
    seats: list[SeatOut]
    program: str
    scopes: list[str] | None


class BodyPage(Paged):
    items: list[BodyOut]


class PersonPage(Paged):
    items: list[PersonOut]


class NameFilter(Page):
    """`q`: words of the name, whatever the tone marks."""

    q: Name = ""


def person_out(person: Person) -> PersonOut:
    return PersonOut(id=person.pk, full_name=person.full_name, courtesy=person.courtesy)


def body_out(body: Body) -> BodyOut:
    return BodyOut(
        id=body.pk,
        code=body.code,
        name=body.name,
        symbol=body.symbol,
        level=body.level,
        kind=body.kind,
        parent=body.parent_id,
    )


def post_out(post: Post) -> PostOut:
    return PostOut(id=post.pk, title=post.title, role=post.role, body=body_out(post.body))


def seat_out(seat: queries.Seat) -> SeatOut:
    return SeatOut(person=person_out(seat.person), post=post_out(seat.post), how=seat.how)


def person_of(request: HttpRequest) -> Person:
    """The person that the caller acts as."""
    assert isinstance(request.user, Person)
    return request.user


@router.get("/me", response=Me, summary="Tôi là ai")
def me(request: HttpRequest) -> Me:
    """Người gọi, vị trí và phạm vi của khóa."""
    person, asking = person_of(request), caller(request)
    scopes = None if asking.scopes is None else sorted(asking.scopes)
    return Me(person=person_out(person), seats=_seats(person, now()), program=asking.program, scopes=scopes)


@router.get("/bodies", response=BodyPage, summary="Cơ quan, đơn vị đang hoạt động")
@scope("org:read")
def bodies(request: HttpRequest, given: Query[NameFilter]) -> dict[str, object]:
    """Tìm theo tên, không phân biệt dấu."""
    return page_of_list(queries.find_bodies(given.q, today(), MOST), given, body_out)


@router.get("/bodies/{int:body_id}", response=BodyDetail, summary="Một cơ quan, đơn vị")
@scope("org:read")
def body(request: HttpRequest, body_id: PathId) -> BodyDetail:
    """Người đứng đầu, những người giữ vị trí và đơn vị trực thuộc."""
    found, at, day = get_object_or_404(Body, pk=body_id), now(), today()
    head = queries.head_of(found, at)
    return BodyDetail(
        body=body_out(found),
        head=seat_out(head) if head else None,
        seats=[seat_out(seat) for seat in queries.seats_of_body(found, at)],
        children=[body_out(child) for child in queries.bodies_on(day).filter(parent=found)],
    )


@router.get("/people", response=PersonPage, summary="Người đang giữ vị trí")
@scope("org:read")
def people(request: HttpRequest, given: Query[NameFilter]) -> dict[str, object]:
    """Tìm theo tên, không phân biệt dấu."""
    return page_of_list(queries.find_people(given.q, now(), MOST), given, person_out)


@router.get("/people/{int:person_id}", response=PersonDetail, summary="Một người")
@scope("org:read")
def person(request: HttpRequest, person_id: PathId) -> PersonDetail:
    """Các vị trí đang giữ."""
    found = get_object_or_404(Person, pk=person_id)
    return PersonDetail(person=person_out(found), seats=_seats(found, now()))


def _seats(person: Person, at: datetime) -> list[SeatOut]:
    return [seat_out(seat) for seat in queries.seats_of(person, at)]
