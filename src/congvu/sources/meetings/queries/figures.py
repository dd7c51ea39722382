"""Counts of attendance for reports: by body, never a list of persons in order; each number has its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, TextField, Value, When

from congvu.kernel.org.models import Body
from congvu.kit.clock import day_start, local_day
from congvu.sources.meetings.models import Invitee, Meeting


@dataclass(frozen=True)
class UnitFigures:
    """Of one body: how often its people were asked to a meeting, and what was written about them."""

    body: Body
    asked: int
    present: int
    late: int
    stand_in: int
    excused: int
    absent: int
    contested: int


@dataclass(frozen=True)
class AbsenceRow:
    """One absence without reason that counts: of which body, at which meeting."""

    body: Body
    meeting: Meeting
    invitee: Invitee


_COUNTED = ("asked", "present", "late", "stand_in", "excused", "absent", "contested")


def written(
    bodies: QuerySet[Body] | Iterable[int], begin: datetime, end: datetime, known: datetime
) -> QuerySet[Any, Any]:
    """Attendance of people of these bodies at meetings that began from `begin` until `end` (not included), as it was
    known at an instant: `was` what was written about them then, `replying` whether a reply was being looked at.
    """
    later = Q(ruled_at__gte=known) & ~Q(attendance_before="")
    found = Invitee.objects.filter(
        meeting__closed_at__lt=known, meeting__starts_at__gte=begin, meeting__starts_at__lt=end
    ).annotate(
        was=Case(When(later, then=F("attendance_before")), default=F("attendance"), output_field=TextField()),
        replying=Case(
            When(Q(replied_at__lt=known) & (Q(ruled_at__isnull=True) | Q(ruled_at__gte=known)), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )
    if isinstance(bodies, QuerySet):
        return found.filter(body__in=bodies)
    return found.filter(body__in=list(bodies))


def counts_by_body(rows: QuerySet[Any, Any]) -> dict[int, tuple[int, ...]]:
    """By body, the numbers of `_COUNTED`: an absence under a reply is contested and counts nowhere else."""
    contested = Q(was="absent", replying=True)
    counted = rows.values("body").annotate(
        asked=Count("pk"),
        present=Count("pk", filter=Q(was="present")),
        late=Count("pk", filter=Q(was="late")),
        stand_in=Count("pk", filter=Q(was="stand_in")),
        excused=Count("pk", filter=Q(was="excused")),
        absent=Count("pk", filter=Q(was="absent") & ~contested),
        contested=Count("pk", filter=contested),
    )
    return {row[0]: row[1:] for row in counted.values_list("body", *_COUNTED)}


def _of(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> QuerySet[Any, Any]:
    """Confirmed attendance at meetings that began on these days (both included), as it is known now."""
    begin = day_start(first)
    end = day_start(last + timedelta(days=1))
    return written(bodies, begin, end, datetime.max.replace(tzinfo=UTC))


def attendance_by_unit(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> list[UnitFigures]:
    """One line a body that was asked to a meeting, in the order of the alphabet. Two statements."""
    counted = counts_by_body(_of(bodies, first, last))
    names = Body.objects.filter(pk__in=counted).order_by("sort_key")
    return [UnitFigures(body, *counted[body.pk]) for body in names]


def absences(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> list[AbsenceRow]:
    """The rows behind the count of absences without reason, body by body, by day."""
    rows = _of(bodies, first, last).filter(was="absent", replying=False)
    rows = rows.select_related("meeting__body", "body", "person", "post").order_by(
        "body__sort_key", "meeting__starts_at"
    )
    return [AbsenceRow(row.body, row.meeting, row) for row in rows]


def per_year(bodies: Iterable[int], at: datetime) -> tuple[int, int]:
    """Meetings of these bodies this year so far, and up to the same day of the year before; cancelled ones left out."""
    today = local_day(at)
    counts = []
    for year in (today.year, today.year - 1):
        begin = day_start(date(year, 1, 1))
        days = (today - date(today.year, 1, 1)).days + 1
        rows = Meeting.objects.filter(
            body__in=list(bodies), starts_at__gte=begin, starts_at__lt=begin + timedelta(days)
        )
        counts.append(rows.exclude(state="cancelled").count())
    return counts[0], counts[1]
