"""A report as its page shows it: figures in words, each with what opens it and to whom it may be given."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congvu.judgement.reports.models import Report
from congvu.judgement.reports.rules import Content, Publication, publication
from congvu.kit import dates


@dataclass(frozen=True)
class ShownColumn:
    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class ShownFigure:
    """One figure: `text` as it is read ("–" where unknown), `query` opens its rows ("" where there are none).

    `narrower` tells that it may be given to fewer than the other figures of its section.
    """

    value: int | None
    text: str
    query: str
    column: ShownColumn
    publication: Publication
    narrower: bool


@dataclass(frozen=True)
class ShownLine:
    key: str
    label: str
    url: str
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True)
class ShownSection:
    key: str
    title: str
    first: str
    note: str
    columns: tuple[ShownColumn, ...]
    lines: tuple[ShownLine, ...]
    publication: Publication

    @property
    def narrower(self) -> Publication | None:
        """What holds for the figures of this section that may be given to fewer; None where there are none."""
        found = (figure.publication for line in self.lines for figure in line.figures if figure.narrower)
        return next(found, None)


@dataclass(frozen=True)
class Shown:
    """`whole` is the section of the whole, when the report has it; `sections` are the tables after it."""

    report: Report
    content: Content
    whole: ShownSection | None
    sections: tuple[ShownSection, ...]

    @property
    def summary(self) -> ShownLine | None:
        return self.whole.lines[0] if self.whole else None

    @property
    def all(self) -> tuple[ShownSection, ...]:
        return ((self.whole,) if self.whole else ()) + self.sections

    @property
    def sources(self) -> tuple[str, ...]:
        """The instruments by which figures may or may not be given away, each once."""
        found = [one for section in self.all for one in (section.publication, section.narrower) if one is not None]
        return tuple(dict.fromkeys(one.source for one in found if one.source))

    def value(self, column: str) -> int:
        """A figure of the summary; 0 where it is unknown."""
        found = [one.value or 0 for one in self.summary.figures if one.column.key == column] if self.summary else []
        return found[0] if found else 0


def figure_text(value: int | None, unit: str) -> str:
    """ "1.305", "98,21%", "2 ngày 3 giờ"; the marks of the language of the page."""
    if value is None:
        return "–"
    if unit == "seconds":
        return dates.working_text(value) if value else "0"
    vietnamese = get_language() != "en"
    if unit == "percent":
        text = f"{value / 100:.2f}%"
        return text.replace(".", ",") if vietnamese else text
    text = f"{value:,}"
    return text.replace(",", ".") if vietnamese else text


def changes(report: Report) -> list[tuple[str, str, str, str, str]]:
    """What came out otherwise when the report was last made again: section, line, column, then, now; as text."""
    return [
        (
            _(one["section"]), one["line"], _(one["column"]), figure_text(one["was"], one["unit"]),
            figure_text(one["now"], one["unit"]),
        )
        for one in report.checked_changes
    ]  # fmt: skip


def shown(report: Report) -> Shown:
    """The kept figures of a report, ready to be read."""
    content = Content.from_json(report.content)
    kept: list[dict[str, Any]] = report.figures.get("sections", [])
    sections = [_section(one, report, personal=content.person is not None) for one in kept]
    whole = next((one for one in sections if one.key == "summary" and one.lines), None)
    return Shown(report, content, whole, tuple(one for one in sections if one is not whole))


def _section(kept: dict[str, Any], report: Report, *, personal: bool) -> ShownSection:
    columns = tuple(ShownColumn(one["key"], _(one["label"]), one["unit"]) for one in kept["columns"])
    named = personal or bool(kept.get("personal"))
    base = publication(kept["key"], report.last_day, personal=named)
    lines = tuple(
        ShownLine(
            line["key"],
            line["label"],
            line.get("url", ""),
            tuple(
                _figure(value, column, f"muc={kept['key']}&dong={quote(line['key'])}", kept["key"], report, base, named)
                for value, column in zip(line["values"], columns, strict=True)
            ),
        )
        for line in kept["lines"]
    )
    note = _(kept["note"]) if kept.get("note") else ""
    first = _(kept["first"]) if kept["first"] else ""
    return ShownSection(kept["key"], _(kept["title"]), first, note, columns, lines, base)


def _figure(
    value: int | None, column: ShownColumn, place: str, section: str, report: Report, base: Publication, named: bool
) -> ShownFigure:
    count = value if not column.unit else None
    allowed = publication(section, report.last_day, personal=named, value=count)
    query = f"{place}&cot={column.key}" if value else ""
    return ShownFigure(value, figure_text(value, column.unit), query, column, allowed, allowed.widest != base.widest)
