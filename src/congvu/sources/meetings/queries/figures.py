"""Counts of attendance for reports: by body, never a list of persons in order; each number has its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from congvu.kernel.org.models import Body
from congvu.kit.clock import VIETNAM, local_day
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


def _of(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> QuerySet[Invitee]:
    """Confirmed attendance at meetings that began on these days (both included), of people of these bodies."""
    begin = datetime.combine(first, time(0), VIETNAM)
    end = datetime.combine(last + timedelta(days=1), time(0), VIETNAM)
    found = Invitee.objects.filter(
        meeting__closed_at__isnull=False, meeting__starts_at__gte=begin, meeting__starts_at__lt=end
    )
    if isinstance(bodies, QuerySet):
        return found.filter(body__in=bodies)
    return found.filter(body__in=list(bodies))


def attendance_by_unit(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> list[UnitFigures]:
    """One line a body that was asked to a meeting, in the order of the alphabet. Two statements."""
    contested = Q(attendance="absent", reply_state="open")
    rows = (
        _of(bodies, first, last)
        .values("body")
        .annotate(
            asked=Count("pk"),
            present=Count("pk", filter=Q(attendance="present")),
            late=Count("pk", filter=Q(attendance="late")),
            stand_in=Count("pk", filter=Q(attendance="stand_in")),
            excused=Count("pk", filter=Q(attendance="excused")),
            absent=Count("pk", filter=Q(attendance="absent") & ~contested),
            contested=Count("pk", filter=contested),
        )
    )
    counted = {row[0]: row[1:] for row in rows.values_list("body", *_COUNTED)}
    names = Body.objects.filter(pk__in=counted).order_by("sort_key")
    return [UnitFigures(body, *counted[body.pk]) for body in names]


def absences(bodies: QuerySet[Body] | Iterable[int], first: date, last: date) -> list[AbsenceRow]:
    """The rows behind the count of absences without reason, body by body, by day."""
    rows = _of(bodies, first, last).filter(attendance="absent").exclude(reply_state="open")
    rows = rows.select_related("meeting__body", "body", "person", "post").order_by(
        "body__sort_key", "meeting__starts_at"
    )
    return [AbsenceRow(row.body, row.meeting, row) for row in rows]


def per_year(bodies: Iterable[int], at: datetime) -> tuple[int, int]:
    """Meetings of these bodies this year so far, and up to the same day of the year before; cancelled ones left out."""
    today = local_day(at)
    counts = []
    for year in (today.year, today.year - 1):
        begin = datetime.combine(date(year, 1, 1), time(0), VIETNAM)
        days = (today - date(today.year, 1, 1)).days + 1
        rows = Meeting.objects.filter(
            body__in=list(bodies), starts_at__gte=begin, starts_at__lt=begin + timedelta(days)
        )
        counts.append(rows.exclude(state="cancelled").count())
    return counts[0], counts[1]
