"""The value of a field that says when: it needs no "trước" or "trong" ("Thời gian: Quý I, quý II năm 2026")."""

from __future__ import annotations

import re

from congvu.engines.reader.clean import pattern
from congvu.engines.reader.times import DAY, OPEN_END, QUARTERS, RANGE, Deadline, bound_of, day_of, month_end

_FIELD_RANGE = pattern(rf"{RANGE}{DAY}")
_FIELD_MONTH = pattern(
    r"tháng\s+(?:\d{1,2}\s*(?:-|–|đến|và|,)\s*(?:tháng\s+)?)?(?P<m>\d{1,2})(?:(?:\s?/\s?|\s+năm\s+)(?P<y>\d{4}))?"
)
_FIELD_QUARTER = pattern(
    r"quý\s+(?:[ivx]+\s*(?:-|–|,|và|đến)\s*(?:quý\s+)?)*(?P<q>iv|i{1,3}|[1-4])\b(?:(?:\s?/\s?|"
    r",?\s+năm\s+)(?P<y>\d{4}))?"
)
_FIELD_YEAR = pattern(r"(?<![\d/.-])(?:\d{4}\s*(?:-|–|đến)\s*(?:năm\s+)?)?(?P<y>20\d{2})(?![\d/])")
_FIELD_MONTHS = pattern(r"(?:6|06|sáu) tháng (?P<part>đầu|cuối) năm(?: (?P<y>20\d\d))?")


def bare(low: str, start: int, end: int, year: int | None) -> Deadline | None:
    """A field's value needs no "trước" or "trong": the last day of what it names."""
    if OPEN_END.search(low, start, end):
        return None
    boundary = bound_of(low[start : start + 14].strip())
    months = _FIELD_MONTHS.search(low, start, end)
    if months and (y := int(months["y"]) if months["y"] else year):
        return Deadline({"date": f"{y}-{'06-30' if months['part'] == 'đầu' else '12-31'}"}, boundary, *months.span())
    for regex, read in ((_FIELD_RANGE, _field_day), (_FIELD_MONTH, _field_month), (_FIELD_QUARTER, _field_quarter)):
        found = list(regex.finditer(low, start, end))
        if found and (value := read(found[-1], year, low[max(start, found[-1].start() - 10) : found[-1].start()])):
            return Deadline({"date": value}, boundary, *found[-1].span())
    whole = list(_FIELD_YEAR.finditer(low, start, end))
    return Deadline({"date": f"{whole[-1]['y']}-12-31"}, boundary, *whole[-1].span()) if whole else None


def _field_day(match: re.Match[str], year: int | None, before: str) -> str | None:
    return day_of(match["d"], match["m"], match["y"], year)


def _field_month(match: re.Match[str], year: int | None, before: str) -> str | None:
    y = int(match["y"]) if match["y"] else year
    lead = "trước" if before.rstrip().endswith("trước") else ""
    return month_end(y, int(match["m"]), lead) if y and 1 <= int(match["m"]) <= 12 else None


def _field_quarter(match: re.Match[str], year: int | None, before: str) -> str | None:
    y = int(match["y"]) if match["y"] else year
    return month_end(y, QUARTERS[match["q"]], "") if y else None
