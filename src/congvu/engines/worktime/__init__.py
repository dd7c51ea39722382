"""The working calendar: exact to the second, for one case or for whole columns, and able to explain itself.

Values in, values out: the calendar's days come from `congvu.reference` or an installation's own rows; every instant
is an argument. Instants are timezone-aware `datetime` (any zone in, UTC out) or, in columns, int64 microseconds since
1970-01-01 UTC; days are civil days of Asia/Ho_Chi_Minh; durations are whole working seconds.
"""

from congvu.engines.worktime.calendar import (
    Calendar,
    OutsideCalendar,
    SpecialDay,
    from_micros,
    local_day,
    midnight,
    to_micros,
)
from congvu.engines.worktime.clock import (
    after_working_seconds,
    after_working_seconds_array,
    clock_array,
    due_day,
    whole_days_late,
    working_days_left,
    working_seconds,
    working_seconds_array,
    working_seconds_outside,
)
from congvu.engines.worktime.columns import due_array, due_columns
from congvu.engines.worktime.due import DayMark, Due, Pause, Step, due
from congvu.engines.worktime.explain import Cell, Explanation, Sentence, explain
from congvu.engines.worktime.periods import Period, calendar_period, named_day, report_period
from congvu.engines.worktime.rules import BOUNDARIES, UNITS, DueRule, DueSettings
from congvu.engines.worktime.words import format_working

__all__ = [
    "BOUNDARIES",
    "UNITS",
    "Calendar",
    "Cell",
    "DayMark",
    "Due",
    "DueRule",
    "DueSettings",
    "Explanation",
    "OutsideCalendar",
    "Pause",
    "Period",
    "Sentence",
    "SpecialDay",
    "Step",
    "after_working_seconds",
    "after_working_seconds_array",
    "calendar_period",
    "clock_array",
    "due",
    "due_array",
    "due_columns",
    "due_day",
    "explain",
    "format_working",
    "from_micros",
    "local_day",
    "midnight",
    "named_day",
    "report_period",
    "to_micros",
    "whole_days_late",
    "working_days_left",
    "working_seconds",
    "working_seconds_array",
    "working_seconds_outside",
]
