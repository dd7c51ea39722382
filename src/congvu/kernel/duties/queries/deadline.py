"""Why the limit of a duty is the day it is: the same rule, start, pauses and settings that set it, told in words."""

from collections.abc import Iterable
from datetime import datetime

from congvu.engines.worktime import DueRule, Explanation, OutsideCalendar, explain
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.journal import EntryRow
from congvu.kernel.duties.queries.timeline import pauses_of
from congvu.kernel.org import queries as org
from congvu.kernel.org.queries import due_settings
from congvu.kit.clock import local_day


def explanation(duty: Duty, entries: Iterable[EntryRow], now: datetime) -> Explanation | None:
    """The present limit day by day, with the law of each step.

    A pause that still lasts is left out, as it is from the stored limit: it counts when the work goes on.
    """
    start = duty.due_start_at or duty.issued_at
    if not duty.due_rule or start is None:
        return None
    pauses = [pause for pause in pauses_of(entries) if pause[1] > start]
    try:
        rule, settings = DueRule.from_json(duty.due_rule), due_settings(local_day(start))
        return explain(
            org.calendar(), rule, start, settings, pauses, today=local_day(now), event="giao", basis=duty.basis
        )
    except (OutsideCalendar, ValueError):
        return None
