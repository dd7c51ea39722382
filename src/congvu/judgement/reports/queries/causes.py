"""Whose the lateness of a period is (B02): the parts of every late duty, added up by unit and by cause."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.judgement.reports.queries.past import Among, known
from congvu.judgement.reports.queries.seen import rows_of
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.lateness import Lateness, as_known, lateness_of
from congvu.kernel.org.models import Body, Person
from congvu.kit import dates
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection

BATCH = 1_000
LATE = Among(measures=("late", "overdue"))
# Which parts of a delay stand in which column; what is passed to a late part's own segments has their kind already.
CAUSES_OF: Mapping[str, tuple[str, ...]] = {
    "holder": ("holder", "step"),
    "decision": ("decision",),
    "others": ("consulted", "child"),
    "citizen": ("citizen",),
    "cause": ("cause",),
    "outage": ("outage",),
}
_COLUMN = {kind: column for column, kinds in CAUSES_OF.items() for kind in kinds}
COLUMNS = (
    ReportColumn("duties", gettext_noop("Số việc trễ")),
    ReportColumn("holder", gettext_noop("Người giữ việc"), "seconds"),
    ReportColumn("decision", gettext_noop("Chờ quyết định"), "seconds"),
    ReportColumn("others", gettext_noop("Nơi phối hợp, cho ý kiến"), "seconds"),
    ReportColumn("citizen", gettext_noop("Công dân bổ sung quá hạn"), "seconds"),
    ReportColumn("cause", gettext_noop("Nguyên nhân khách quan"), "seconds"),
    ReportColumn("outage", gettext_noop("Lỗi hệ thống"), "seconds"),
)


def late_duties(scope: ReportScope, unit_id: int | None = None) -> Iterator[list[tuple[Duty, int]]]:
    """The late duties of a period as they were known at its cut-off, each with whose work it is, in batches."""
    among = replace(LATE, work_of=scope.bodies if unit_id is None else scope.bodies_of(unit_id))
    found, _all = known(scope, among, limit=1_000_000)
    work = {one.duty_id: one.body_id for one in found}
    ids = sorted(work)
    for start in range(0, len(ids), BATCH):
        batch = Duty.objects.filter(pk__in=ids[start : start + BATCH])
        yield [(duty, work[duty.pk]) for duty in as_known(batch, scope.until_at)]


def by_column(late: Lateness) -> dict[str, int]:
    """Late working seconds of one duty by column."""
    found = dict.fromkeys(CAUSES_OF, 0)
    for part in late.parts:
        found[_COLUMN[part.kind]] += part.seconds
    return found


def _lines(scope: ReportScope) -> list[ReportLine]:
    sums: dict[int, dict[str, int]] = {}
    for batch in late_duties(scope):
        found = lateness_of([duty for duty, _body in batch], scope.until_at, known_at=scope.until_at)
        for duty, body_id in batch:
            late = found.get(duty.pk)
            if late is None:
                continue
            line = sums.setdefault(scope.unit_of(body_id), dict.fromkeys(("duties", *CAUSES_OF), 0))
            line["duties"] += 1
            for name, seconds in by_column(late).items():
                line[name] += seconds
    bodies = Body.objects.filter(pk__in=sums).order_by("sort_key")
    names = [column.key for column in COLUMNS]
    return [ReportLine(str(body.pk), body.name, tuple(sums[body.pk][name] for name in names)) for body in bodies]


def _rows(person: Person, scope: ReportScope, line: str, column: str) -> list[ReportRow]:
    wanted: list[tuple[int, int]] = []
    for batch in late_duties(scope, int(line) if line.isdecimal() else 0):
        mine = lateness_of([duty for duty, _body in batch], scope.until_at, known_at=scope.until_at)
        for pk, late in mine.items():
            seconds = late.seconds if column == "duties" else by_column(late).get(column, 0)
            if seconds:
                wanted.append((pk, seconds))
    wanted.sort(key=lambda one: (-one[1], one[0]))
    facts = {pk: (_("trễ %(time)s làm việc") % {"time": dates.working_text(seconds)},) for pk, seconds in wanted}
    return rows_of(person, [pk for pk, _seconds in wanted], facts)


CAUSES = ReportSection(
    key="causes",
    title=gettext_noop("Thời gian trễ theo nguyên nhân"),
    first=gettext_noop("Cơ quan, đơn vị"),
    columns=COLUMNS,
    lines=_lines,
    rows=_rows,
    note=gettext_noop("Thời gian làm việc trễ được chia cho phần vượt của từng chặng; các phần cộng lại đúng bằng cả."),
    whole_only=False,
)
