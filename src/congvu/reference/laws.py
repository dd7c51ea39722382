"""The instruments behind rules and refusals, by the keys that code and docstrings use (`Law: work-rules/return`)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables


@dataclass(frozen=True)
class Law:
    """What it says in a line, and where it stands."""

    key: str
    text: str
    instrument: str
    article: str
    in_force_from: date | None
    in_force_to: date | None
    verified: bool
    note: str

    @property
    def citation(self) -> str:
        """Article and instrument, and "chưa kiểm chứng" where nobody has confirmed the row."""
        where = ", ".join(part for part in (self.instrument, self.article) if part)
        return where if self.verified else f"{where} (chưa kiểm chứng)"


@lru_cache(maxsize=1)
def all_laws() -> dict[str, Law]:
    """Every row by key."""
    return {
        row["key"]: Law(
            row["key"],
            row["text"],
            row["instrument"],
            row["article"],
            tables.day(row["in_force_from"]),
            tables.day(row["in_force_to"]),
            row["verified"] == "yes",
            row["note"],
        )
        for row in tables.rows("laws")
    }


def law(key: str) -> Law:
    """The row of a key; raises KeyError."""
    return all_laws()[key]
