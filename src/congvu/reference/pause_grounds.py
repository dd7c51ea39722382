"""The only grounds on which a clock may stand still."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables


@dataclass(frozen=True)
class PauseGround:
    """One ground, with the instrument that allows it."""

    key: str
    label: str
    instrument: str
    article: str
    verified: bool
    note: str
    in_force_from: date | None
    in_force_to: date | None


@lru_cache(maxsize=1)
def all_grounds() -> tuple[PauseGround, ...]:
    """Every row, also those no longer or not yet in force."""
    return tuple(
        PauseGround(
            row["key"],
            row["label"],
            row["instrument"],
            row["article"],
            row["verified"] == "yes",
            row["note"],
            tables.day(row["in_force_from"]),
            tables.day(row["in_force_to"]),
        )
        for row in tables.rows("pause_grounds")
    )


def grounds(on: date) -> tuple[PauseGround, ...]:
    """The grounds in force on a day."""
    return tuple(row for row in all_grounds() if tables.in_force(row.in_force_from, row.in_force_to, on))


def ground(key: str) -> PauseGround:
    """One ground, whenever it was in force; raises KeyError."""
    return {row.key: row for row in all_grounds()}[key]
