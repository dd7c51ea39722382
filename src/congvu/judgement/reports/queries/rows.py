"""What one figure of a report counts, as known at its cut-off and as the reader may see it."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries.making import material_of, registered
from congvu.judgement.reports.queries.past import Known, known
from congvu.judgement.reports.queries.seen import rows_of
from congvu.judgement.reports.queries.tables import TABLES, Material, measures_behind
from congvu.judgement.reports.rules import MEASURES
from congvu.kernel.org.models import Person
from congvu.kit import dates
from congvu.kit.reports import ReportRow

SHOWN = 100
_STOOD = {
    "on_time": "Xong đúng hạn",
    "late": "Xong, trễ",
    "cancelled": "Đã hủy",
    "paused": "Tạm dừng",
    "overdue": "Quá hạn, chưa xong",
    "in_term": "Chưa xong, còn hạn",
}


@dataclass(frozen=True)
class Opened:
    """A figure opened: its words, how many it counts, the rows the reader may see, from which on the next page goes."""

    section: str
    line: str
    column: str
    count: int
    rows: tuple[ReportRow, ...]
    hidden: int
    following: int


def opened(person: Person, report: Report, *, section: str, line: str, column: str, start: int = 0) -> Opened | None:
    """The rows behind one figure; None when the report has no such figure."""
    kept = next((one for one in report.figures.get("sections", ()) if one["key"] == section), None)
    place = next((one for one in kept["lines"] if one["key"] == line), None) if kept else None
    number = next((i for i, one in enumerate(kept["columns"]) if one["key"] == column), None) if kept else None
    if kept is None or place is None or number is None:
        return None
    words = (_(kept["title"]), place["label"], _(kept["columns"][number]["label"]))
    if section in TABLES and column in MEASURES:
        return _duties(person, material_of(report), section, line, column, start, words)
    room = next((one for one in registered() if one.key == section), None)
    found = list(room.rows(person, material_of(report).scope, line, column)) if room else []
    shown = found[start : start + SHOWN]
    following = start + SHOWN if len(found) > start + SHOWN else 0
    return Opened(*words, place["values"][number] or 0, tuple(shown), 0, following)


def _duties(
    person: Person, material: Material, section: str, line: str, column: str, start: int, words: tuple[str, str, str]
) -> Opened:
    table = TABLES[section]
    at_line = table.among(material, line)
    kinds = at_line.kinds if at_line.kinds is not None else material.content.kinds or None
    # work of others that merely waits here stands in the table of what waits alone
    work_of = at_line.work_of if at_line.work_of is not None or at_line.held_in is not None else material.scope.bodies
    among = replace(at_line, measures=measures_behind(column), kinds=kinds, work_of=work_of)
    found, count = known(material.scope, among, limit=SHOWN, offset=start)
    facts = {one.duty_id: _facts(one, material) for one in found}
    rows = rows_of(person, list(facts), facts)
    following = start + SHOWN if count > start + SHOWN else 0
    return Opened(*words, count, tuple(rows), len(found) - len(rows), following)


def _facts(one: Known, material: Material) -> tuple[str, ...]:
    body = material.known.get(one.body_id)
    facts = [body.name if body else "", _("hạn %(day)s") % {"day": dates.day_text(dates.limit_day(one.due_at))}]
    if one.completed_at is not None and one.stood in ("on_time", "late"):
        facts.append(_("nộp %(at)s") % {"at": dates.moment_text(one.completed_at)})
    return (*(fact for fact in facts if fact), _(_STOOD[one.stood]))
