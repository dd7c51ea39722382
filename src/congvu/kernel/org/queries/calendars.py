"""The working calendar of the installation, built once from reference data and kept."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from congvu.engines.worktime import Calendar, SpecialDay

FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)


@lru_cache(maxsize=1)
def special_days() -> tuple[SpecialDay, ...]:
    """Days off and days swapped, each with its instrument."""
    from congvu.engines.worktime import SpecialDay
    from congvu.reference.calendar import special_days as rows

    return tuple(SpecialDay(row.day, row.kind, row.name, row.instrument, row.verified) for row in rows())


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The calendar by which every limit of this installation is counted."""
    from congvu.engines.worktime import Calendar

    return Calendar.build("vn", "reference", FIRST, LAST, special_days=special_days())
