"""Duties that a head passes to another person because one has too many: chosen ones, together, with one reason."""

from collections.abc import Iterable
from datetime import datetime

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import seats
from congvu.kernel.duties.moves.passing import pass_many, receiving_seat, taken_over
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.writer import MOST
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.rules import HEADING
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc


def take_over_these(duty_ids: Iterable[int], *, by: Person, receiver_id: int, reason: str) -> int:
    """`take_over` of chosen duties in bodies that `by` heads: all of them or none. Returns how many passed.

    Those that the receiver holds already are passed over. Raises MoveRefused: no reason, nothing chosen or nothing that
    the receiver does not hold, a duty that is not his to give, a receiver outside his bodies, more than 5,000 at once.
    """
    ids = sorted(set(duty_ids))
    if not reason.strip():
        raise refuse("take_over", "missing", "Điều chỉnh người giữ phải nêu lý do.", missing=("reason",))
    if not ids or len(ids) > MOST:
        raise refuse("take_over", "count", f"Chọn từ 1 đến {MOST} việc.", missing=("duties",))
    at = now()
    led = {post.body_id: post.pk for post in org.posts_of(by, at) if post.role in HEADING}
    seat = receiving_seat(receiver_id, None, at)
    if not led or set(led).isdisjoint(seat.body.lineage):
        raise refuse("take_over", "across", "Người nhận phải thuộc đơn vị của đồng chí hoặc đơn vị cấp dưới.",
                     law="Quy chế làm việc: người đứng đầu điều chỉnh người giữ", who="người đứng đầu")  # fmt: skip
    place = seats.of(seat)
    found = list(Duty.objects.filter(pk__in=ids, state__in=OPEN).select_related("body"))
    mine = [duty for duty in found if duty.body and not set(led).isdisjoint(duty.body.lineage)]
    if len(mine) != len(ids):
        raise refuse("take_over", "others", "Có việc đã xong hoặc không thuộc đơn vị của đồng chí; hãy chọn lại.",
                     missing=("duties",))  # fmt: skip
    others = [duty.pk for duty in mine if duty.holder_id != receiver_id]
    if not others:
        raise refuse("take_over", "same", "Người nhận đang giữ các việc đã chọn.", missing=("receiver",))

    def make(duty: Duty, moment: datetime) -> Turn:
        leading = next(led[body_id] for body_id in reversed(duty.body.lineage) if body_id in led)  # type: ignore[union-attr]
        turn = taken_over(duty, moment, place, by.pk, leading, "head")
        turn.texts["reason"] = nfc(reason.strip())
        return turn

    return len(pass_many(others, make))
