"""Duties that pass on because a person leaves, is away, or has too many."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import seats
from congvu.kernel.duties.moves.seats import Place
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.verbs import end_pause
from congvu.kernel.duties.moves.writer import MOST, write_many
from congvu.kernel.duties.queries.standing import bare
from congvu.kernel.duties.rules import DUTY, OPEN
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Person
from congvu.kernel.org.rules import HEADING
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc

ATTEMPTS = 3


def take_over_all(
    person_id: int, *, by: Person, receiver_id: int, reason: str, receiver_post_id: int | None = None
) -> int:
    """Pass every open duty of a person, in bodies that `by` heads, to a receiver of those bodies. Returns how many.

    Each transaction passes at most 5,000, in ascending order; called again it goes on with the rest.
    """
    if not reason.strip():
        raise refuse("take_over", "missing", "Điều chỉnh người giữ phải nêu lý do.", missing=("reason",))
    if person_id == receiver_id:
        raise refuse("take_over", "same", "Người này đang giữ các việc đó.")
    at = now()
    led = {post.body_id: post.pk for post in org.posts_of(by, at) if post.role in HEADING}
    seat = receiving_seat(receiver_id, receiver_post_id, at)
    if not led or set(led).isdisjoint(seat.body.lineage):
        raise refuse("take_over", "across", "Người nhận phải thuộc đơn vị của đồng chí hoặc đơn vị cấp dưới.",
                     law="Quy chế làm việc: người đứng đầu điều chỉnh người giữ", who="người đứng đầu")  # fmt: skip
    place = seats.of(seat)
    count = 0
    while turns := _turns(person_id, led, place, by, reason):
        count += len(turns)
    return count


def receiving_seat(person_id: int, post_id: int | None, at: datetime) -> org.Seat:
    """The seat in which somebody receives; refused when he sits nowhere."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    found = org.seats_of(person, at) if person else []
    chosen = [seat for seat in found if post_id in (None, seat.post.pk)]
    if not chosen:
        raise refuse("take_over", "receiver", "Người nhận không giữ vị trí công tác nào nên không nhận việc được.")
    return chosen[0]


def _turns(person_id: int, led: dict[int, int], place: Place, by: Person, reason: str) -> list[Turn]:
    """One transaction of a take-over; empty when nothing is left."""

    def make(duty: Duty, at: datetime) -> Turn:
        leading = next(led[body_id] for body_id in reversed(duty.body.lineage) if body_id in led)  # type: ignore[union-attr]
        turn = taken_over(duty, at, place, by.pk, leading, "head")
        turn.texts["reason"] = nfc(reason)
        return turn

    held = Duty.objects.filter(holder=person_id, state__in=OPEN).select_related("body").order_by("pk")
    mine = [duty for duty in held if duty.body and not set(led).isdisjoint(duty.body.lineage)][:MOST]
    return pass_many([duty.pk for duty in mine], make)


def taken_over(
    duty: Duty, at: datetime, place: Place, actor_id: int | None, post_id: int | None, relation: str
) -> Turn:
    """`take_over` of one of many duties."""
    row = next(row for row in DUTY.rows("take_over") if duty.state in row.sources)
    turn = Turn(bare(duty, at), "take_over", row.target or duty.state, relation, actor_id, post_id)
    if duty.paused_at is not None:
        end_pause(turn)
    if turn.target == "assigned" and relation == "head":
        turn.set |= {"assigner_id": actor_id, "assigner_post_id": post_id}  # who ends an appointment gives nothing out
    turn.hold(place.person_id, place.post_id, place.body_id)
    turn.enter(turn.target)
    return turn


def pass_many(ids: Sequence[int], make: Callable[[Duty, datetime], Turn]) -> list[Turn]:
    """Move these duties together, deciding again when one of them was moved meanwhile."""
    for _ in range(ATTEMPTS):
        duties = list(Duty.objects.filter(pk__in=ids, state__in=OPEN).select_related("body").order_by("pk"))
        at = now()
        turns = [make(duty, at) for duty in duties]
        if all(row.outcome == "made" for row in write_many(turns)):
            return turns
    raise refuse("take_over", "busy", "Nhiều người đang thao tác trên các việc này; hãy thử lại.")


def end_appointment(appointment_id: int, *, by: Person | None, at: datetime | None = None, reason: str = "") -> int:
    """End an appointment; in the same transaction its open duties pass to whoever comes next (design.md §3).

    The stand-in, else the deputies in order, else the head of the body, else the head of the superior body. Returns
    how many duties passed. An end in the future is only noted: the clock passes the duties on when it comes.
    """
    with transaction.atomic():
        row = Appointment.objects.select_related("person", "post__body").get(pk=appointment_id)
        ended = org_moves.end_appointment_row(row, by=by, at=at, reason=reason)
        if ended.ends_at is None or ended.ends_at > now():
            return 0
        return pass_on(row.person_id, row.post_id, by.pk if by else None, reason)


def pass_on(person_id: int, post_id: int, actor_id: int | None, reason: str = "") -> int:
    """Pass what a person held in a post to whoever comes next there."""
    place = seats.whoever(post_id, now(), without=(person_id,))
    count = 0

    def make(duty: Duty, at: datetime) -> Turn:
        assert place is not None
        turn = taken_over(duty, at, place, actor_id, None, "clock")
        turn.facts["appointment_ended"] = post_id
        if reason:
            turn.texts["reason"] = nfc(reason)
        return turn

    while True:
        held = Duty.objects.filter(holder=person_id, holder_post=post_id, state__in=OPEN).order_by("pk")
        ids = list(held.values_list("pk", flat=True)[:MOST])
        if not ids:
            return count
        if place is None:
            raise refuse("take_over", "nobody", "Không còn ai để nhận các việc của vị trí này; hãy bổ nhiệm trước.")
        count += len(pass_many(ids, make))
