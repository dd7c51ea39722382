"""Until when an item of a programme is registered, and who approves it: rows of a working regulation."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables


@dataclass(frozen=True)
class ProgrammeRule:
    """One row as in force on a day. The last day of registration lies `months_before` months before the period's first
    day, on `day`; or `days_before` days before it. `approver`: head (of the body, or one above), superior (one above).
    `usual_due_day`: by which day of its last month an item is due when nothing else is said; 0: the last day.
    """

    horizon: str
    months_before: int
    day: int
    days_before: int
    approver: str
    usual_due_day: int
    label: str
    instrument: str
    article: str
    in_force_from: date | None
    in_force_to: date | None
    verified: bool
    note: str

    @property
    def citation(self) -> str:
        """Instrument and article, and "chưa kiểm chứng" where nobody has confirmed the row."""
        where = ", ".join(part for part in (self.instrument, self.article) if part)
        return where if self.verified else f"{where} (chưa kiểm chứng)"


@lru_cache(maxsize=1)
def all_rules() -> tuple[ProgrammeRule, ...]:
    """Every row, also those no longer or not yet in force."""
    return tuple(
        ProgrammeRule(
            horizon=row["horizon"],
            months_before=int(row["months_before"]),
            day=int(row["day"]),
            days_before=int(row["days_before"]),
            approver=row["approver"],
            usual_due_day=int(row["usual_due_day"]),
            label=row["label"],
            instrument=row["instrument"],
            article=row["article"],
            in_force_from=tables.day(row["in_force_from"]),
            in_force_to=tables.day(row["in_force_to"]),
            verified=row["verified"] == "yes",
            note=row["note"],
        )
        for row in tables.rows("programme_rules")
    )


@lru_cache(maxsize=64)
def rule(horizon: str, on: date) -> ProgrammeRule:
    """The rule of year, quarter, month or week in force on a day; raises KeyError when there is none."""
    for row in all_rules():
        if row.horizon == horizon and tables.in_force(row.in_force_from, row.in_force_to, on):
            return row
    raise KeyError(f"no programme rule {horizon!r} on {on}")
