"""Named stretches of time: calendar periods, reporting periods (NĐ 09/2019/NĐ-CP), vague days (BLDS 2015 art. 146)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["month", "quarter", "half_year", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
REPORT_CLOSES = 14  # NĐ 09/2019 art. 12: figures from the 15th of the month before to the 14th of the last month
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    kind: str
    first: date
    last: date
    name: str


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The day of the same number `months` later, else the last of that month (BLDS 2015 art. 148(3))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{months} months from {day}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def calendar_period(kind: Kind, day: date) -> Period:
    """The calendar month, quarter, half-year or year that holds `day`."""
    months = MONTHS[kind]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, start, add_months(start, months) - timedelta(days=1), _name(kind, start))


def report_period(kind: Kind, day: date) -> Period:
    """The period of NĐ 09/2019 art. 12 whose figures include `day`: quarter IV/2026 is 15/9/2026–14/12/2026.

    Law: reports/nd-09-2019
    """
    shifted = day if day.day <= REPORT_CLOSES else add_months(day.replace(day=1), 1)
    named = calendar_period(kind, shifted)
    before = named.first - timedelta(days=1)
    return Period(kind, before.replace(day=REPORT_CLOSES + 1), named.last.replace(day=REPORT_CLOSES), named.name)


def named_day(word: str, year: int, month: int | None = None) -> date:
    """ "đầu", "giữa" or "cuối" of a month or, without `month`, of a year (BLDS 2015 art. 146(2), (3))."""
    if month is None:
        return {"đầu": date(year, 1, 1), "giữa": date(year, 6, 30), "cuối": date(year, 12, 31)}[word]
    return {"đầu": date(year, month, 1), "giữa": date(year, month, 15), "cuối": last_of_month(year, month)}[word]


def _name(kind: str, start: date) -> str:
    if kind == "month":
        return f"tháng {start.month}/{start.year}"
    if kind == "quarter":
        return f"quý {_ROMAN[start.month // 3]}/{start.year}"
    if kind == "half_year":
        return f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}"
    return f"năm {start.year}"
