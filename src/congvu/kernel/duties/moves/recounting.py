"""When the calendar changes, open duties are counted anew: one entry for each whose limit moves (design.md §5)."""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from congvu.engines.seal import instant, leaf_halves
from congvu.engines.worktime import Calendar, midnight
from congvu.kernel.duties.moves.promises import made_later
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.duties.moves.writer import MOST
from congvu.kernel.duties.queries.recount import LONG_AGO, MovedLimit, OpenLimit, moved_limits, open_limits
from congvu.kernel.duties.queries.standing import raw
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import CalendarVersion, Person
from congvu.kit.clock import now

ATTEMPTS = 3
# Another process may still set limits by the calendar before for a second; its move may wait for a lock for five.
SETTLES = timedelta(seconds=15)
WHOLE = 2**62  # recounted_to of a version whose limits were all counted once; what moved meanwhile is looked at again


def publish_calendar(version: CalendarVersion, *, by: Person) -> CalendarVersion:
    """Publish a draft of the calendar. Open limits move from now on: `recount_published` counts them, batch by batch.

    Raises OrgRefused for who may not, and for what is no draft any more.
    """
    return org_moves.publish_calendar_version(version, by=by)


def recount_published(most: int | None = None) -> int:
    """Go on counting where published calendars were not counted to the end; at most `most` duties looked at.

    At most 5,000 a transaction, in ascending order. Two processes may run it: one waits, then finds nothing left.
    Returns how many limits moved.
    """
    moved, looked = 0, 0
    for version in org.calendars_to_recount():
        while most is None or looked < most:
            step = _step(version.number or 0)
            if step is None:
                break
            looked, moved = looked + step[0], moved + step[1]
    return moved


def _step(number: int) -> tuple[int, int] | None:
    """One batch of a version: how many were looked at and moved; None when nothing is left for now."""
    with transaction.atomic():
        version = CalendarVersion.objects.select_for_update().get(number=number)
        if version.recounted_at is not None or version.published_at is None:
            return None
        at, again = now(), version.recounted_to == WHOLE
        if again and at < version.published_at + SETTLES:
            return None
        org.forget_calendar()
        calendar = org.calendar()
        days = org.differing_days(org.calendar_of(number - 1), calendar)
        touched = version.published_at - SETTLES if again else LONG_AGO
        after = 0 if again else version.recounted_to
        rows = open_limits(after=after, most=MOST, ending=midnight(days[0]), touched=touched) if days else []
        moved = _recount(rows, calendar, version.instrument, number)
        done = again and len(rows) < MOST
        to = rows[-1].duty_id if len(rows) == MOST and not again else WHOLE
        org_moves.note_recounted(version, to=to, moved=moved, done=done)
        return (len(rows), moved)


def recount_limits(calendar: Calendar, instrument: str) -> int:
    """Count the limits of all open duties by a calendar; `instrument` is what changed it. Returns how many moved."""
    moved, after = 0, 0
    while rows := open_limits(after=after, most=MOST):
        moved += _recount(rows, calendar, instrument)
        after = rows[-1].duty_id
    return moved


def _recount(rows: Sequence[OpenLimit], calendar: Calendar, instrument: str, number: int = 0) -> int:
    for _ in range(ATTEMPTS):
        found = list(moved_limits(rows, calendar, now()))
        if not found:
            return 0
        with transaction.atomic():
            if _write(found, instrument, number):
                made_later([moved for moved in found if moved.promised], instrument)
                return len(found)
        rows = open_limits(after=rows[0].duty_id - 1, most=len(rows))
    raise refuse("recompute", "busy", "Nhiều người đang thao tác trên các việc này; hãy chạy lại.")


_RECOUNT_SQL = "select duty_recount_many(%s::bigint[], %s::integer[], %s::jsonb[], %s::bytea[], %s::bytea[])"


def _write(found: Sequence[MovedLimit], instrument: str, number: int) -> bool:
    """One round trip for all; False when somebody moved one of them meanwhile, and so none was written."""
    payloads = [_payload(moved, instrument, number) for moved in found]
    halves = [
        leaf_halves(
            subject=f"duties/duty/{moved.row.duty_id}",
            seq=moved.row.seq + 1,
            previous=moved.row.last_leaf,
            verb="recompute",
            person=None,
            post=None,
            authority="clock",
            source=moved.row.state,
            target=moved.row.state,
            payload=payload,
        )
        for moved, payload in zip(found, payloads, strict=True)
    ]
    ids, seqs = [moved.row.duty_id for moved in found], [moved.row.seq for moved in found]
    heads, tails = [head for head, _ in halves], [tail for _, tail in halves]
    return bool(raw(_RECOUNT_SQL, (ids, seqs, [json.dumps(one) for one in payloads], heads, tails))[0][0])


def _payload(moved: MovedLimit, instrument: str, number: int) -> dict[str, object]:
    changes: dict[str, object] = {}
    if moved.due_at is not None:
        changes |= {"current_due_at": instant(moved.due_at), "due_provisional": moved.provisional}
    if moved.step_due_at is not None:
        changes["step_due_at"] = instant(moved.step_due_at)
    return {"instrument": instrument, "set": changes} | ({"calendar": number} if number else {})
