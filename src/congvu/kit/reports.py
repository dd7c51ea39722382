"""What a periodic report is made of. A room writes a section; config/registry.REPORT_SECTIONS lists it:

    ReportSection("meetings", gettext_noop("Vắng họp không có lý do"), COLUMNS, queries.lines, queries.rows)

A report can be made again later and must give the same: a section counts what had been recorded before
`scope.until_at` and reads what changes since (a state, a limit) as it was then, never as it is now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class ReportScope:
    """Of whom and of which time. `bodies`: the body reported on, then those below it, as they were on its last day.

    The period lasts from `starts_at` to `until_at` (not included). Empty `matter`, `document_id`, `person_id`: all.
    """

    bodies: tuple[int, ...]
    starts_at: datetime
    until_at: datetime
    first_day: date
    last_day: date
    matter: str = ""
    document_id: int | None = None
    person_id: int | None = None

    @property
    def whole(self) -> bool:
        """All work of the bodies, not one field, directive or person."""
        return not self.matter and self.document_id is None and self.person_id is None


@dataclass(frozen=True)
class ReportLine:
    """One line of a section. `key` names it for its rows and stays the same for ever; a value is None where unknown."""

    key: str
    label: str
    values: tuple[int | None, ...]
    url: str = ""


@dataclass(frozen=True)
class ReportRow:
    """One thing that a figure counts, as the reader may see it; `url` opens it."""

    text: str
    url: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportColumn:
    """What the figures of a column are; `label` is a msgid. `unit`: "" a count, "percent", "seconds" of work."""

    key: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class ReportSection:
    """`lines(scope)` counts; `rows(person, scope, line, column)` gives what one figure counts, seen by that person.

    `personal`: its lines or rows name persons, so nothing of it is published (reference/publication.csv says the rest).
    `whole_only`: it says nothing about one field, directive or person, and is left out there.
    """

    key: str
    title: str
    columns: tuple[ReportColumn, ...]
    lines: Callable[[ReportScope], Sequence[ReportLine]]
    rows: Callable[[Any, ReportScope, str, str], Sequence[ReportRow]]
    first: str = ""
    note: str = ""
    personal: bool = False
    whole_only: bool = True
