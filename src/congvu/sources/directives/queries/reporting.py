"""Standing demands in periodic reports: how many hold, and what their reviews said in the period."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext_noop

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Body, Person
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection
from congvu.sources.directives.models import Obligation
from congvu.sources.directives.queries.obligations import obligations_of

OUTCOMES = ("done", "partly", "not")
COLUMNS = (
    ReportColumn("kept", gettext_noop("Đang có hiệu lực")),
    ReportColumn("reviewed", gettext_noop("Đã rà soát trong kỳ")),
    ReportColumn("done", gettext_noop("Đã thực hiện")),
    ReportColumn("partly", gettext_noop("Thực hiện một phần")),
    ReportColumn("not", gettext_noop("Chưa thực hiện")),
)


def _obligations(scope: ReportScope) -> list[Obligation]:
    """Those that held on the last day of the period, as far as they had been issued by its cut-off."""
    if scope.person_id is not None:
        return []
    holding = Q(ends_on__isnull=True) | Q(ends_on__gte=scope.last_day)
    found = Obligation.objects.filter(
        holding, body__in=scope.bodies, starts_on__lte=scope.last_day, demand__reading__issued_at__lt=scope.until_at
    ).select_related("demand__reading")
    if scope.document_id is not None:
        found = found.filter(demand__reading__document=scope.document_id)
    return [one for one in found.order_by("pk") if scope.holds(one.demand.title)]


def _outcomes(scope: ReportScope) -> dict[int, str]:
    """What the reviews handed in during the period said of each obligation; a later one goes before an earlier."""
    entries = Entry.objects.filter(
        room="directives", verb="review", recorded_at__gte=scope.starts_at, recorded_at__lt=scope.until_at
    )
    found: dict[int, str] = {}
    for payload in entries.order_by("recorded_at", "pk").values_list("payload", flat=True):
        found |= {int(key): outcome for key, outcome in payload["outcomes"].items()}
    return found


def _counts(obligations: Iterable[Obligation], outcomes: dict[int, str]) -> tuple[int, ...]:
    rows = list(obligations)
    told = [outcomes[one.pk] for one in rows if one.pk in outcomes]
    return (len(rows), len(told), *(told.count(outcome) for outcome in OUTCOMES))


def standing_lines(scope: ReportScope) -> list[ReportLine]:
    """By unit: how many standing demands it has to keep, and what became of them."""
    outcomes = _outcomes(scope)
    units: dict[int, list[Obligation]] = {}
    for one in _obligations(scope):
        units.setdefault(scope.unit_of(one.body_id), []).append(one)
    bodies = Body.objects.filter(pk__in=units).order_by("sort_key")
    return [ReportLine(str(body.pk), body.name, _counts(units[body.pk], outcomes)) for body in bodies]


def standing_rows(person: Person, scope: ReportScope, line: str, column: str) -> Sequence[ReportRow]:
    """The demands behind one figure that the person may see."""
    outcomes = _outcomes(scope) if column != "kept" else {}
    wanted = [
        one
        for one in _obligations(scope)
        if str(scope.unit_of(one.body_id)) == line
        and (column == "kept" or (one.pk in outcomes and column in ("reviewed", outcomes[one.pk])))
    ]
    seen = obligations_of(person).in_bulk([one.pk for one in wanted])
    return [
        ReportRow(seen[one.pk].clause, f"/van-ban/{one.demand.reading_id}/", (seen[one.pk].body.name,))
        for one in wanted
        if one.pk in seen
    ]


STANDING = ReportSection(
    key="standing",
    title=gettext_noop("Yêu cầu thường xuyên"),
    first=gettext_noop("Cơ quan, đơn vị"),
    columns=COLUMNS,
    lines=standing_lines,
    rows=standing_rows,
    whole_only=False,
)
