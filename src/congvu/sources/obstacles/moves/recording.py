"""Recorded where it stops a duty, and cited where that duty is paused or late because of it."""

from django.db import transaction

from congvu.engines.seal import instant
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import Moved, MoveRefused
from congvu.kernel.duties.queries import visible_to as duties_visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.vietnamese import shortened
from congvu.sources.obstacles import queries, rules
from congvu.sources.obstacles.models import Obstacle
from congvu.sources.obstacles.moves.entries import ObstacleRefused, words, write_entry


@transaction.atomic
def record(duty_id: int, *, by: Person, instrument: str, clause: str, blocks: str, proposal: str) -> Obstacle:
    """Record a clause that stops a duty one sees, what it blocks, and what should change.

    Raises Duty.DoesNotExist for the unseen; refused on a closed duty, and twice by one person for one clause.
    """
    duty, moment, seat = duties_visible_to(by).get(pk=duty_id), now(), main_seat(by, now())
    if duty.state in FINAL or duty.state == "draft":
        raise ObstacleRefused("Chỉ ghi vướng mắc trên việc đang mở.")
    if seat is None:
        raise ObstacleRefused("Đồng chí không giữ vị trí công tác nào.")
    instrument = words(instrument, "Chưa ghi văn bản có quy định gây vướng.", "van_ban", most=500)
    clause = words(clause, "Chưa ghi điều, khoản.", "dieu_khoan", most=300)
    key = rules.clause_key(instrument, clause)
    if Obstacle.objects.filter(duty=duty, person=by, clause_key=key, withdrawn_at__isnull=True).exists():
        raise ObstacleRefused("Đồng chí đã ghi vướng mắc này trên việc này.", "dieu_khoan")
    row = Obstacle.objects.create(
        duty=duty,
        person=by,
        body=seat.body,
        instrument=instrument,
        clause=clause,
        clause_key=key,
        blocks=words(blocks, "Chưa ghi vướng ở đâu, việc gì không làm được.", "vuong"),
        proposal=words(proposal, "Chưa ghi kiến nghị.", "kien_nghi"),
        recorded_at=moment,
    )
    payload = {"duty": duty.pk, "body": seat.body.pk, "instrument": instrument, "clause": clause}
    texts = {"blocks": row.blocks, "proposal": row.proposal}
    write_entry("obstacle", row.pk, "record", by=by, payload=payload, texts=texts)
    return row


@transaction.atomic
def withdraw(obstacle_id: int, *, by: Person, reason: str) -> None:
    """The recorder takes his record back while it is not sent up; the ledger keeps it."""
    seen = queries.find_obstacle(by, obstacle_id)
    row = Obstacle.objects.select_for_update(of=("self",)).select_related("group").get(pk=seen.pk)
    if row.person_id != by.pk:
        raise ObstacleRefused("Chỉ người ghi rút được vướng mắc này.")
    if row.group is not None and row.group.state != "open":
        raise ObstacleRefused("Vướng mắc đã gửi đi nên không rút được nữa.")
    reason = words(reason, "Rút lại phải nêu lý do.", "ly_do", most=2_000)
    row.withdrawn_at, row.group = now(), None
    row.save(update_fields=["withdrawn_at", "group"])
    write_entry("obstacle", row.pk, "withdraw", by=by, texts={"reason": reason})


@transaction.atomic
def cite(obstacle_id: int, *, by: Person, how: str) -> Moved:
    """Pause the duty on this ground, or claim the time as an objective cause, citing the record.

    `how`: pause, or cause (from the record to the answer, else to now). Whether it may be done is the duty's own table.
    """
    row = queries.find_obstacle(by, obstacle_id)
    said = f"{row.code}: {row.clause}, {row.instrument}. {shortened(row.blocks, 500)}"
    if how == "pause":
        given: dict[str, object] = {"pause_ground": rules.PAUSE_GROUND, "reason": said}
        verb = "pause"
    elif how == "cause":
        until = row.group.answered_at if row.group and row.group.answered_at else now()
        given = {"cause": said, "from": instant(row.recorded_at), "until": instant(until)}
        verb = "claim_cause"
    else:
        raise ObstacleRefused("Lựa chọn không có trong danh sách.")
    try:
        moved = duties.move(verb, duty_id=row.duty_id, by=by, given=given)
    except MoveRefused as refused:
        raise ObstacleRefused(str(refused)) from refused
    except Duty.DoesNotExist:
        raise ObstacleRefused("Đồng chí không được xem việc này.") from None
    write_entry("obstacle", row.pk, "cite", by=by, payload={"duty": row.duty_id, "verb": verb})
    return moved
