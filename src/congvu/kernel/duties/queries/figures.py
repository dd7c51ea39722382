"""Figures of all bodies at one hour: counted by a job (moves/figures.py), shown with that hour.

A page of the leader costs the same with ten thousand duties and with a million: it reads these rows and short lists.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from congvu.engines.worktime import DueRule, due, due_day, midnight
from congvu.kernel.duties.models import WorkFigure
from congvu.kernel.org import queries as org
from congvu.kit.clock import local_day

WEEKS = 8
BOUNCES = 2  # passed without a product so often: it goes round
MOST_BOUNCED = 500
NOW = "units"  # the name of the newest figures; a past day has "units/2026-11-25"


@dataclass(slots=True)
class Figures:
    """Open duties of a body at one hour. `waiting`: put to somebody to decide, verify, place or settle."""

    open: int = 0
    late: int = 0
    soon: int = 0
    new: int = 0
    paused: int = 0
    waiting: int = 0

    def add(self, other: "Figures") -> None:
        """Take in the figures of another body."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


COLUMNS = tuple(one.name for one in fields(Figures))

UNITS_SQL = """
select coalesce(jsonb_object_agg(body_id, counts), '{}'::jsonb) from (
    select body_id, jsonb_build_array(
        count(*),
        count(*) filter (where paused_at is null and completed_at is null and current_due_at <= %(at)s),
        count(*) filter (where paused_at is null and completed_at is null
                         and current_due_at > %(at)s and current_due_at <= %(soon)s),
        count(*) filter (where state = 'assigned'),
        count(*) filter (where paused_at is not null),
        count(*) filter (where state in ('submitted', 'handed_in', 'unplaced', 'disputed'))) as counts
    from duty
    where state not in ('draft', 'closed', 'cancelled') and consulted_by_id is null
    group by body_id) bodies
"""

# The end of a past day, by the body that has or had a duty last. Limits that were moved later count as they are now.
PAST_SQL = """
select day, coalesce(jsonb_object_agg(body_id, counts), '{}'::jsonb) from (
    select day, body_id, jsonb_build_array(
        count(*),
        count(*) filter (where current_due_at <= ends and coalesce(completed_at, 'infinity') > ends),
        0, 0, 0, 0) as counts
    from duty join unnest(%(days)s::date[], %(ends)s::timestamptz[]) as t(day, ends)
      on issued_at <= ends and coalesce(closed_at, 'infinity') > ends
    where state <> 'draft' and consulted_by_id is null
    group by day, body_id) bodies
group by day
"""

# Open duties that at least BOUNCES persons passed on without a product; a move taken back is none.
BOUNCED_SQL = """
select coalesce(jsonb_agg(jsonb_build_array(duty_id, times, body_id) order by times desc, duty_id), '[]'::jsonb)
from (
    select d.id as duty_id, d.body_id, e.times
    from duty d
         join (select duty_id from holding group by duty_id having count(*) > %(bounces)s) h on h.duty_id = d.id
         join lateral (
            select count(*) filter (where e.verb <> 'withdraw') - count(*) filter (where e.verb = 'withdraw') as times
            from entry e
            where e.room = 'duties' and e.subject = 'duty' and e.subject_id = d.id
              and (e.verb in ('return', 'forward', 'take_over')
                   or e.verb = 'withdraw' and exists (
                        select from entry w where w.room = 'duties' and w.subject = 'duty' and w.subject_id = d.id
                          and w.seq = (e.payload ->> 'withdrawn')::int and w.verb in ('return', 'forward')))) e on true
    where d.state not in ('draft', 'closed', 'cancelled') and d.consulted_by_id is null and e.times >= %(bounces)s
    order by e.times desc, d.id limit %(most)s) found
"""


@dataclass(frozen=True)
class Kept:
    """What the last runs of the job left: by day and body, and the duties that go round (duty, times, body)."""

    at: datetime
    days: dict[date, dict[int, Figures]] = field(default_factory=dict)
    bounced: tuple[tuple[int, int, int], ...] = ()


def days_of(day: date) -> list[date]:
    """The days whose figures make the line of the past weeks, the oldest first: this weekday of each."""
    return [day - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]


def kept(now: datetime) -> Kept:
    """The figures of this hour and of the past weeks; counted on the spot where no job has run yet."""
    today = local_day(now)
    past = {f"units/{day}": day for day in days_of(today)[:-1]}
    rows = {row.name: row for row in WorkFigure.objects.filter(name__in=[*past, NOW, "bounced"])}
    days = {day: figures(rows[name].value) for name, day in past.items() if name in rows}
    days[today] = figures(rows[NOW].value if NOW in rows else units(now))
    bounced = rows["bounced"].value if "bounced" in rows else going_round()
    at = rows[NOW].at if NOW in rows else now
    return Kept(at, days, tuple((one[0], one[1], one[2]) for one in bounced))


def figures(value: dict[str, list[int]]) -> dict[int, Figures]:
    """By body, from what is stored."""
    return {int(body): Figures(*counts) for body, counts in value.items() if body.isdecimal()}


def soon_ends(now: datetime) -> datetime:
    """24:00 of the next working day: until then a duty is about to break."""
    day = due_day(due(org.calendar(), DueRule.within(1, "working_days"), now).at)
    return midnight(day + timedelta(days=1))


def units(now: datetime) -> dict[str, list[int]]:
    """The figures of all bodies now, as they are stored."""
    found: dict[str, list[int]] = _one(UNITS_SQL, at=now, soon=soon_ends(now))
    return found


def going_round() -> list[list[int]]:
    """The open duties that were passed on twice or more without a product, the most often first."""
    found: list[list[int]] = _one(BOUNCED_SQL, bounces=BOUNCES, most=MOST_BOUNCED)
    return found


def past_units(days: Sequence[date]) -> dict[date, dict[str, list[int]]]:
    """The figures of past days, at their end; by the limits as they are now."""
    ends = [midnight(day + timedelta(days=1)) for day in days]
    with connection.cursor() as cursor:
        cursor.execute(PAST_SQL, {"days": list(days), "ends": ends})
        found = {day: _json(value) for day, value in cursor.fetchall()}
    return {day: found.get(day, {}) for day in days}


def _one(sql: str, **values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (value,) = cursor.fetchone()
    return _json(value)


def _json(value: Any) -> Any:
    """Django hands jsonb of a bare statement over as text."""
    return json.loads(value) if isinstance(value, str) else value
