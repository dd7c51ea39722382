"""Who holds a duty next, where the table says "who assigned", "decider", "verifier", "superior", "last"."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.org import queries as org
from congvu.kernel.org.queries import Seat
from congvu.kit.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a post of a body."""

    person_id: int
    post_id: int
    body_id: int


SITS_SQL = """
select q.body_id from appointment a join post q on q.id = a.post_id join person p on p.id = a.person_id
where a.person_id = $1::bigint and a.post_id = $2::bigint and p.is_active
  and a.starts_at <= $3::timestamptz and (a.ends_at is null or a.ends_at > $3::timestamptz)
limit 1
"""
_SITS = Prepared("person_sits", SITS_SQL, (int,))


def of(seat: Seat) -> Place:
    """The ids of a seat."""
    return Place(seat.person.pk, seat.post.pk, seat.post.body_id)


def still_there(person_id: int | None, post_id: int | None, at: datetime) -> Place | None:
    """The person in that post, if he still sits there."""
    if person_id is None or post_id is None:
        return None
    rows = _SITS(person_id, post_id, at)
    return Place(person_id, post_id, rows[0][0]) if rows else None


def whoever(post_id: int | None, at: datetime, *, without: Collection[int] = ()) -> Place | None:
    """Who sits in a post; nobody there: stand-in, deputies in order, the head, the head of the superior body."""
    if post_id is None:
        return None
    seat = org.holder_of(post_id, at)
    if seat is not None and seat.person.is_active and seat.person.pk not in without:
        return of(seat)
    seat = org.stand_in_for(post_id, at, without=without)
    return of(seat) if seat is not None else None


def back_to(person_id: int | None, post_id: int | None, at: datetime, verb: str) -> Place:
    """The person himself if he still sits there, else who stands in for him."""
    place = still_there(person_id, post_id, at)
    if place is None:
        place = whoever(post_id, at, without=() if person_id is None else (person_id,))
    if place is None:
        raise refuse(verb, "nobody", "Không còn ai ở vị trí đó để giữ việc; hãy hỏi người đứng đầu cấp trên.")
    return place


def first_other(posts: Iterable[int | None], body_id: int | None, at: datetime, *, than: int, verb: str) -> Place:
    """Whoever sits in the first of these posts and is somebody else; else the nearest head above, else himself."""
    himself = None
    for post_id in posts:
        place = whoever(post_id, at)
        if place is not None and place.person_id != than:
            return place
        himself = himself or place
    if body_id is not None:
        for seat in org.heads_above(body_id, at):
            if seat.person.pk != than:
                return of(seat)
    if himself is None:
        raise refuse(verb, "nobody", "Không tìm thấy người nhận tiếp việc này; hãy hỏi người đứng đầu cấp trên.")
    return himself


def superior(bodies: Iterable[int], at: datetime, *, without: Collection[int], verb: str) -> Place:
    """The head of the nearest body above all of these."""
    seat = org.common_superior(bodies, at, without=without)
    if seat is None:
        raise refuse(verb, "nobody", "Không tìm thấy cấp trên chung của các đơn vị đã trả lại việc.")
    return of(seat)


def head_post(body_id: int, at: datetime) -> int | None:
    """The post of whoever answers for a body."""
    seat = org.head_of(body_id, at)
    return seat.post.pk if seat is not None else None
