"""Figures that stand in another report of the same period already: nobody has to be asked for them twice."""

from dataclasses import dataclass

from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries.access import reports_visible_to
from congvu.judgement.reports.rules import Content
from congvu.kernel.org.models import Person

MOST = 50


@dataclass(frozen=True)
class Contained:
    """Another report that holds all figures of one section."""

    section: str
    report: Report


def facts(report: Report) -> dict[str, set[tuple[str, str]]]:
    """By section, what its figures are about: (whose work, which measure), called the same in every report."""
    content = Content.from_json(report.content)
    limits = f"{content.matter}/{content.document or ''}/{content.person or ''}/{','.join(sorted(content.kinds))}"
    found = {}
    for section in report.figures.get("sections", ()):
        found[section["key"]] = {
            (f"{_of(section['key'], line['key'], report.body_id)}/{limits}", column["key"])
            for line in section["lines"]
            for column in section["columns"]
        }
    return found


def _of(section: str, line: str, body_id: int) -> str:
    """Whose work a line tells of: the whole of a body is the same in its own report and in that of its superior."""
    if section == "summary":
        return f"body/{body_id}"
    if section == "bodies":
        return f"body/{line}"
    return f"{section}/{line}/of/{body_id}"


def contained(person: Person, report: Report) -> list[Contained]:
    """For each section the first earlier report of the same time, seen by that person, that holds all of it."""
    same = reports_visible_to(person).filter(
        first_day=report.first_day, until_at=report.until_at, made_at__isnull=False, pk__lt=report.pk
    )
    others = [(other, set().union(*facts(other).values())) for other in same.order_by("pk")[:MOST]]
    found = []
    for section, mine in facts(report).items():
        for other, theirs in others:
            if mine and mine <= theirs:
                found.append(Contained(section, other))
                break
    return found
