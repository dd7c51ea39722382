"""When the calendar changes, open duties are counted anew: one entry for each whose limit moves (design.md §5)."""

from collections.abc import Iterable

from congvu.engines.seal import instant
from congvu.engines.worktime import Calendar
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.limits import duty_limit
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.writer import MOST, write_many
from congvu.kernel.duties.queries import past
from congvu.kernel.duties.queries.standing import bare
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import now

ATTEMPTS = 3


def recount_limits(calendar: Calendar, instrument: str) -> int:
    """Count the limits of all open duties by a calendar; `instrument` is what changed it.

    At most 5,000 duties a transaction, in ascending order; run again it goes on where it stopped. A limit that stays
    makes no entry. Returns how many moved.
    """
    moved, after = 0, 0
    while ids := list(
        Duty.objects.filter(pk__gt=after, state__in=OPEN, due_rule__isnull=False, paused_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:MOST]
    ):
        moved += _recount(ids, calendar, instrument)
        after = ids[-1]
    return moved


def _recount(ids: list[int], calendar: Calendar, instrument: str) -> int:
    for _ in range(ATTEMPTS):
        turns = [turn for turn in _turns(ids, calendar, instrument) if turn.set]
        if all(row.outcome == "made" for row in write_many(turns)):
            return len(turns)
    raise refuse("recompute", "busy", "Nhiều người đang thao tác trên các việc này; hãy chạy lại.")


def _turns(ids: list[int], calendar: Calendar, instrument: str) -> Iterable[Turn]:
    at = now()
    paused = set(
        Entry.objects.filter(room="duties", subject_id__in=ids, verb="pause").values_list("subject_id", flat=True)
    )
    for duty in Duty.objects.filter(pk__in=ids, state__in=OPEN, paused_at__isnull=True).order_by("pk"):
        turn = Turn(bare(duty, at), "recompute", duty.state, "clock", None, None)
        start = duty.due_start_at or duty.issued_at
        if start is None or duty.due_rule is None:
            continue
        pauses = past.pauses(duty.pk, start) if duty.pk in paused else ()
        limit = duty_limit(past.rule_of(duty.due_rule), start, pauses, calendar)
        if limit.at != duty.current_due_at or limit.provisional != duty.due_provisional:
            turn.facts["instrument"] = instrument
            turn.set = {"current_due_at": instant(limit.at), "due_provisional": limit.provisional}
        yield turn
