"""Of whom a person may make reports, and what lay below a body in a period."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import posts_of

# Who sees the work of a body sees its figures; a văn thư prepares the report for his head, Nội vụ for the province's.
REPORTING = frozenset({"leader", "head", "deputy", "clerk", "home_affairs", "inspector"})
LEADING = frozenset({"leader", "head", "deputy"})


def reporting_bodies(person: Person, at: datetime) -> list[Body]:
    """The bodies of the person's reporting seats: he may make reports of them and of whatever lies below."""
    found = {post.body_id: post.body for post in posts_of(person, at) if post.role in REPORTING}
    return sorted(found.values(), key=lambda body: (len(body.lineage), body.sort_key))


def may_report(person: Person, body: Body, at: datetime) -> bool:
    """Whether the reports of a body are a person's to make and read."""
    return any(own.pk in body.lineage for own in reporting_bodies(person, at))


def may_report_person(person: Person, other: Person, body: Body, at: datetime) -> bool:
    """Everybody has the report of his own work; of others who leads the body in which they sit."""
    if person.pk == other.pk:
        return True
    leading = {post.body_id for post in posts_of(person, at) if post.role in LEADING}
    seats = posts_of(other, at)
    return any(leading & set(post.body.lineage) and body.pk in post.body.lineage for post in seats)


def bodies_to_report(person: Person, at: datetime, day: date) -> list[Body]:
    """Those bodies and the ones right below them that exist on a day, from the top down: what the page offers."""
    own = reporting_bodies(person, at)
    below = _on(Body.objects.filter(parent__in=own), day, day).order_by("sort_key")
    return list({body.pk: body for body in (*own, *below)}.values())


def bodies_in(body: Body, first: date, last: date) -> list[Body]:
    """The body and all below it that existed at some time between two days (both included); the body first."""
    found = _on(Body.objects.filter(lineage__contains=[body.pk]), first, last).order_by("sort_key")
    return [body, *(one for one in found if one.pk != body.pk)]


def _on(bodies: QuerySet[Body], first: date, last: date) -> QuerySet[Body]:
    return bodies.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)


def tops(body: Body, below: Iterable[Body]) -> dict[int, int]:
    """For each body that lies in it: the one right below `body` to which it belongs; for `body` itself: itself."""
    found = {}
    for one in below:
        place = one.lineage.index(body.pk) if body.pk in one.lineage else -1
        found[one.pk] = one.lineage[place + 1] if 0 <= place < len(one.lineage) - 1 else one.pk
    return found
