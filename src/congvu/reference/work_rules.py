"""Limits of steps and other settings of a working regulation, each with its instrument and its days in force."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables


@dataclass(frozen=True)
class WorkRule:
    """One row as in force on a day. `unit`: working_days, days, working_hours, hours, or yes_no (1 is yes)."""

    key: str
    amount: int
    unit: str
    instrument: str
    article: str
    verified: bool
    label: str
    note: str
    in_force_from: date | None
    in_force_to: date | None

    @property
    def citation(self) -> str:
        """Instrument and article, and "chưa kiểm chứng" where nobody has confirmed the row."""
        where = ", ".join(part for part in (self.instrument, self.article) if part)
        return where if self.verified else f"{where} (chưa kiểm chứng)"


@lru_cache(maxsize=1)
def all_rules() -> tuple[WorkRule, ...]:
    """Every row, also those no longer or not yet in force."""
    return tuple(
        WorkRule(
            row["key"],
            int(row["amount"]),
            row["unit"],
            row["instrument"],
            row["article"],
            row["verified"] == "yes",
            row["label"],
            row["note"],
            tables.day(row["in_force_from"]),
            tables.day(row["in_force_to"]),
        )
        for row in tables.rows("work_rules")
    )


@lru_cache(maxsize=256)
def rule(key: str, on: date) -> WorkRule:
    """The rule in force on a day (both ends included); raises KeyError when there is none."""
    for row in all_rules():
        if row.key == key and tables.in_force(row.in_force_from, row.in_force_to, on):
            return row
    raise KeyError(f"no work rule {key!r} on {on}")
