"""The working clock: durations and deadlines as differences of two readings, for one instant or whole columns."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from congvu.engines.worktime.calendar import (
    DAY_SECONDS,
    MICROS,
    MICROSECOND,
    OFFSET_SECONDS,
    Array,
    Calendar,
    OutsideCalendar,
    local_day,
    midnight,
)

Micros = npt.NDArray[np.int64]
_BLOCK = 16_384  # rows that stay in the processor's cache: 17 instead of 24 ns a span


def worked(hours: Iterable[tuple[int, int]], second: int) -> int:
    """Seconds worked by this second of a working day."""
    return sum(min(max(second - start, 0), end - start) for start, end in hours)


def clock(calendar: Calendar, at: datetime) -> int:
    """The reading of the working clock: working seconds since the calendar's first day."""
    day, second = divmod(calendar.seconds_from_first(at), DAY_SECONDS)
    done = worked(calendar.hours, second) if calendar.works[day] else 0
    return int(calendar.before[day]) + done


def working_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Whole working seconds from `start` to `end` (end not included); negative when `end` lies before `start`.

    Parts add up: a span cut anywhere gives the same sum. A second that has only begun does not count.
    """
    return clock(calendar, end) - clock(calendar, start)


def working_seconds_outside(
    calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]]
) -> int:
    """Working seconds of a span without those spent paused; pauses may overlap and lie in any order."""
    total, reached = working_seconds(calendar, start, end), start
    for begin, until in sorted(pauses):
        begin, until = max(begin, reached), min(until, end)
        if begin < until:
            total -= working_seconds(calendar, begin, until)
            reached = until
    return total


def after_working_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """The first instant by which `seconds` working seconds have passed since `start`.

    Whole days end when the office closes, not when it opens again.

    `start` itself for 0; raises ValueError below 0 and OutsideCalendar beyond the last day.
    """
    if seconds < 0:
        raise ValueError("working time runs forward")
    if seconds == 0:
        return start
    days, rest = divmod(clock(calendar, start) + seconds - 1, calendar.day_seconds)
    return midnight(calendar.working_day(days), _second_of(calendar.hours, rest + 1))


def _second_of(hours: tuple[tuple[int, int], ...], seconds: int) -> int:
    """The second of the day by which `seconds` (at least 1) have been worked."""
    for start, end in hours:
        if seconds <= end - start:
            return start + seconds
        seconds -= end - start
    raise AssertionError("more seconds than a day has")


def due_day(at: datetime) -> date:
    """The day a limit belongs to: 24:00 of Thursday is Thursday."""
    return local_day(at - MICROSECOND)


def working_days_between(calendar: Calendar, after: date, until: date) -> int:
    """Working days after one day, up to and including another; 0 when there are none."""
    if until <= after:
        return 0
    return int(calendar.rank[calendar.index(until) + 1] - calendar.rank[calendar.index(after) + 1])


def whole_days_late(calendar: Calendar, due_at: datetime, at: datetime) -> int:
    """Working days begun after the due day, today included: what "Trễ N ngày làm việc" says."""
    return working_days_between(calendar, due_day(due_at), local_day(at)) if at > due_at else 0


def working_days_left(calendar: Calendar, now: datetime, due_at: datetime) -> int:
    """Working days after today up to the due day: what "Còn N ngày làm việc" says; 0 is "hết hôm nay"."""
    return working_days_between(calendar, local_day(now), due_day(due_at))


# --- whole columns -------------------------------------------------------------------------------------------------


def clock_array(calendar: Calendar, at_us: Array) -> Micros:
    """`clock` for (n,) int64 microseconds since 1970 UTC; (n,) int64 seconds. Raises OutsideCalendar."""
    at = _column(at_us)
    return _by_blocks(lambda rows: _readings(calendar, at[rows]), len(at))


def working_seconds_array(calendar: Calendar, start_us: Array, end_us: Array) -> Micros:
    """`working_seconds` for (n,) int64 microseconds since 1970 UTC; (n,) int64 seconds."""
    starts, ends = _column(start_us), _column(end_us)
    if starts.shape != ends.shape:
        raise ValueError("two columns of one length")
    return _by_blocks(lambda rows: _readings(calendar, ends[rows]) - _readings(calendar, starts[rows]), len(starts))


def after_working_seconds_array(calendar: Calendar, start_us: Array, seconds: Array | int) -> Micros:
    """`after_working_seconds` for (n,) int64 microseconds and one or (n,) int64 seconds; (n,) int64 microseconds."""
    starts = _column(start_us)
    amounts = np.broadcast_to(np.asarray(seconds, dtype=np.int64), starts.shape)
    if len(amounts) and amounts.min() < 0:
        raise ValueError("working time runs forward")

    def block(rows: slice) -> Micros:
        start, amount = starts[rows], amounts[rows]
        reading = _readings(calendar, start) + amount
        days, rest = np.divmod(np.maximum(reading - 1, 0), calendar.day_seconds)
        second = _second_of_column(calendar.hours, rest + 1)
        result = day_micros(calendar, working_days_column(calendar, days)) + second * MICROS
        return np.where(amount == 0, start, result)

    return _by_blocks(block, len(starts))


def _by_blocks(work: Callable[[slice], Micros], size: int) -> Micros:
    out = np.empty(size, dtype=np.int64)
    for begin in range(0, size, _BLOCK):
        rows = slice(begin, begin + _BLOCK)
        out[rows] = work(rows)
    return out


def _column(values: Array) -> Micros:
    column = np.asarray(values)
    if column.ndim != 1 or not np.issubdtype(column.dtype, np.integer):
        raise ValueError("a column of whole microseconds is needed")
    return column.astype(np.int64, copy=False)


def local_seconds(calendar: Calendar, micros: Micros) -> Micros:
    """Whole seconds from 00:00 of the calendar's first day; raises OutsideCalendar."""
    seconds: Micros = micros // MICROS + (OFFSET_SECONDS - calendar.first_day_of_epoch * DAY_SECONDS)
    if len(seconds) and (seconds.min() < 0 or seconds.max() > calendar.size * DAY_SECONDS):
        raise OutsideCalendar(f"ngoài lịch {calendar.code} ({calendar.first}–{calendar.last})")
    return seconds


def _readings(calendar: Calendar, micros: Micros) -> Micros:
    seconds = local_seconds(calendar, micros)
    days = seconds // DAY_SECONDS
    within = seconds - days * DAY_SECONDS
    done = np.zeros_like(within)
    for start, end in calendar.hours:
        done += np.clip(within - start, 0, end - start)
    done *= calendar.works.take(days)
    done += calendar.before.take(days)
    return done


def _second_of_column(hours: tuple[tuple[int, int], ...], seconds: Micros) -> Micros:
    result, passed = np.zeros_like(seconds), 0
    for start, end in hours:
        result = np.where(seconds > passed, start + seconds - passed, result)
        passed += end - start
    return result


def working_days_column(calendar: Calendar, numbers: Micros) -> Micros:
    """Rows of the `numbers`-th working days."""
    if len(numbers) and (numbers.min() < 0 or numbers.max() >= len(calendar.working)):
        raise OutsideCalendar(f"ngoài lịch {calendar.code}, hết ngày {calendar.last:%d/%m/%Y}")
    rows: Micros = calendar.working.take(numbers)
    return rows


def day_micros(calendar: Calendar, rows: Micros) -> Micros:
    """00:00 in Vietnam of these days, in microseconds UTC."""
    result: Micros = ((rows + calendar.first_day_of_epoch) * DAY_SECONDS - OFFSET_SECONDS) * MICROS
    return result
