"""Due times for a whole column of starts under one rule, equal to `due` without pauses row by row."""

from datetime import timedelta

import numpy as np

from congvu.engines.worktime.calendar import DAY_SECONDS, MICROS, Array, Calendar
from congvu.engines.worktime.clock import (
    Micros,
    after_working_seconds_array,
    day_micros,
    local_seconds,
    working_days_column,
)
from congvu.engines.worktime.rules import DueRule, DueSettings


def due_array(
    calendar: Calendar,
    rule: DueRule,
    start_us: Array,
    settings: DueSettings = DueSettings(),  # noqa: B008 (frozen)
) -> Micros:
    """`due(...).at` for (n,) int64 microseconds since 1970 UTC, without pauses; (n,) int64 microseconds.

    Law: blds-2015/144-148
    """
    starts = np.asarray(start_us, dtype=np.int64)
    if rule.kind == "hours":
        ends = starts + rule.amount * 3600 * MICROS
        local_seconds(calendar, ends)  # refuses what lies beyond the calendar, as `due` does
        return ends
    if rule.kind == "working_hours":
        return after_working_seconds_array(calendar, starts, rule.amount * 3600)
    if rule.day is not None:
        return np.full(starts.shape, _named(calendar, rule, settings), dtype=np.int64)
    first = local_seconds(calendar, starts) // DAY_SECONDS
    if rule.kind == "working_days":
        # rank[d + 1] working days lie up to and including the first day; the next one is number 1
        days = working_days_column(calendar, calendar.rank.take(first + 1) + rule.amount - 1)
        return day_micros(calendar, days) + calendar.closes * MICROS
    if rule.kind == "months":
        last = _plus_months(calendar, first, rule.amount)
    else:
        last = first + rule.amount * (7 if rule.kind == "weeks" else 1)
    return day_micros(calendar, _worked_from(calendar, last) + 1)


def due_columns(
    calendar: Calendar,
    rule: DueRule,
    start_us: Array,
    settings: DueSettings = DueSettings(),  # noqa: B008 (frozen)
) -> tuple[Micros, Array]:
    """`due_array`, and for each row whether it is provisional: (n,) int64 microseconds, (n,) bool."""
    starts = np.asarray(start_us, dtype=np.int64)
    ends = due_array(calendar, rule, starts, settings)
    if rule.kind == "hours":
        return ends, np.zeros(starts.shape, dtype=bool)
    # the days that decide, both included: the due day is the one before the instant ends
    last = local_seconds(calendar, ends - 1) // DAY_SECONDS
    if rule.day is not None:
        strict = rule.kind == "date" and rule.boundary == "before" and not settings.before_includes_day
        first = np.full(starts.shape, calendar.index(rule.day - timedelta(days=strict)), dtype=np.int64)
    else:
        first = _first_deciding(calendar, rule, local_seconds(calendar, starts) // DAY_SECONDS)
    passed = np.concatenate([[0], np.cumsum(calendar.unannounced)])
    return ends, passed.take(last + 1) > passed.take(first)


def _first_deciding(calendar: Calendar, rule: DueRule, rows: Micros) -> Micros:
    """Of working days each from the second on, of working hours each, of calendar days the last alone."""
    if rule.kind == "working_hours":
        return rows
    if rule.kind == "working_days":
        return rows + 1
    if rule.kind == "months":
        return _plus_months(calendar, rows, rule.amount)
    last: Micros = rows + rule.amount * (7 if rule.kind == "weeks" else 1)
    return last


def _named(calendar: Calendar, rule: DueRule, settings: DueSettings) -> int:
    assert rule.day is not None
    strict = rule.kind == "date" and rule.boundary == "before" and not settings.before_includes_day
    row = calendar.index(rule.day - timedelta(days=strict))
    day = _worked_from(calendar, np.array([row], dtype=np.int64))
    in_office = rule.kind == "date" and rule.boundary == "in"
    return int(day_micros(calendar, day)[0]) + (calendar.closes if in_office else DAY_SECONDS) * MICROS


def _worked_from(calendar: Calendar, rows: Micros) -> Micros:
    """Each day itself when it is worked, else the next that is (BLDS 2015 art. 148(5))."""
    return working_days_column(calendar, calendar.rank.take(np.minimum(rows, calendar.size)))


def _plus_months(calendar: Calendar, rows: Micros, months: int) -> Micros:
    days = (rows + calendar.first_day_of_epoch).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    number = (days - month).astype(np.int64)
    target = month + months
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    last = target.astype("datetime64[D]").astype(np.int64) + np.minimum(number, length - 1)
    result: Micros = last - calendar.first_day_of_epoch
    return result
