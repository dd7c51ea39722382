"""Who sits where, who heads what, who stands in for whom, as of an instant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from congvu.kernel.org.models import Appointment, Body, Mandate, Person, Post, PostSuccession, Succession
from congvu.kernel.org.queries.sitting import DEPUTIES, LEADING_OF, OF_BODY, OF_PERSON, OF_POST, Seat, sitting
from congvu.kernel.org.rules import HEADING, LEADING
from congvu.kit.clock import local_day


def seats_of(person: Person, at: datetime) -> list[Seat]:
    """The posts a person holds at an instant, the highest first."""
    return sitting(OF_PERSON, person.pk, at)


def posts_of(person: Person, at: datetime) -> list[Post]:
    """The same without the reasons: what roles and relations are decided from."""
    return [seat.post for seat in seats_of(person, at)]


def main_seat(person: Person, at: datetime) -> Seat | None:
    """The seat under which a person is shown; empty when he holds none."""
    return next(iter(seats_of(person, at)), None)


def seats_of_body(body: Body | int, at: datetime) -> list[Seat]:
    """Everybody who sits in a body, in order: head, deputies, officials."""
    return sitting(OF_BODY, _id(body), at)


def holder_of(post: Post | int, at: datetime) -> Seat | None:
    """Who sits in a post: the appointed person, else who acts ("quyền") or is in charge ("phụ trách")."""
    return next(iter(sitting(OF_POST, _id(post), at)), None)


def deputies_of(body: Body | int, at: datetime) -> list[Seat]:
    """The deputies of a body in their order."""
    return sitting(DEPUTIES, _id(body), at)


def _leading(body_ids: Iterable[int], at: datetime) -> dict[int, list[Seat]]:
    """Leaders, heads and deputies of several bodies, in order: one statement."""
    found: dict[int, list[Seat]] = {}
    for seat in sitting(LEADING_OF, list(body_ids), at):
        found.setdefault(seat.post.body_id, []).append(seat)
    return found


def _head_among(seats: Collection[Seat], without: Collection[int] = ()) -> Seat | None:
    """The head, else who acts for him, else the deputies in order; `without` are persons who do not count."""
    present = [seat for seat in seats if seat.person.pk not in without]
    heading = [seat for seat in present if seat.post.role in HEADING]
    if heading and heading[0].post.order == 1:
        return heading[0]
    others = heading or present
    return Seat(others[0].person, others[0].post, "deputy") if others else None


def head_of(body: Body | int, at: datetime) -> Seat | None:
    """Who answers for a body: its head; the seat vacant: who acts, a deputy in order, else the superior head."""
    found = heads_above(body, at)
    return found[0] if found else None


def heads_of(bodies: Iterable[Body], at: datetime) -> dict[int, Seat]:
    """The same for many bodies, by id, in one statement; a body that nobody answers for is left out."""
    day = local_day(at)
    named = list(bodies)
    wanted = [living(body, day) for body in named]
    leading = _leading({body_id for body in wanted for body_id in body.lineage}, at)
    found: dict[int, Seat] = {}
    for asked, body in zip(named, wanted, strict=True):
        for body_id in reversed(body.lineage):
            seat = _head_among(leading.get(body_id, []))
            if seat is not None:
                found[asked.pk] = seat if body_id == body.pk else Seat(seat.person, seat.post, "superior")
                break
    return found


def heads_above(body: Body | int, at: datetime, *, without: Collection[int] = ()) -> list[Seat]:
    """The heads from a body (itself first) up to the top; bodies without anybody in charge are passed over."""
    body = living(_body(body), local_day(at))
    lineage: list[int] = list(body.lineage)
    leading = _leading(lineage, at)
    seats = []
    for body_id in reversed(lineage):
        seat = _head_among(leading.get(body_id, []), without)
        if seat is not None:
            seats.append(seat if body_id == body.pk else Seat(seat.person, seat.post, "superior"))
    return seats


def stand_in_for(post: Post | int, at: datetime, *, without: Collection[int] = ()) -> Seat | None:
    """Who takes over what lies on a post: who acts in it, else the deputy in order, else the head of the body, else
    the head of the superior body (design.md §3). `without` are persons who are leaving or do not count.
    """
    post = post if isinstance(post, Post) else Post.objects.select_related("body").get(pk=post)
    post = carried_on(post, local_day(at))
    sitting_there = [seat for seat in sitting(OF_POST, post.pk, at) if seat.person.pk not in without]
    if sitting_there:
        return sitting_there[0]
    if post.role in LEADING:
        # the seat of the head itself is empty: his deputies come before the superior
        for seat in deputies_of(post.body, at):
            if seat.person.pk not in without and seat.post.pk != post.pk:
                return Seat(seat.person, seat.post, "deputy")
    found = heads_above(post.body, at, without=without)
    return found[0] if found else None


def living(body: Body, day: date) -> Body:
    """The body while it exists; once it ended, the one that carries it on. Divided among several: itself."""
    seen = {body.pk}
    while body.valid_to is not None and body.valid_to < day:
        heirs = list(Succession.objects.select_related("successor").filter(predecessor=body, day__lte=day)[:2])
        if len(heirs) != 1 or heirs[0].successor_id in seen:
            break
        body = heirs[0].successor
        seen.add(body.pk)
    return body


def predecessors(body_ids: Iterable[int]) -> set[int]:
    """Bodies that ended and whose work these carry on, however many mergers ago; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PREDECESSORS, [list(body_ids)])
        return {row[0] for row in cursor.fetchall()}


_PREDECESSORS = """
with recursive before as (
    select s.predecessor_id as id from succession s where s.successor_id = any(%s::bigint[])
    union select s.predecessor_id from succession s join before b on s.successor_id = b.id
) select id from before
"""


def carried_on(post: Post, day: date) -> Post:
    """The seat that carries on a seat that ended; the seat itself while it exists or where none does."""
    seen = {post.pk}
    while post.valid_to is not None and post.valid_to < day:
        row = PostSuccession.objects.select_related("successor__body").filter(predecessor=post, day__lte=day).first()
        if row is None or row.successor_id in seen:
            break
        post = row.successor
        seen.add(post.pk)
    return post


@dataclass(frozen=True)
class Vacancy:
    """A leading seat that nobody holds, and who answers for it meanwhile (None: nobody at all)."""

    post: Post
    answers: Seat | None


def _sitting_in(at: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


def posts_on(day: date) -> QuerySet[Post]:
    """The seats of bodies that exist on a day."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    of_body = Q(body__valid_to__isnull=True) | Q(body__valid_to__gte=day)
    found = Post.objects.select_related("body").filter(lasting, of_body, valid_from__lte=day, body__valid_from__lte=day)
    return found.order_by("order", "pk")


def vacancies(at: datetime, limit: int = 200) -> list[Vacancy]:
    """Leading seats without anybody, from the top down: stand-in, deputy in order, head, head of the superior body."""
    empty = posts_on(local_day(at)).filter(role__in=LEADING)
    empty = empty.filter(~Exists(_sitting_in(at).filter(post=OuterRef("pk"))))
    found = sorted(empty[:limit], key=lambda post: (len(post.body.lineage), post.body.sort_key, post.order))
    return [Vacancy(post, stand_in_for(post, at)) for post in found]


def with_several_posts(at: datetime) -> dict[int, list[Appointment]]:
    """Who holds two posts or more, with his appointments; by person."""
    rows = _sitting_in(at).filter(post__in=posts_on(local_day(at)).order_by())
    several = rows.values("person").annotate(n=Count("post", distinct=True)).filter(n__gt=1).values("person")
    found: dict[int, list[Appointment]] = {}
    for row in rows.filter(person__in=several).select_related("person", "post__body").order_by("post__order", "pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def common_superior(bodies: Iterable[Body | int], at: datetime, *, without: Collection[int] = ()) -> Seat | None:
    """The head of the nearest body that stands above all of these (or is the one they share).

    `without`: the persons who are themselves in dispute; the search then goes on upwards. Bodies of different trees
    (a department and a board of the Party committee) meet at the Party committee of the province, else at the first
    root that has somebody in charge.
    """
    lineages = [list(_body(body).lineage) for body in bodies]
    shared: list[int] = []
    for level in zip(*lineages, strict=False):
        if len(set(level)) != 1:
            break
        shared.append(level[0])
    leading = _leading(shared, at)
    for body_id in reversed(shared):
        seat = _head_among(leading.get(body_id, []), without)
        if seat is not None:
            return seat
    return _top(at, without)


def _top(at: datetime, without: Collection[int]) -> Seat | None:
    roots = list(Body.objects.filter(parent__isnull=True, valid_to__isnull=True))
    roots.sort(key=lambda root: (root.branch != "party", root.branch != "state", root.sort_key))
    leading = _leading([root.pk for root in roots], at)
    for root in roots:
        seat = _head_among(leading.get(root.pk, []), without)
        if seat is not None:
            return seat
    return None


def leaders_prepared_for(person: Person, at: datetime) -> list[Post]:
    """The leaders' posts in whose name a person may prepare moves (mandates); the leader presses."""
    day = local_day(at)
    rows = Mandate.objects.select_related("leader_post__body").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), person=person, starts_on__lte=day
    )
    return [row.leader_post for row in rows]


def _id(row: Body | Post | int) -> int:
    return row if isinstance(row, int) else row.pk


def _body(body: Body | int) -> Body:
    return body if isinstance(body, Body) else Body.objects.get(pk=body)
