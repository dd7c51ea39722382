"""Work that was handed back in a period: "not mine" by who said so, "unclear" by whose text it was (M21)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop

from congvu.judgement.reports.queries.seen import rows_of
from congvu.kernel.duties.rules import FIELDS, RETURN_GROUNDS
from congvu.kernel.org.models import Body, Person
from congvu.kit import dates
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection

UNCLEAR = "unclear"
_SQL = """
select e.subject_id, e.seq, e.recorded_at, (e.payload ->> 'body')::bigint, p.body_id, e.payload ->> 'ground', d.matter
from entry e join duty d on d.id = e.subject_id left join post p on p.id = d.issuer_post_id
where e.room = 'duties' and e.verb = 'return' and e.recorded_at >= %(start)s and e.recorded_at < %(until)s
  and (%(document)s::bigint is null or d.document_id = %(document)s)
  and (%(person)s::bigint is null or e.actor_id = %(person)s)
  and not exists (
      select from entry w where w.room = 'duties' and w.subject = 'duty' and w.subject_id = e.subject_id
      and w.seq > e.seq and w.verb = 'withdraw' and w.recorded_at < %(until)s
      and (w.payload ->> 'withdrawn')::integer = e.seq)
order by e.recorded_at, e.id
"""


@dataclass(frozen=True, slots=True)
class Return:
    """One return that stands: by which body, of a duty that which body issued."""

    duty_id: int
    seq: int
    at: datetime
    body_id: int
    issuer_id: int | None
    ground: str


def returns(scope: ReportScope) -> list[Return]:
    """The returns of a period that were not taken back before its cut-off, of all bodies."""
    given = {
        "start": scope.starts_at,
        "until": scope.until_at,
        "document": scope.document_id,
        "person": scope.person_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return [Return(*row) for *row, matter in cursor.fetchall() if scope.holds(matter)]


Place = Callable[[Return], int | None]


def _by(place: Place, found: Sequence[Return], scope: ReportScope) -> dict[int, list[Return]]:
    inside, groups = set(scope.bodies), dict[int, list[Return]]()
    for one in found:
        body_id = place(one)
        if body_id is not None and body_id in inside:
            groups.setdefault(scope.unit_of(body_id), []).append(one)
    return groups


def _lines(place: Place, grounds: Sequence[str], scope: ReportScope) -> list[ReportLine]:
    groups = _by(place, [one for one in returns(scope) if one.ground in grounds], scope)
    bodies = Body.objects.filter(pk__in=groups).order_by("sort_key")
    lines = []
    for body in bodies:
        counts = [sum(one.ground == ground for one in groups[body.pk]) for ground in grounds]
        lines.append(ReportLine(str(body.pk), body.name, tuple(counts)))
    return lines


def _rows(place: Place, person: Person, scope: ReportScope, line: str, column: str) -> list[ReportRow]:
    groups = _by(place, [one for one in returns(scope) if one.ground == column], scope)
    mine = groups.get(int(line), []) if line.isdecimal() else []
    facts = {one.duty_id: (dates.moment_text(one.at),) for one in mine}
    return rows_of(person, list(facts), facts)


def _columns(grounds: Sequence[str]) -> tuple[ReportColumn, ...]:
    labels = dict(FIELDS["ground"].choices)
    return tuple(ReportColumn(ground, labels[ground]) for ground in grounds)


def _returner(one: Return) -> int | None:
    return one.body_id


def _issuer(one: Return) -> int | None:
    return one.issuer_id


RETURNS = ReportSection(
    key="returns",
    title=gettext_noop("Việc đã trả lại trong kỳ"),
    first=gettext_noop("Cơ quan, đơn vị trả lại"),
    columns=_columns(RETURN_GROUNDS),
    lines=lambda scope: _lines(_returner, RETURN_GROUNDS, scope),
    rows=lambda person, scope, line, column: _rows(_returner, person, scope, line, column),
    whole_only=False,
)
UNCLEAR_ISSUES = ReportSection(
    key="unclear",
    title=gettext_noop("Việc bị trả lại vì chưa rõ, theo cơ quan giao"),
    first=gettext_noop("Cơ quan giao việc"),
    columns=(ReportColumn(UNCLEAR, gettext_noop("Số lần trả lại vì chưa rõ")),),
    lines=lambda scope: _lines(_issuer, (UNCLEAR,), scope),
    rows=lambda person, scope, line, column: _rows(_issuer, person, scope, line, column),
    note=gettext_noop("Việc giao chưa rõ người, việc, thời gian, trách nhiệm, sản phẩm hay thẩm quyền thì bị trả lại."),
    whole_only=False,
)
