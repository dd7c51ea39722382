"""Years, quarters, months and weeks of a programme: their names, what lies in them, until when one registers."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from congvu.engines.worktime import calendar_period

HORIZONS = ("year", "quarter", "month", "week")
HORIZON_LABELS = {"year": "Năm", "quarter": "Quý", "month": "Tháng", "week": "Tuần"}
_KEY = re.compile(r"(\d{4})(?:-(?:Q([1-4])|M(0[1-9]|1[0-2])|W(0[1-9]|[1-4]\d|5[0-3])))?")
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True)
class Span:
    """A year, quarter, month or ISO week, both days included. Keys: 2026, 2026-Q4, 2026-M11, 2026-W48."""

    key: str
    horizon: str
    first: date
    last: date
    name: str

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def span(key: str) -> Span:
    """The span of a key; raises ValueError in Vietnamese."""
    found = _KEY.fullmatch(key)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise ValueError("Kỳ viết như 2026, 2026-Q4, 2026-M11 hoặc 2026-W48.")
    year, quarter, month, week = int(found[1]), found[2], found[3], found[4]
    if week:
        try:
            return _week(date.fromisocalendar(year, int(week), 1))
        except ValueError:
            raise ValueError(f"Năm {year} không có tuần {int(week)}.") from None
    if quarter:
        return span_of("quarter", date(year, int(quarter) * 3, 1))
    return span_of("month" if month else "year", date(year, int(month or 1), 1))


def span_of(horizon: str, day: date) -> Span:
    """The span of that length in which a day lies."""
    if horizon == "week":
        return _week(day - timedelta(days=day.weekday()))
    if horizon not in HORIZONS:
        raise ValueError(horizon)
    period = calendar_period(horizon, day)  # type: ignore[arg-type]
    part = {"year": "", "quarter": f"-Q{(day.month + 2) // 3}", "month": f"-M{day.month:02}"}[horizon]
    return Span(f"{day.year}{part}", horizon, period.first, period.last, period.name)


def _week(monday: date) -> Span:
    year, number, _ = monday.isocalendar()
    sunday = monday + timedelta(days=6)
    name = f"tuần {number} ({monday:%d/%m}–{sunday:%d/%m/%Y})"
    return Span(f"{year}-W{number:02}", "week", monday, sunday, name)


def before(one: Span) -> Span:
    """The span of the same length that ends the day before."""
    return span_of(one.horizon, one.first - timedelta(days=1))


def after(one: Span) -> Span:
    """The span of the same length that begins the day after."""
    return span_of(one.horizon, one.last + timedelta(days=1))


def above(one: Span) -> Span | None:
    """The longer span it rolls up into; a week belongs to the month of its Thursday, as in ISO 8601 to its year."""
    if one.horizon == "week":
        return span_of("month", one.first + timedelta(days=3))
    place = HORIZONS.index(one.horizon)
    return span_of(HORIZONS[place - 1], one.first) if place else None


def parts(one: Span) -> tuple[Span, ...]:
    """The shorter spans it is made of: quarters of a year, months of a quarter, weeks that touch a month."""
    place = HORIZONS.index(one.horizon)
    if place + 1 == len(HORIZONS):
        return ()
    found, day = [], one.first
    while day <= one.last:
        part = span_of(HORIZONS[place + 1], day)
        found.append(part)
        day = part.last + timedelta(days=1)
    return tuple(found)


def closes(one: Span, *, months_before: int, day: int, days_before: int) -> date:
    """The last day on which an item of the span is registered as planned; later it is an addition, with its reason."""
    if days_before:
        return one.first - timedelta(days=days_before)
    months = one.first.year * 12 + one.first.month - 1 - months_before
    return date(months // 12, months % 12 + 1, day)


def usual_day(one: Span, due_day: int) -> date:
    """The day offered as limit: `due_day` of the last month of the span, or its last working weekday."""
    if one.horizon == "week" or not due_day:
        return one.first + timedelta(days=4) if one.horizon == "week" else one.last
    return one.last.replace(day=min(due_day, one.last.day))
