"""Bottlenecks in the law as a section of periodic reports: clauses by how many duties they stopped in the period."""

from collections.abc import Sequence

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from congvu.kernel.org.models import Person
from congvu.kit.dates import day_text
from congvu.kit.reports import ReportColumn, ReportLine, ReportRow, ReportScope, ReportSection
from congvu.sources.obstacles.models import Obstacle
from congvu.sources.obstacles.queries import visible_to

_COLUMNS = (
    ReportColumn("records", gettext_noop("Lần ghi")),
    ReportColumn("duties", gettext_noop("Việc bị chặn")),
    ReportColumn("answered", gettext_noop("Đã có trả lời")),
)


def _recorded(scope: ReportScope) -> Q:
    """Records of the period that still stood when it ended."""
    stood = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=scope.until_at)
    return stood & Q(body__in=scope.bodies, recorded_at__gte=scope.starts_at, recorded_at__lt=scope.until_at)


def lines(scope: ReportScope) -> list[ReportLine]:
    """One line a clause, what stopped most duties first. One statement."""
    found = (
        Obstacle.objects.filter(_recorded(scope))
        .values("clause_key")
        .annotate(
            law=Min("instrument"),
            part=Min("clause"),
            records=Count("pk"),
            duties=Count("duty", distinct=True),
            answered=Count("pk", filter=Q(group__answered_at__lt=scope.until_at)),
        )
        .order_by("-duties", "law", "part")
    )
    rows = found.values_list("clause_key", "law", "part", "records", "duties", "answered")
    return [ReportLine(key, f"{clause}, {law}", tuple(numbers)) for key, law, clause, *numbers in rows]


def rows(person: Person, scope: ReportScope, line: str, column: str) -> Sequence[ReportRow]:
    """The records behind a figure, as far as the reader sees them."""
    seen = Obstacle.objects.filter(_recorded(scope), clause_key=line, pk__in=visible_to(person).values("pk"))
    if column == "answered":
        seen = seen.filter(group__answered_at__lt=scope.until_at)
    found = seen.select_related("duty", "body").order_by("duty", "pk")
    if column == "duties":
        found = found.distinct("duty")
    return [
        ReportRow(
            text=f"{row.duty.code} {row.duty.title}",
            url=reverse("obstacles:page", args=[row.pk]),
            facts=(row.body.name, day_text(row.recorded_at)),
        )
        for row in found[:500]
    ]


SECTION = ReportSection(
    key="obstacles",
    title=gettext_noop("Vướng mắc pháp luật đã ghi"),
    columns=_COLUMNS,
    lines=lines,
    rows=rows,
    first=gettext_noop("Điều, khoản"),
)
