"""The working calendar of a year as a drawing: twelve months, each day by its kind (templates/duties/calendar.html)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.engines.worktime import Calendar

CELL, TOP = 24, 30
# kind: mark in the cell, word
KINDS = {
    "holiday": ("L", gettext_noop("Nghỉ lễ")),
    "substitute": ("B", gettext_noop("Nghỉ bù")),
    "swapped_off": ("H", gettext_noop("Nghỉ hoán đổi")),
    "swapped_work": ("+", gettext_noop("Làm bù")),
    "open": ("?", gettext_noop("Chưa công bố")),
    "plain": ("", gettext_noop("Theo tuần thường")),
}


@dataclass(frozen=True)
class Day:
    """A cell: where it stands, its kind, and its mark beside the number."""

    day: date
    kind: str
    x: int
    y: int

    @property
    def mark(self) -> str:
        return KINDS[self.kind][0] if self.kind in KINDS else ""


@dataclass(frozen=True)
class Month:
    """A month to draw; `told` says the same in words, `worked` how many days are worked."""

    first: date
    days: tuple[Day, ...]
    worked: int
    height: int
    today: date

    @property
    def told(self) -> str:
        special = [f"{day.day.day} {_(KINDS[day.kind][1])}" for day in self.days if day.kind in KINDS]
        words = _("Tháng %(month)d: %(n)d ngày làm việc") % {"month": self.first.month, "n": self.worked}
        return f"{words}; {', '.join(special)}" if special else words


def months(calendar: Calendar, year: int, today: date) -> list[Month]:
    """The twelve months of a year that the calendar knows."""
    return [_month(calendar, date(year, month, 1), today) for month in range(1, 13)]


def _month(calendar: Calendar, first: date, today: date) -> Month:
    start, size = monthrange(first.year, first.month)
    days = []
    for number in range(size):
        day, place = first.replace(day=number + 1), start + number
        days.append(Day(day, kind_of(calendar, day), place % 7 * CELL, place // 7 * CELL + TOP))
    worked = sum(calendar.is_working(day.day) for day in days)
    return Month(first, tuple(days), worked, days[-1].y + CELL + 2, today)


def kind_of(calendar: Calendar, day: date) -> str:
    """The kind of a special day, "open" where nothing is announced, else "off" or "work"."""
    row = calendar.special.get(day)
    if not calendar.is_announced(day) and (row is not None or day.weekday() < 5):
        return "open"
    if row is not None:
        return row.kind
    return "work" if calendar.is_working(day) else "off"
