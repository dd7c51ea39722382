"""Standing demands as a list, and the lines of a review duty."""

from django.db.models import Q, QuerySet

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import posts_of
from congvu.kit.clock import now
from congvu.sources.directives.models import Obligation, ReviewLine
from congvu.sources.directives.queries.access import readings_visible_to


def obligations_of(person: Person, *, body: Body | None = None) -> QuerySet[Obligation]:
    """Standing demands on the person's bodies and of the directives he may see."""
    bodies = {post.body_id for post in posts_of(person, now())}
    seen = Q(body__in=bodies) | Q(demand__reading__in=readings_visible_to(person))
    found = Obligation.objects.filter(seen).select_related("body", "accountable_post", "demand__reading__document")
    if body is not None:
        found = found.filter(body=body)
    return found.order_by("demand__reading", "demand__order", "body__sort_key")


def review_lines(duty_id: int) -> QuerySet[ReviewLine]:
    """The lines of a review duty: one a standing demand of the directive."""
    return (
        ReviewLine.objects.filter(duty=duty_id)
        .select_related("obligation__demand")
        .order_by("obligation__demand__order", "pk")
    )


def review_duty(person: Person, duty_id: int) -> Duty | None:
    """A review duty the person may see; None when it is no review or not for him."""
    duty = visible_to(person).filter(pk=duty_id, origin_key__startswith="review/").first()
    return duty
