"""What another calendar makes of the open limits: read in columns, so that a province's are counted in a moment.

Instants are whole microseconds since 1970 UTC here, as in `engines/worktime/columns.py`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from congvu.engines.worktime import (
    Calendar,
    DueRule,
    DueSettings,
    OutsideCalendar,
    Pause,
    due,
    due_columns,
    from_micros,
    to_micros,
)
from congvu.kernel.duties.queries.past import pauses_between
from congvu.kernel.duties.queries.standing import raw
from congvu.kernel.duties.rules import OPEN, STEP_RULES
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org

AT_ONCE = 20_000
DAY = 86_400_000_000
VIETNAM = 7 * 3_600_000_000
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class OpenLimit:
    """An open duty and its limits. `due` is empty where it does not move any more (handed in), `step` where it passed.

    `promised`: the last day promised outside; `paused`: whether it ever was.
    """

    duty_id: int
    seq: int
    last_leaf: bytes
    state: str
    rule: str
    start: int
    due: int | None
    provisional: bool
    step: int | None
    paused: bool
    promised: int | None

    @property
    def start_day(self) -> date:
        return date.fromordinal((self.start + VIETNAM) // DAY + EPOCH)


@dataclass(frozen=True, slots=True)
class MovedLimit:
    """What changes of one duty; empty what stays. `promised`: a day promised outside becomes this one."""

    row: OpenLimit
    due_at: datetime | None = None
    provisional: bool = False
    step_due_at: datetime | None = None
    promised: datetime | None = None


_MICROS = "(extract(epoch from {}) * 1000000)::bigint"
_OPEN_SQL = f"""
select d.id, d.seq, d.last_leaf, d.state, d.due_rule::text, {_MICROS.format("coalesce(d.due_start_at, d.issued_at)")},
       case when d.completed_at is null and d.current_due_at > k.ending then {_MICROS.format("d.current_due_at")} end,
       d.due_provisional,
       case when not d.step_lapsed and d.step_due_at > k.ending then {_MICROS.format("d.step_due_at")} end,
       exists (select from entry e where e.room = 'duties' and e.subject = 'duty' and e.subject_id = d.id
               and e.verb = 'pause'),
       (select {_MICROS.format("p.promised_at")} from duty_promise p where p.duty_id = d.id order by p.id desc limit 1)
from duty d, (select %s::timestamptz as ending) k
where d.id > %s::bigint and d.state = any (%s::text[]) and d.due_rule is not null and d.paused_at is null
  and (d.completed_at is null and d.current_due_at > k.ending or not d.step_lapsed and d.step_due_at > k.ending)
  and d.last_at >= %s::timestamptz
order by d.id limit %s::bigint
"""
LONG_AGO = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


def open_limits(
    *, after: int = 0, most: int = AT_ONCE, ending: datetime = LONG_AGO, touched: datetime = LONG_AGO
) -> list[OpenLimit]:
    """Open duties by ascending id with a limit after `ending`, moved since `touched`.

    Paused ones are left out: they are counted when they go on.
    """
    rows = raw(_OPEN_SQL, (ending, after, sorted(OPEN), touched, most))
    return [OpenLimit(*row) for row in rows]


_Found = dict[int, tuple[int | None, bool]]  # by duty: when it is due, and whether that is provisional


def moved_limits(rows: Sequence[OpenLimit], calendar: Calendar, at: datetime) -> Iterator[MovedLimit]:
    """Which of these limits another calendar moves.

    An internal limit may become earlier, but never earlier than the close of the next working day: nobody is late
    overnight by a decree of today. A day that was promised outside never becomes earlier (design.md §5).
    """
    earliest = to_micros(due(calendar, DueRule.within(1, "working_days"), at).at)
    limits, steps = _limits(rows, calendar), _steps(rows, calendar)
    for row in rows:
        new, provisional = limits.get(row.duty_id, (row.due, row.provisional))
        if row.due is not None and new is not None:
            new = max(new, min(row.due, earliest), row.promised or 0)
        step = steps.get(row.duty_id, row.step)
        if row.step is not None and step is not None:
            step = max(step, min(row.step, earliest))
        changed, stepped = (new, provisional) != (row.due, row.provisional), step != row.step
        if not (changed or stepped):
            continue
        later = row.promised is not None and new is not None and new > row.promised
        yield MovedLimit(
            row,
            from_micros(new) if changed and new is not None else None,
            provisional,
            from_micros(step) if stepped and step is not None else None,
            from_micros(new) if later and changed and new is not None else None,
        )


def _limits(rows: Sequence[OpenLimit], calendar: Calendar) -> _Found:
    """Counted anew: in columns by rule, those that were paused one by one. What lies beyond the calendar stays."""
    groups: dict[tuple[str, DueSettings], list[OpenLimit]] = {}
    once_paused: list[OpenLimit] = []
    found: _Found = {}
    for row in rows:
        if row.due is None:
            continue
        if row.paused:
            once_paused.append(row)
        else:
            groups.setdefault((row.rule, org.due_settings(row.start_day)), []).append(row)
    for (rule, settings), members in groups.items():
        found |= _column(calendar, DueRule.from_json(json.loads(rule)), settings, members)
    entries = _entries([row.duty_id for row in once_paused])
    for row in once_paused:
        pauses = pauses_between(entries[row.duty_id], from_micros(row.start))
        found |= _one(calendar, DueRule.from_json(json.loads(row.rule)), org.due_settings(row.start_day), row, pauses)
    return found


def _one(
    calendar: Calendar, rule: DueRule, settings: DueSettings, row: OpenLimit, pauses: Iterable[Pause] = ()
) -> _Found:
    try:
        result = due(calendar, rule, from_micros(row.start), settings, pauses)
    except OutsideCalendar:
        return {}
    return {row.duty_id: (to_micros(result.at), result.provisional)}


def _column(calendar: Calendar, rule: DueRule, settings: DueSettings, members: Sequence[OpenLimit]) -> _Found:
    starts = np.array([row.start for row in members], dtype=np.int64)
    try:
        ends, provisional = due_columns(calendar, rule, starts, settings)
    except OutsideCalendar:  # one of them; the others are counted one by one
        found: _Found = {}
        for row in members:
            found |= _one(calendar, rule, settings, row)
        return found
    pairs = zip(ends.tolist(), provisional.tolist(), strict=True)
    return {row.duty_id: pair for row, pair in zip(members, pairs, strict=True)}


def _entries(ids: Sequence[int]) -> dict[int, list[Entry]]:
    entries: dict[int, list[Entry]] = {duty_id: [] for duty_id in ids}
    if ids:
        rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=ids)
        for row in rows.order_by("subject_id", "seq"):
            entries[row.subject_id].append(row)
    return entries


_STEP_STARTS = f"""
select distinct on (subject_id) subject_id, {_MICROS.format("effective_at")} from entry
where room = 'duties' and subject = 'duty' and subject_id = any (%s) and payload -> 'set' ? 'step_due_at'
  and verb <> 'recompute'
order by subject_id, seq desc
"""


def _steps(rows: Sequence[OpenLimit], calendar: Calendar) -> dict[int, int]:
    """The limits of present steps, counted anew from when each step began."""
    waiting = {row.duty_id: row.state for row in rows if row.step is not None and row.state in STEP_RULES}
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for duty_id, start in raw(_STEP_STARTS, (list(waiting),)) if waiting else ():
        day = date.fromordinal((start + VIETNAM) // DAY + EPOCH)
        rule = org.rule(STEP_RULES[waiting[duty_id]][1], day)
        groups.setdefault((rule.amount, rule.unit), []).append((duty_id, start))
    found: dict[int, int] = {}
    for (amount, unit), members in groups.items():
        starts = np.array([start for _, start in members], dtype=np.int64)
        ends, _ = due_columns(calendar, DueRule.within(amount, unit), starts)
        found |= {duty_id: end for (duty_id, _), end in zip(members, ends.tolist(), strict=True)}
    return found
