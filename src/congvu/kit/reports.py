"""What a periodic report is made of. A room writes a section; config/registry.REPORT_SECTIONS lists it:

    ReportSection("meetings", gettext_noop("Vắng họp không có lý do"), COLUMNS, queries.lines, queries.rows)

A report can be made again later and must give the same: a section counts what had been recorded before
`scope.until_at` and reads what changes since (a state, a limit) as it was then, never as it is now.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from congvu.kit.vietnamese import fold


@dataclass(frozen=True)
class ReportScope:
    """Of whom and of which time. `bodies`: the body reported on, then those below it, as they were on its last day.

    The period lasts from `starts_at` to `until_at` (not included). Empty `matter`, `document_id`, `person_id`: all.
    `fields` are the fields of work that the report knows, each with its folded words, the longest first; `matter` is
    one of them. `units` says for each body to which unit right below the one reported on it belongs.
    """

    bodies: tuple[int, ...]
    starts_at: datetime
    until_at: datetime
    first_day: date
    last_day: date
    matter: str = ""
    document_id: int | None = None
    person_id: int | None = None
    fields: tuple[tuple[str, str], ...] = ()
    units: Mapping[int, int] = field(default_factory=dict)

    def unit_of(self, body_id: int) -> int:
        """The unit under whose name a line of the report stands: right below the body reported on, or that itself."""
        return self.units.get(body_id, body_id)

    def bodies_of(self, unit_id: int) -> tuple[int, ...]:
        """The bodies that such a unit stands for."""
        return tuple(body_id for body_id in self.bodies if self.unit_of(body_id) == unit_id)

    def field_of(self, words: str) -> str:
        """The field of work to which words belong: the longest one that they hold whole; empty where none is."""
        text = f" {' '.join(re.findall('[a-z0-9]+', fold(words)))} "
        return next((name for name, folded in self.fields if f" {folded} " in text), "")

    def holds(self, words: str) -> bool:
        """Whether work with these words lies in the field reported on."""
        return not self.matter or self.field_of(words) == self.matter

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
