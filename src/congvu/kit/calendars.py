"""The national calendar as the engine's value. Needs no Django, so that the command line starts at once."""

from functools import lru_cache

from congvu.engines.worktime import Calendar, DueSettings
from congvu.engines.worktime.calendar import OFFICE_HOURS
from congvu.reference import calendar as reference
from congvu.reference.work_rules import WorkRule


@lru_cache(maxsize=8)
def national(hours: tuple[tuple[int, int], ...] = OFFICE_HOURS) -> Calendar:
    """Announced days off and swaps of state offices, 2015–2036; what is not announced is marked in it."""
    days = reference.special_days()
    stretches = [(first, last) for first, last, _ in reference.open_stretches()]
    version = f"{len(days)}-{days[-1].day}"
    return Calendar.build("vn", version, reference.FIRST, reference.LAST, hours, days, stretches)


def due_settings(before_includes_day: WorkRule) -> DueSettings:
    """The engine's settings by the rule in force on a day (`work_rules.rule("before_includes_day", day)`)."""
    return DueSettings(bool(before_includes_day.amount), before_includes_day.citation)
