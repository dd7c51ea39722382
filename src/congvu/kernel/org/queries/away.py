"""Who is away, and who receives what comes meanwhile."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from congvu.kernel.org.models import Absence, AbsenceReason, Person
from congvu.kernel.org.queries.permission import may
from congvu.kernel.org.queries.seats import posts_of
from congvu.kit.clock import local_day


def absences() -> QuerySet[Absence]:
    """Those that took or take place, with persons and the stand-in's seat."""
    return Absence.objects.select_related("person", "stand_in", "stand_in_post__body").filter(cancelled_at=None)


def absences_on(day: date, people: Iterable[int] | None = None) -> dict[int, Absence]:
    """Who is away on a day, by person; one statement."""
    rows = absences().filter(starts_on__lte=day, ends_on__gte=day)
    if people is not None:
        rows = rows.filter(person__in=list(people))
    return {row.person_id: row for row in rows.order_by("pk")}


def absences_from(day: date, bodies: Collection[int] | None = None) -> list[Absence]:
    """Absences that are not over on a day, the nearest first; only of people seated in these bodies, when given."""
    rows = absences().filter(ends_on__gte=day).order_by("starts_on", "person__sort_key")
    if bodies is not None:
        seated = Q(person__appointments__ends_at__isnull=True) | Q(person__appointments__ends_at__date__gte=day)
        rows = rows.filter(seated, person__appointments__post__body__in=list(bodies)).distinct()
    return list(rows)


def absence_days(first: date, last: date) -> list[tuple[int, date, date]]:
    """(person, from, until) of every absence that touches a period: all that figures may know."""
    rows = Absence.objects.filter(cancelled_at=None, starts_on__lte=last, ends_on__gte=first).order_by("pk")
    return [(row.person_id, max(row.starts_on, first), min(row.ends_on, last)) for row in rows]


def may_know_why(person: Person, absence: Absence, at: datetime) -> bool:
    """Whether a person may read the reason: himself, who recorded it, the heads above, the home affairs posts."""
    if person.pk in (absence.person_id, absence.recorded_by_id):
        return True
    return any(may("absence", person, at, body=post.body) for post in posts_of(absence.person, at))


def reason_of(absence: Absence, *, asked_by: Person, at: datetime) -> str:
    """Why, for whoever may know it; empty for everybody else."""
    if not may_know_why(asked_by, absence, at):
        return ""
    row = AbsenceReason.objects.filter(pk=absence.pk).first()
    return row.reason if row else ""


def is_away(person: Person, at: datetime) -> bool:
    return person.pk in absences_on(local_day(at), [person.pk])
