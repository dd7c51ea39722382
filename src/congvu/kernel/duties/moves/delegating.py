"""When a delegation ends, what was put to the delegate and is not decided goes back to the post it came from."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import seats
from congvu.kernel.duties.moves.passing import pass_many, taken_over
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.writer import MOST
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org.models import Delegation, Person
from congvu.kit.clock import today
from congvu.kit.vietnamese import nfc


def close_delegation(delegation_id: int, *, by: Person | None, reason: str = "") -> int:
    """End a delegation before its day, with a reason; in the same transaction its open matters go back.

    Returns how many went back.
    """
    with transaction.atomic():
        row = Delegation.objects.get(pk=delegation_id)
        further = list(row.passed_on.filter(closed_at=None))
        if not org_moves.close_delegation(row, by=by, reason=reason):
            raise org_moves.OrgRefused("Ủy quyền này đã hết hiệu lực.")
        return sum(_give_back(one, by.pk if by else None, reason) for one in (row, *further))


def close_expired() -> int:
    """Delegations whose last day is over: closed by the clock, their open matters back. How many matters went back."""
    count = 0
    for row in Delegation.objects.filter(closed_at=None, ends_on__lt=today()).order_by("pk"):
        with transaction.atomic():
            if org_moves.close_delegation(row, by=None):
                count += _give_back(row, None, "")
    return count


def _give_back(row: Delegation, actor_id: int | None, reason: str) -> int:
    count = 0
    while ids := list(_put_to_delegate(row))[:MOST]:

        def make(duty: Duty, at: datetime) -> Turn:
            place, _ = seats.decider(
                row.from_post_id, duty.matter, duty.body_id, at, than=row.to_person_id, verb="take_over"
            )
            if place.person_id == row.to_person_id:
                raise refuse("take_over", "nobody", "Không còn ai ở vị trí ủy quyền để nhận lại việc.")
            turn = taken_over(duty, at, place, actor_id, None, "clock")
            turn.facts["delegation_ended"] = row.pk
            if reason:
                turn.texts["reason"] = nfc(reason)
            return turn

        count += len(pass_many(ids, make))
    return count


def _put_to_delegate(row: Delegation) -> Iterator[int]:
    """Duties that wait at the delegate for a decision because of this delegation, in ascending order."""
    waiting = Duty.objects.filter(holder=row.to_person, state="submitted", deciding_post=row.from_post)
    for duty_id in waiting.order_by("pk").values_list("pk", flat=True):
        put = Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id, verb="submit")
        last = put.order_by("-seq").first()
        if last is not None and last.payload.get("delegation") == row.pk:
            yield duty_id
