"""Before a calendar is published: how many open limits it would move, by how much, and which."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from congvu.engines.worktime import due_day, from_micros, midnight
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.recount import AT_ONCE, MovedLimit, moved_limits, open_limits
from congvu.kernel.duties.queries.sight import visible_to
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import CalendarVersion, Person


@dataclass
class Effect:
    """`days`: those that differ; `looked`: open limits that reach them; `moved`: limits of duties by ascending id.

    `shifts`: by how many days of the wall a limit moves (earlier is negative; 0: only whether it is provisional), how
    many. `steps`: limits of present steps that move. `promised`: days promised outside that become later.
    """

    days: list[date] = field(default_factory=list)
    looked: int = 0
    moved: list[MovedLimit] = field(default_factory=list)
    shifts: Counter[int] = field(default_factory=Counter)
    steps: int = 0
    promised: int = 0


def calendar_effect(draft: CalendarVersion, at: datetime) -> Effect:
    """What publishing this draft now would do. Nothing is written."""
    before, after = org.calendar(), org.calendar_with(draft)
    effect = Effect(org.differing_days(before, after))
    last = 0
    while effect.days and (rows := open_limits(after=last, most=AT_ONCE, ending=midnight(effect.days[0]))):
        last = rows[-1].duty_id
        effect.looked += sum(row.due is not None for row in rows)
        for moved in moved_limits(rows, after, at):
            effect.moved.append(moved)
            effect.steps += moved.step_due_at is not None
            effect.promised += moved.promised is not None
            if moved.due_at is not None:
                effect.shifts[shift_of(moved)] += 1
    return effect


def shift_of(moved: MovedLimit) -> int:
    """By how many days of the wall the limit moves."""
    assert moved.due_at is not None and moved.row.due is not None
    return (due_day(moved.due_at) - due_day(from_micros(moved.row.due))).days


@dataclass(frozen=True)
class MovedRow:
    """A line of the preview. Who may not see the duty sees its number and its body, no words of it."""

    duty: Duty
    moved: MovedLimit
    seen: bool


def moved_rows(moved: Sequence[MovedLimit], person: Person) -> list[MovedRow]:
    """The duties of these lines, in their order."""
    ids = [limit.row.duty_id for limit in moved]
    duties = Duty.objects.select_related("body").in_bulk(ids)
    seen = set(visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))
    return [MovedRow(duties[limit.row.duty_id], limit, limit.row.duty_id in seen) for limit in moved]
