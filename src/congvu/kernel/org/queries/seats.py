"""Who sits where, who heads what, who stands in for whom, as of an instant."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from congvu.kernel.org.models import Body, Mandate, Person, Post
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
    wanted = list(bodies)
    leading = _leading({body_id for body in wanted for body_id in body.lineage}, at)
    found: dict[int, Seat] = {}
    for body in wanted:
        for body_id in reversed(body.lineage):
            seat = _head_among(leading.get(body_id, []))
            if seat is not None:
                found[body.pk] = seat if body_id == body.pk else Seat(seat.person, seat.post, "superior")
                break
    return found


def heads_above(body: Body | int, at: datetime, *, without: Collection[int] = ()) -> list[Seat]:
    """The heads from a body (itself first) up to the top; bodies without anybody in charge are passed over."""
    body = _body(body)
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
