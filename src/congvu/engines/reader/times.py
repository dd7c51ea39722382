"""Days, ranges and bounds as they are written, and a deadline as a value."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from congvu.engines.reader.clean import pattern

Value = dict[str, str | int]

DAY = r"(?P<d>\d{1,2})(?:\s?[/.]\s?|-|\s+tháng\s+)(?P<m>\d{1,2})(?:(?:\s?[/.]\s?|-|\s+năm\s+)(?P<y>\d{4}))?(?![\d/])"
RANGE = (
    r"(?:(?:từ\s+)?(?:ngày\s+)?\d{1,2}(?:\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?)?"
    r"\s*(?:-|–|,|và|đến(?: hết)?)\s*(?:ngày\s+)?)?"
)
QUARTERS = {"i": 3, "ii": 6, "iii": 9, "iv": 12, "1": 3, "2": 6, "3": 9, "4": 12}
BOUNDARIES = {"trước": "before", "trong": "in", "vào": "on", "tại": "on"}
OPEN_END = pattern(
    r"các năm tiếp theo|những năm tiếp theo|đến khi|sau khi|theo tiến độ|thường xuyên|các năm sau|trở đi"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in the labelled schema, its boundary word and the characters it stands at."""

    value: Value
    boundary: str | None
    start: int
    end: int


def day_of(d: str, m: str, y: str | None, year: int | None) -> str | None:
    """A day in ISO form; without its year where neither the text nor the document tells it; None where it is no day."""
    day, month = int(d), int(m)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if y is None and year is None:
        return f"--{month:02d}-{day:02d}"
    of = int(y) if y else int(year or 0)
    if not 1900 <= of <= 2200 or day > days_in(of, month):
        return None
    return f"{of:04d}-{month:02d}-{day:02d}"


def month_end(year: int, month: int, lead: str) -> str:
    """The last day of a month; of the month before where the text says "trước"."""
    if lead.startswith("trước"):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year:04d}-{month:02d}-{days_in(year, month):02d}"


def days_in(year: int, month: int) -> int:
    """How many days the month has."""
    return calendar.monthrange(min(max(year, 1), 9999), month)[1] if 1 <= month <= 12 else 31


def bound_of(lead: str) -> str:
    """How the words before a time bound it: before, in, on, by."""
    return next((b for word, b in BOUNDARIES.items() if word in lead), "by")
