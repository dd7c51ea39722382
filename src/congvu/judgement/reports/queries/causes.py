"""Whose the lateness of a period is (B02): the parts of every late duty, added up by unit and by cause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.engines.worktime import working_seconds
from congvu.judgement.reports.queries.past import Among, Delayed, known
from congvu.judgement.reports.queries.seen import rows_of
from congvu.kernel.duties.models import Duty, Outage
from congvu.kernel.duties.queries.lateness import Lateness, as_known, lateness_of
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kit import dates
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection

BATCH = 1_000
LATE = Among(measures=("late", "overdue"))
# Moves that leave the holder and the clock as they are; whoever hands in or verifies ends the time in question.
PLAIN_VERBS = ("accept", "report", "urge", "note", "lapse", "extend", "recompute", "complete", "verify")
_PLAIN = """
select k.id
from unnest(%(ids)s::bigint[], %(dues)s::timestamptz[]) k (id, due) join duty d on d.id = k.id
where greatest(d.issued_at, d.due_start_at) <= k.due
  and not exists (select from entry e where e.room = 'duties' and e.subject = 'duty' and e.subject_id = k.id
                  and e.recorded_at < %(until)s and e.seq > 1 and e.verb <> all(%(verbs)s::text[]))
  and not exists (select from duty c where c.parent_id = k.id and c.state <> 'draft')
  and not exists (select from duty c where c.consulted_by_id = k.id and c.state <> 'draft')
"""
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


@dataclass(frozen=True, slots=True)
class Late:
    """One late duty: whose work it is, and its late working seconds by column."""

    duty_id: int
    body_id: int
    seconds: dict[str, int]


def late_in(scope: ReportScope, unit_id: int | None = None) -> list[Delayed]:
    """The late duties of a period, or of one unit in it, as they were known at its cut-off."""
    among = replace(LATE, work_of=scope.bodies if unit_id is None else scope.bodies_of(unit_id))
    found, _all = known(scope, among, limit=1_000_000)
    return [Delayed(one.duty_id, one.body_id, one.due_at, one.completed_at) for one in found]


def attributed(found: Sequence[Delayed], scope: ReportScope) -> Iterator[Late]:
    """These late duties with the parts of their lateness, as known at the cut-off."""
    plain = _plain(found, scope.until_at)
    calendar = org.calendar_known_at(scope.until_at)
    for one in found:
        if one.duty_id in plain:
            # what `attribute` says of one hold that did all the work: it carries all of the delay
            seconds = working_seconds(calendar, one.due_at, one.completed_at or scope.until_at)
            if seconds > 0:
                yield Late(one.duty_id, one.body_id, dict.fromkeys(CAUSES_OF, 0) | {"holder": seconds})
    rest = {one.duty_id: one.body_id for one in found if one.duty_id not in plain}
    for ids in _batches(sorted(rest)):
        duties = as_known(Duty.objects.filter(pk__in=ids), scope.until_at)
        for pk, late in lateness_of(duties, scope.until_at, known_at=scope.until_at).items():
            yield Late(pk, rest[pk], by_column(late))


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _plain(found: Sequence[Delayed], until_at: datetime) -> set[int]:
    """Those that one person held from beginning to end, without anything that could share the delay."""
    if Outage.objects.filter(registered_at__lt=until_at).exists():
        return set()
    plain: set[int] = set()
    for start in range(0, len(found), BATCH):
        some = found[start : start + BATCH]
        given: dict[str, Any] = {
            "ids": [one.duty_id for one in some],
            "dues": [one.due_at for one in some],
            "until": until_at,
            "verbs": list(PLAIN_VERBS),
        }
        with connection.cursor() as cursor:
            cursor.execute(_PLAIN, given)
            plain.update(pk for (pk,) in cursor.fetchall())
    return plain


def by_column(late: Lateness) -> dict[str, int]:
    """Late working seconds of one duty by column."""
    found = dict.fromkeys(CAUSES_OF, 0)
    for part in late.parts:
        found[_COLUMN[part.kind]] += part.seconds
    return found


def cause_lines(scope: ReportScope, found: Sequence[Delayed]) -> list[ReportLine]:
    """By unit: how many duties are late, and whose their lateness is."""
    sums: dict[int, dict[str, int]] = {}
    for late in attributed(found, scope):
        line = sums.setdefault(scope.unit_of(late.body_id), dict.fromkeys(("duties", *CAUSES_OF), 0))
        line["duties"] += 1
        for name, seconds in late.seconds.items():
            line[name] += seconds
    bodies = Body.objects.filter(pk__in=sums).order_by("sort_key")
    names = [column.key for column in COLUMNS]
    return [ReportLine(str(body.pk), body.name, tuple(sums[body.pk][name] for name in names)) for body in bodies]


def _rows(person: Person, scope: ReportScope, line: str, column: str) -> list[ReportRow]:
    wanted: list[tuple[int, int]] = []
    for late in attributed(late_in(scope, int(line) if line.isdecimal() else 0), scope):
        seconds = sum(late.seconds.values()) if column == "duties" else late.seconds.get(column, 0)
        if seconds:
            wanted.append((late.duty_id, seconds))
    wanted.sort(key=lambda one: (-one[1], one[0]))
    facts = {pk: (_("trễ %(time)s làm việc") % {"time": dates.working_text(seconds)},) for pk, seconds in wanted}
    return rows_of(person, [pk for pk, _seconds in wanted], facts)


CAUSES = ReportSection(
    key="causes",
    title=gettext_noop("Thời gian trễ theo nguyên nhân"),
    first=gettext_noop("Cơ quan, đơn vị"),
    columns=COLUMNS,
    lines=lambda scope: cause_lines(scope, late_in(scope)),
    rows=_rows,
    note=gettext_noop("Thời gian làm việc trễ được chia cho phần vượt của từng chặng; các phần cộng lại đúng bằng cả."),
    whole_only=False,
)
