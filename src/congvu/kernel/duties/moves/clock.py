"""What the clock does when a limit passes; idempotent by (rule, duty, limit), however late the job runs."""

from datetime import datetime, timedelta

from django.db.models import Q

from congvu.engines.seal import instant
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.passing import pass_on
from congvu.kernel.duties.moves.turn import Turn
from congvu.kernel.duties.moves.writer import write_many
from congvu.kernel.duties.queries.standing import bare, raw
from congvu.kernel.duties.rules import OPEN
from congvu.kit.clock import now

BATCH = 1_000


def pass_limits() -> int:
    """Silence accepts; any other limit of a step that passed is noted. Returns how many entries were made."""
    count = 0
    while True:
        at = now()
        due = Duty.objects.filter(Q(state="assigned"), step_due_at__lte=at, step_lapsed=False).order_by("pk")
        silent = list(due[:BATCH])
        others = list(
            Duty.objects.filter(state__in=OPEN - {"assigned"}, step_due_at__lte=at, step_lapsed=False).order_by("pk")[
                :BATCH
            ]
        )
        made = _write([_accept(duty, at) for duty in silent]) + _write([_lapse(duty, at) for duty in others])
        count += made
        if not made:
            return count


def _accept(duty: Duty, at: datetime) -> Turn:
    """Silence is acceptance, at the instant of the limit (work-rules/accept)."""
    turn = Turn(bare(duty, at), "accept", "in_hand", "clock", None, None)
    limit = duty.step_due_at
    assert limit is not None
    turn.at_clock(limit)
    turn.facts["limit"] = instant(limit)
    turn.enter("in_hand")
    return turn


def _lapse(duty: Duty, at: datetime) -> Turn:
    """Somebody did not settle, decide, place or verify in time: noted once; he may still do it, late."""
    turn = Turn(bare(duty, at), "lapse", duty.state, "clock", None, None)
    limit = duty.step_due_at
    assert limit is not None
    turn.at_clock(limit)
    turn.facts |= {"step": duty.step, "limit": instant(limit)}
    turn.set["step_lapsed"] = True
    return turn


def _write(turns: list[Turn]) -> int:
    """Whoever was moved meanwhile waits for the next round."""
    if not turns:
        return 0
    rows = write_many(turns)
    if all(row.outcome == "made" for row in rows):
        return len(turns)
    kept = [turn for turn, row in zip(turns, rows, strict=True) if row.outcome == "kept"]
    return _write(kept)


_ENDED_SQL = """
select distinct a.person_id, a.post_id
from appointment a join duty d on d.holder_id = a.person_id and d.holder_post_id = a.post_id
     and d.state not in ('draft', 'closed', 'cancelled')
where a.ends_at <= %s::timestamptz
  and not exists (select from appointment o where o.person_id = a.person_id and o.post_id = a.post_id
                  and o.starts_at <= %s::timestamptz and (o.ends_at is null or o.ends_at > %s::timestamptz))
"""


def pass_departed() -> int:
    """Duties of people whose appointment ended by its own date pass to whoever comes next."""
    at = now() + timedelta(microseconds=1)
    return sum(pass_on(person_id, post_id, None) for person_id, post_id in raw(_ENDED_SQL, (at, at, at)))
