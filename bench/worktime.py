"""Working time against numpy's business days and pandas' business hours, over the national calendar 2020–2026.

Both peers are told of worked Saturdays as a six-day week in which every other Saturday is a holiday. Equal results are
asserted before anything is timed.
"""

from datetime import date, timedelta
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from bench.row import Row, best_of
from congvu.engines.worktime import after_working_seconds_array, working_seconds_array
from congvu.kit.calendars import national

SPANS, DEADLINES, PANDAS_DEADLINES = 2_000_000, 500_000, 1_500
TEN_DAYS_HOURS = 75
MICROS = 1_000_000
VIETNAM = 7 * 3600
CALENDAR = national()


def run() -> list[Row]:
    """Two rows: durations and deadlines."""
    return [durations(), deadlines()]


def durations() -> Row:
    """Working seconds of spans, against numpy counting whole business days with holidays."""
    random = np.random.default_rng(2026)
    first = np.datetime64("2020-01-01") + random.integers(0, 2400, SPANS)
    last = first + random.integers(0, 25, SPANS)
    peer = np.busdaycalendar(weekmask="1111110", holidays=days_off())
    starts, ends = micros(first), micros(last)
    assert (
        working_seconds_array(CALENDAR, starts, ends) == np.busday_count(first, last, busdaycal=peer) * 28_800
    ).all()
    starts = starts + random.integers(0, 86_400, SPANS) * MICROS
    ends = ends + random.integers(0, 86_400, SPANS) * MICROS
    ours = SPANS / best_of(5, lambda: working_seconds_array(CALENDAR, starts, ends))
    theirs = SPANS / best_of(5, lambda: np.busday_count(first, last, busdaycal=peer))
    return Row(
        "working time between two instants, whole columns", ours, theirs, ours / theirs, 1.5,
        "spans/s", "numpy.busday_count",
    )  # fmt: skip


def deadlines() -> Row:
    """Start plus 75 working hours, against pandas' CustomBusinessHour."""
    random = np.random.default_rng(2027)
    days = np.datetime64("2020-01-01") + random.integers(0, 2400, DEADLINES)
    starts = micros(days) + random.integers(0, 86_400, DEADLINES) * MICROS
    offset = pd.offsets.CustomBusinessHour(
        n=TEN_DAYS_HOURS, start=["07:00", "13:30"], end=["11:30", "17:00"], weekmask="Mon Tue Wed Thu Fri Sat",
        holidays=days_off(),
    )  # fmt: skip
    stamps = [pd.Timestamp(at + VIETNAM * MICROS, unit="us") for at in starts[:PANDAS_DEADLINES].tolist()]
    begun = perf_counter()
    theirs = [stamp + offset for stamp in stamps]
    their_pace = PANDAS_DEADLINES / (perf_counter() - begun)
    ours = after_working_seconds_array(CALENDAR, starts, TEN_DAYS_HOURS * 3600)
    expected = [stamp.value // 1000 - VIETNAM * MICROS for stamp in theirs]
    assert ours[:PANDAS_DEADLINES].tolist() == expected
    pace = DEADLINES / best_of(5, lambda: after_working_seconds_array(CALENDAR, starts, TEN_DAYS_HOURS * 3600))
    return Row(
        "deadline from start, 75 working hours", pace, their_pace, pace / their_pace, 500,
        "deadlines/s", "pandas CustomBusinessHour",
    )  # fmt: skip


def micros(days: Any) -> Any:
    """00:00 in Vietnam of these days, in microseconds UTC."""
    return days.astype("datetime64[us]").astype(np.int64) - VIETNAM * MICROS


def days_off() -> list[Any]:
    """Every Monday to Saturday that is not worked."""
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(8 * 365))
    return [np.datetime64(day) for day in days if day.weekday() < 6 and not CALENDAR.is_working(day)]
