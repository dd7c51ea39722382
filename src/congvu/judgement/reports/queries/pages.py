"""A report as its page shows it: figures in words, each with what opens it and to whom it may be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    """One figure: `text` as it is read ("–" where unknown), `query` opens its rows ("" where there are none)."""

    value: int | None
    text: str
    query: str
    column: ShownColumn


@dataclass(frozen=True)
class ShownLine:
    key: str
    label: str
    url: str
    figures: tuple[ShownFigure, ...]
    publication: Publication


@dataclass(frozen=True)
class ShownSection:
    key: str
    title: str
    first: str
    note: str
    columns: tuple[ShownColumn, ...]
    lines: tuple[ShownLine, ...]
    publication: Publication


@dataclass(frozen=True)
class Shown:
    """`summary` is the line of the whole, when the report has one; `sections` are the tables after it."""

    report: Report
    content: Content
    summary: ShownLine | None
    sections: tuple[ShownSection, ...]

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


def shown(report: Report) -> Shown:
    """The kept figures of a report, ready to be read."""
    content = Content.from_json(report.content)
    sections = [_section(one, report, personal=content.person is not None) for one in _kept(report)]
    whole = next((one for one in sections if one.key == "summary"), None)
    summary = whole.lines[0] if whole and whole.lines else None
    return Shown(report, content, summary, tuple(one for one in sections if one is not whole or summary is None))


def all_sections(told: Shown) -> tuple[ShownSection, ...]:
    """Every section, the whole first: for whoever reads figures without a page."""
    whole = [_section(one, told.report, personal=told.content.person is not None) for one in _kept(told.report)]
    return tuple(whole)


def _kept(report: Report) -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = report.figures.get("sections", [])
    return found


def _section(kept: dict[str, Any], report: Report, *, personal: bool) -> ShownSection:
    columns = tuple(ShownColumn(one["key"], _(one["label"]), one["unit"]) for one in kept["columns"])
    named = personal or bool(kept.get("personal"))
    lines = tuple(_line(one, kept["key"], columns, report, named) for one in kept["lines"])
    smallest = [figure.value for line in lines for figure in line.figures if not figure.column.unit]
    note = _(kept["note"]) if kept.get("note") else ""
    first = _(kept["first"]) if kept["first"] else ""
    whole = publication(kept["key"], smallest, report.last_day, personal=named)
    return ShownSection(kept["key"], _(kept["title"]), first, note, columns, lines, whole)


def _line(
    kept: dict[str, Any], section: str, columns: Sequence[ShownColumn], report: Report, personal: bool
) -> ShownLine:
    figures = tuple(
        ShownFigure(
            value,
            figure_text(value, column.unit),
            f"muc={section}&dong={kept['key']}&cot={column.key}" if value else "",
            column,
        )
        for value, column in zip(kept["values"], columns, strict=True)
    )
    counts = [figure.value for figure in figures if not figure.column.unit]
    allowed = publication(section, counts, report.last_day, personal=personal)
    return ShownLine(kept["key"], kept["label"], kept.get("url", ""), figures, allowed)
