"""Who holds a duty next, where the table says "who assigned", "decider", "verifier", "superior", "last".

Whoever is away receives nothing: his stand-in does (design.md §3). Who is away and holds keeps what he holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.org import queries as org
from congvu.kernel.org.queries import Seat
from congvu.kit.prepared import Prepared, flag


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a post of a body."""

    person_id: int
    post_id: int
    body_id: int


_AWAY = """exists(select from absence b where b.person_id = {person} and b.cancelled_at is null
    and ({at}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on)"""
SITS_SQL = f"""
select q.body_id, {_AWAY.format(person="a.person_id", at="$3")}
from appointment a join post q on q.id = a.post_id join person p on p.id = a.person_id
where a.person_id = $1::bigint and a.post_id = $2::bigint and p.is_active
  and a.starts_at <= $3::timestamptz and (a.ends_at is null or a.ends_at > $3::timestamptz)
limit 1
"""
_SITS = Prepared("person_sits", SITS_SQL, (int, flag))

# The stand-in of somebody who is away, in the seat named for it; without a row he is here.
STAND_IN_SQL = """
select b.stand_in_id, b.stand_in_post_id, q.body_id, p.is_active and exists(
    select from appointment a where a.person_id = b.stand_in_id and a.post_id = b.stand_in_post_id
    and a.starts_at <= $2::timestamptz and (a.ends_at is null or a.ends_at > $2::timestamptz))
from absence b join post q on q.id = b.stand_in_post_id join person p on p.id = b.stand_in_id
where b.person_id = $1::bigint and b.cancelled_at is null
  and ($2::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on
order by b.id desc limit 1
"""
_STAND_IN = Prepared("person_stand_in", STAND_IN_SQL, (int, int, int, flag))

# To whom a post's decision on a matter is delegated by a line of the authority matrix; he must be here.
DELEGATE_SQL = f"""
select g.id, a.person_id, a.post_id, q.body_id
from delegation g join authority_line l on l.id = g.line_id
     join appointment a on a.person_id = g.to_person_id join post q on q.id = a.post_id
     join person p on p.id = a.person_id and p.is_active
where g.from_post_id = $1::bigint and g.closed_at is null and authority_covers(l.matter_fold, $2::text)
  and ($3::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date between g.starts_on and g.ends_on
  and a.starts_at <= $3::timestamptz and (a.ends_at is null or a.ends_at > $3::timestamptz)
  and not {_AWAY.format(person="a.person_id", at="$3")}
order by g.id desc, q."order"
"""
_DELEGATE = Prepared("post_delegate", DELEGATE_SQL, (int, int, int, int))


def of(seat: Seat) -> Place:
    """The ids of a seat."""
    return Place(seat.person.pk, seat.post.pk, seat.post.body_id)


def still_there(person_id: int | None, post_id: int | None, at: datetime) -> Place | None:
    """The person in that post, if he still sits there."""
    if person_id is None or post_id is None:
        return None
    rows = _SITS(person_id, post_id, at)
    if not rows:
        return None
    body_id, away = rows[0]
    place = Place(person_id, post_id, body_id)
    return present(place, at) if away else place


def present(place: Place, at: datetime, *, without: Collection[int] = ()) -> Place:
    """The person himself, or while he is away his stand-in; that one away, too, or gone: whoever comes next there."""
    seen, here = {place.person_id, *without}, place
    while rows := _STAND_IN(here.person_id, at):
        person_id, post_id, body_id, sits = rows[0]
        if sits and person_id not in seen:
            here = Place(person_id, post_id, body_id)
        else:
            seat = org.stand_in_for(here.post_id, at, without=seen)
            if seat is None:
                return place
            here = of(seat)
        if here.person_id in seen:
            return place
        seen.add(here.person_id)
    return here


def decider(
    post_id: int | None, matter: str, body_id: int | None, at: datetime, *, than: int, verb: str
) -> tuple[Place, int]:
    """Who decides, and by which delegation (0: by his own post). Nobody decides by delegation what he puts himself."""
    if post_id is not None and matter:
        for delegation_id, *place in _DELEGATE(post_id, matter, at):
            if place[0] != than:
                return Place(*place), delegation_id
    return first_other((post_id,), body_id, at, than=than, verb=verb), 0


def whoever(post_id: int | None, at: datetime, *, without: Collection[int] = ()) -> Place | None:
    """Who sits in a post; nobody there: stand-in, deputies in order, the head, the head of the superior body."""
    if post_id is None:
        return None
    seat = org.holder_of(post_id, at)
    if seat is not None and seat.person.is_active and seat.person.pk not in without:
        return present(of(seat), at, without=without)
    seat = org.stand_in_for(post_id, at, without=without)
    return present(of(seat), at, without=without) if seat is not None else None


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
            place = present(of(seat), at)
            if place.person_id != than:
                return place
    if himself is None:
        raise refuse(verb, "nobody", "Không tìm thấy người nhận tiếp việc này; hãy hỏi người đứng đầu cấp trên.")
    return himself


def superior(bodies: Iterable[int], at: datetime, *, without: Collection[int], verb: str) -> Place:
    """The head of the nearest body above all of these."""
    seat = org.common_superior(bodies, at, without=without)
    if seat is None:
        raise refuse(verb, "nobody", "Không tìm thấy cấp trên chung của các đơn vị đã trả lại việc.")
    return present(of(seat), at, without=without)


def head_post(body_id: int, at: datetime) -> int | None:
    """The post of whoever answers for a body."""
    seat = org.head_of(body_id, at)
    return seat.post.pk if seat is not None else None
