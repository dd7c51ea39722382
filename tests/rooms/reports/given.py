"""Reports made through the moves, and their figures by name."""

from datetime import date
from typing import Any

from tests.office import Office

from congvu.judgement.reports import moves, queries
from congvu.judgement.reports.models import Report
from congvu.judgement.reports.rules import Content
from congvu.kit.clock import today
from congvu.kit.work.moves import run_waiting


def made(
    office: Office, who: str = "binh", body: str = "tinh", kind: str = "month", day: date | None = None, **content: Any
) -> Report:
    """A report, asked for and made."""
    asked = moves.ask(
        by=office[who], body_id=office.body[body].pk, period_kind=kind, day=day or today(), content=Content(**content)
    )
    run_waiting()
    report = Report.objects.select_related("body").get(pk=asked.report.pk)
    assert report.made_at is not None
    return report


def section(report: Report, key: str) -> dict[str, dict[str, int | None]]:
    """The figures of one section: by label of the line, then by key of the column."""
    kept = next((one for one in report.figures["sections"] if one["key"] == key), None)
    if kept is None:
        return {}
    names = [column["key"] for column in kept["columns"]]
    return {line["label"]: dict(zip(names, line["values"], strict=True)) for line in kept["lines"]}


def summary(report: Report) -> dict[str, int | None]:
    """The figures of the whole."""
    return next(iter(section(report, "summary").values()), {})


def remade(report: Report, office: Office, who: str = "binh") -> bool | None:
    """Whether the report, made again, gives the same."""
    moves.make_again(report.pk, by=office[who])
    run_waiting()
    return Report.objects.get(pk=report.pk).checked_same


def row_texts(office: Office, who: str, report: Report, key: str, line: str, column: str) -> list[str]:
    """What a figure opens, by the label of its line."""
    kept = next(one for one in report.figures["sections"] if one["key"] == key)
    line_key = next(one["key"] for one in kept["lines"] if one["label"] == line)
    found = queries.opened(office[who], report, section=key, line=line_key, column=column)
    assert found is not None
    return [row.text for row in found.rows]
