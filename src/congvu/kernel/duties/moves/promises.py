"""Days promised outside, and that somebody is told when a calendar makes one later."""

from collections.abc import Sequence

from django.db import transaction

from congvu.engines.seal import instant
from congvu.kernel.duties.models import Duty, Promise
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.duties.queries.recount import MovedLimit
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.ledger.moves import NewEntry, append_many
from congvu.kernel.org.models import Person
from congvu.kit.clock import now

TO_WHOM = ("citizen", "business", "body")


def promise(duty_id: int, *, by: Person, to_whom: str = "citizen") -> Promise:
    """Keep the present limit of an open duty as what was promised outside, when a receipt is printed or a letter sent.

    Promised once: from then on calendars never make it earlier, and who was promised it is told when it is later.
    """
    if to_whom not in TO_WHOM:
        raise ValueError(to_whom)
    with transaction.atomic():
        duty = Duty.objects.get(pk=duty_id)
        if duty.state not in OPEN or duty.current_due_at is None:
            raise refuse("promise", "closed", "Việc này không còn mở nên không có ngày hẹn.")
        if Promise.objects.filter(duty=duty).exists():
            raise refuse("promise", "again", "Việc này đã có ngày hẹn; ngày hẹn chỉ đổi khi lịch làm việc đổi.")
        made = Promise.objects.create(
            duty=duty, promised_at=duty.current_due_at, to_whom=to_whom, cause="receipt", made_at=now()
        )
        _write([made], "promise", by, {})
    return made


def made_later(moved: Sequence[MovedLimit], instrument: str) -> None:
    """A calendar made these promised days later: a row and an entry each, and the outbox tells who was promised it."""
    if not moved:
        return
    at, before = now(), {}
    for row in Promise.objects.filter(duty__in=[limit.row.duty_id for limit in moved]).order_by("pk"):
        before[row.duty_id] = row
    rows = Promise.objects.bulk_create(
        Promise(duty_id=limit.row.duty_id, promised_at=limit.promised, to_whom=before[limit.row.duty_id].to_whom,
                cause="calendar", made_at=at)
        for limit in moved
        if limit.promised is not None
    )  # fmt: skip
    _write(rows, "later", None, {"instrument": instrument})


def note_told(row: Promise) -> None:
    """He was told that the day is later; once."""
    Promise.objects.filter(pk=row.pk, told_at__isnull=True).update(told_at=now())


def _write(rows: Sequence[Promise], verb: str, by: Person | None, more: dict[str, object]) -> None:
    entries = [
        NewEntry(
            subject_id=row.pk,
            verb=verb,
            by=by,
            payload={"duty": row.duty_id, "promised_at": instant(row.promised_at), "to_whom": row.to_whom} | more,
        )
        for row in rows
    ]
    append_many("duties", "promise", entries, topic=f"promise.{verb}")
