"""Days off and worked days of state offices, each with its instrument, and how far the calendar is announced.

`verified`: "announcement" (the yearly notice names the day), "law" (fixed by law and the lunar year), "unverified".
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables

# Ten years of history for old documents, ten ahead; years without rows count as not announced.
FIRST, LAST = date(2015, 1, 1), date(2036, 12, 31)


@dataclass(frozen=True)
class SpecialDay:
    """One row: a day that does not follow the week."""

    day: date
    kind: str
    name: str
    paired_day: date | None
    instrument: str
    source: str
    trust: str
    note: str

    @property
    def verified(self) -> bool:
        return self.trust != "unverified"


@lru_cache(maxsize=1)
def special_days() -> tuple[SpecialDay, ...]:
    """Every row of public_holidays.csv, by day."""
    return tuple(
        SpecialDay(
            date.fromisoformat(row["day"]),
            row["kind"],
            row["name"],
            tables.day(row["paired_day"]),
            row["instrument"],
            row["source"],
            row["verified"],
            row["note"],
        )
        for row in tables.rows("public_holidays")
    )


@lru_cache(maxsize=1)
def open_stretches() -> tuple[tuple[date, date, str], ...]:
    """First and last day, and why, of the stretches whose days off are not announced yet."""
    return tuple(
        (date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), row["note"])
        for row in tables.rows("calendar_open_stretches")
    )
