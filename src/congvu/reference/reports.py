"""Periods of reports with their cut-off days, and which figures may be published to whom; rows with instrument."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables

WEEK = "week"


@dataclass(frozen=True)
class PeriodRule:
    """How a kind of report cuts time: `first_day` is the day of the month with which it begins (0: a week's Monday).

    A period that begins on a day after the first of a month is called by the month in which it ends.
    """

    kind: str
    label: str
    months: int
    first_day: int
    instrument: str
    article: str
    verified: bool
    note: str
    in_force_from: date | None
    in_force_to: date | None

    @property
    def citation(self) -> str:
        """Instrument and article, and "chưa kiểm chứng" where nobody has confirmed the row."""
        where = ", ".join(part for part in (self.instrument, self.article) if part)
        return where if self.verified else f"{where} (chưa kiểm chứng)"


@dataclass(frozen=True)
class PublicationRule:
    """To whom figures may be given, and below which count (not included) none may be."""

    what: str
    council: bool
    front: bool
    press: bool
    smallest: int
    why: str
    citation: str
    in_force_from: date | None
    in_force_to: date | None


@lru_cache(maxsize=1)
def period_rules() -> tuple[PeriodRule, ...]:
    """Every row, in the order in which they are offered."""
    return tuple(
        PeriodRule(
            row["kind"],
            row["label"],
            int(row["months"]),
            0 if row["kind"] == WEEK else int(row["first_day"]),
            row["instrument"],
            row["article"],
            row["verified"] == "yes",
            row["note"],
            tables.day(row["in_force_from"]),
            tables.day(row["in_force_to"]),
        )
        for row in tables.rows("report_periods")
    )


def period_rule(kind: str, on: date) -> PeriodRule:
    """The rule for a kind of period on a day; raises KeyError when there is none."""
    for row in period_rules():
        if row.kind == kind and tables.in_force(row.in_force_from, row.in_force_to, on):
            return row
    raise KeyError(f"no report period {kind!r} on {on}")


@lru_cache(maxsize=1)
def publication_rules() -> tuple[PublicationRule, ...]:
    """Every row."""
    return tuple(
        PublicationRule(
            row["what"],
            row["council"] == "yes",
            row["front"] == "yes",
            row["press"] == "yes",
            int(row["smallest"]),
            row["why"],
            ", ".join(part for part in (row["instrument"], row["article"]) if part)
            + ("" if row["verified"] == "yes" else " (chưa kiểm chứng)"),
            tables.day(row["in_force_from"]),
            tables.day(row["in_force_to"]),
        )
        for row in tables.rows("publication")
    )


def publication_rule(what: str, on: date) -> PublicationRule | None:
    """The rule for a section or kind of figure on a day, if it has one of its own."""
    for row in publication_rules():
        if row.what == what and tables.in_force(row.in_force_from, row.in_force_to, on):
            return row
    return None
