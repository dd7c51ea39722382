"""Who in a receiving body may be named in person: giao đích danh."""

from datetime import datetime

from django.db.models import Q

from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import Seat, bodies_on, seats_of, seats_of_body
from congvu.kit.clock import local_day
from congvu.kit.dates import seat_text
from congvu.kit.vietnamese import fold


def receivers_in(body: Body, at: datetime) -> list[Seat]:
    """Who may hold a duty given to a body: everybody of the body itself, then of its own divisions."""
    below = bodies_on(local_day(at)).filter(Q(parent=body), Q(kind="phong"))
    return [seat for one in (body, *below) for seat in seats_of_body(one, at)]


def receiver_label(seat: Seat) -> str:
    """ "Nguyễn Văn An, Phó Giám đốc, Sở Nội vụ": as a name is offered and may be typed."""
    return f"{seat.person.full_name}, {seat_text(seat.post.title, seat.body.name)}"


def find_receivers(words: str, body: Body, at: datetime) -> list[Seat]:
    """The seats of a body that a typed name means: by the whole label, else by the full name alone."""
    seats, key = receivers_in(body, at), fold(words.strip())
    whole = [seat for seat in seats if fold(receiver_label(seat)) == key]
    return whole[:1] or [seat for seat in seats if fold(seat.person.full_name) == key]


def seat_in(person: Person, body: Body, at: datetime) -> Seat | None:
    """The post in which a person holds what is given to a body; None when he sits there no more."""
    return next((seat for seat in seats_of(person, at) if body.pk in seat.body.lineage), None)
