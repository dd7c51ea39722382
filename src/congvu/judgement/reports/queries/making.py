"""Making a report's figures from its query; making them again gives the same."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Min, Q
from django.utils.module_loading import import_string

from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries.causes import CAUSES, cause_lines
from congvu.judgement.reports.queries.places import bodies_in, tops
from congvu.judgement.reports.queries.returned import RETURNS, UNCLEAR_ISSUES
from congvu.judgement.reports.queries.tables import TABLES, Material, Table, columns_of
from congvu.judgement.reports.rules import Content
from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import AuthorityLine
from congvu.kit.clock import day_start, local_day
from congvu.kit.reports import ReportColumn, ReportLine, ReportScope, ReportSection
from congvu.kit.vietnamese import fold

Told = Callable[[int, int, str], None]
_FIRST = ("summary", "bodies", "matters", "directives", "kinds", "waiting")


def registered() -> tuple[ReportSection, ...]:
    """The sections after those of duties: our own, then those of the rooms in config/registry.py."""
    rooms: tuple[ReportSection, ...] = import_string(settings.REPORT_SECTIONS)
    return (CAUSES, RETURNS, UNCLEAR_ISSUES, *rooms)


def section_titles() -> dict[str, str]:
    """Every section by key, in the order of a report."""
    return {key: TABLES[key].title for key in _FIRST} | {one.key: one.title for one in registered()}


def material_of(report: Report) -> Material:
    """What a report was asked for, ready to be counted."""
    content = Content.from_json(report.content)
    bodies = bodies_in(report.body, report.first_day, report.last_day)
    scope = ReportScope(
        bodies=tuple(one.pk for one in bodies),
        starts_at=report.starts_at,
        until_at=report.until_at,
        first_day=report.first_day,
        last_day=report.last_day,
        matter=content.matter,
        document_id=content.document,
        person_id=content.person,
        fields=fields_of(report),
        units=tops(report.body, bodies),
    )
    return Material(report.body, bodies, scope, content)


def fields_of(report: Report) -> tuple[tuple[str, str], ...]:
    """The fields of work of a report: those it was made with, else those of the authority matrix on its last day."""
    if report.made_at is not None:
        return tuple((field, folded) for field, folded in report.figures.get("fields", ()))
    lines = AuthorityLine.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=report.last_day), valid_from__lte=report.last_day
    )
    named = {" ".join(re.findall("[a-z0-9]+", fold(line.matter))): line.matter for line in lines.order_by("pk")}
    ordered = sorted(named, key=lambda folded: (-len(folded), folded))
    return tuple((named[folded], folded) for folded in ordered)


def make(report: Report, told: Told = lambda done, of, message: None) -> dict[str, Any]:
    """The figures of a report as they are kept; `told` hears of each section before it is counted."""
    material = material_of(report)
    parts = list(_parts(material))
    sections = []
    for place, (title, part) in enumerate(parts):
        told(place, len(parts), title)
        sections.append(part())
    told(len(parts), len(parts), "")
    kept = [section for section in sections if section["lines"] or section["key"] == "summary"]
    return {"sections": kept, "fields": [list(one) for one in material.scope.fields]}


def _parts(material: Material) -> Iterable[tuple[str, Callable[[], dict[str, Any]]]]:
    content = material.content
    if content.built:
        for row in content.rows:
            yield TABLES[row].title, partial(_table, TABLES[row], material, content.columns)
        return
    wanted = set(content.sections)
    for key in _FIRST:
        if _fits(key, material) and (not wanted or key in wanted):
            yield TABLES[key].title, partial(_table, TABLES[key], material, TABLES[key].measures)
    for section in registered():
        if (material.scope.whole or not section.whole_only) and (not wanted or section.key in wanted):
            yield section.title, partial(_section, section, material)


def _fits(key: str, material: Material) -> bool:
    """One field is not told by field, one directive not by directive; a person's report compares nobody."""
    scope = material.scope
    left_out = {"matters": bool(scope.matter), "directives": scope.document_id is not None}
    if key == "bodies" and (len(material.bodies) == 1 or scope.person_id is not None):
        return False
    return not left_out.get(key, False)


def _table(table: Table, material: Material, measures: Iterable[str]) -> dict[str, Any]:
    chosen = tuple(measures)
    return _kept(table.key, table.title, table.first, columns_of(chosen), table.lines(material, chosen))


def _section(section: ReportSection, material: Material) -> dict[str, Any]:
    # what is late was found with the cube; other sections look for themselves
    lines = cause_lines(material.scope, material.late) if section is CAUSES else section.lines(material.scope)
    kept = _kept(section.key, section.title, section.first, section.columns, lines)
    return kept | {"note": section.note, "personal": section.personal}


def _kept(
    key: str, title: str, first: str, columns: Iterable[ReportColumn], lines: Iterable[ReportLine]
) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "first": first,
        "columns": [{"key": one.key, "label": one.label, "unit": one.unit} for one in columns],
        "lines": [
            {"key": one.key, "label": one.label, "values": list(one.values)} | ({"url": one.url} if one.url else {})
            for one in lines
        ],
    }


def proven(figures: dict[str, Any]) -> list[Any]:
    """What must be the same when a report is made again: keys and values; labels may be called otherwise later."""
    return [
        [
            section["key"],
            [column["key"] for column in section["columns"]],
            sorted([line["key"], line["values"]] for line in section["lines"]),
        ]
        for section in figures.get("sections", ())
    ]


def data_begins(before: date) -> tuple[bool, date | None]:
    """Whether a duty had been given by the end of a day, and else on which day the first one was (None: never)."""
    after = day_start(before + timedelta(days=1))
    if Duty.objects.filter(issued_at__lt=after).exists():
        return True, None
    first = Duty.objects.aggregate(first=Min("issued_at"))["first"]
    return False, local_day(first) if first else None
