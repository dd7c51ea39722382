"""Attendance as a section of periodic reports: by unit, absences without reason open their rows."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import now
from congvu.kit.dates import moment_text
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection
from congvu.sources.meetings import rules
from congvu.sources.meetings.queries.access import answers_for
from congvu.sources.meetings.queries.figures import counts_by_body, written

_COLUMNS = (
    ReportColumn("asked", gettext_noop("Lượt mời")),
    ReportColumn("present", gettext_noop("Có mặt")),
    ReportColumn("late", gettext_noop("Đến muộn")),
    ReportColumn("stand_in", gettext_noop("Có người dự thay")),
    ReportColumn("excused", gettext_noop("Vắng có lý do")),
    ReportColumn("absent", gettext_noop("Vắng không lý do")),
    ReportColumn("contested", gettext_noop("Đang có ý kiến")),
)


def lines(scope: ReportScope) -> list[ReportLine]:
    """One line a unit that was asked to a meeting in the period, as known when it ended. Two statements."""
    found = counts_by_body(written(scope.bodies, scope.starts_at, scope.until_at, scope.until_at))
    by_unit: dict[int, list[tuple[int, ...]]] = {}
    for body_id, counts in found.items():
        by_unit.setdefault(scope.unit_of(body_id), []).append(counts)
    units = Body.objects.filter(pk__in=by_unit).order_by("sort_key")
    return [ReportLine(str(unit.pk), unit.name, tuple(map(sum, zip(*by_unit[unit.pk], strict=True)))) for unit in units]


def rows(person: Person, scope: ReportScope, line: str, column: str) -> Sequence[ReportRow]:
    """What a figure counts, of the bodies that the reader leads."""
    bodies = scope.bodies_of(int(line)) if line.isdigit() else ()
    found = written(bodies, scope.starts_at, scope.until_at, scope.until_at)
    found = found.filter(body__in=answers_for(person, now()))
    if column == "contested":
        found = found.filter(was="absent", replying=True)
    elif column == "absent":
        found = found.filter(was="absent", replying=False)
    elif column != "asked":
        found = found.filter(was=column)
    shown = found.select_related("meeting", "person", "post", "body").order_by("meeting__starts_at", "body__sort_key")
    return [
        ReportRow(
            text=f"{row.person.full_name}, {row.post.title}, {row.body.name}",
            url=reverse("meetings:page", args=[row.meeting_id]),
            facts=(row.meeting.title, moment_text(row.meeting.starts_at), _(rules.ATTENDANCE[row.was])),
        )
        for row in shown[:500]
    ]


SECTION = ReportSection(
    key="meetings",
    title=gettext_noop("Dự họp"),
    columns=_COLUMNS,
    lines=lines,
    rows=rows,
    first=gettext_noop("Đơn vị"),
    note=gettext_noop("Lần vắng đang có ý kiến của người được mời thì chưa tính là vắng không lý do."),
    personal=True,
)
