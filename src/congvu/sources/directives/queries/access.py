"""Who may see, prepare and approve the reading of a directive."""

from datetime import datetime

from django.db.models import Q, QuerySet

from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import leaders_prepared_for, posts_of
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.sources.directives.models import Reading

PREPARING = (Post.Role.CLERK, Post.Role.HEAD, Post.Role.DEPUTY, Post.Role.LEADER)


def readings_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Reading]:
    """Readings of the registers he handles, those waiting for his approval, and those whose duties he may see."""
    moment = at or now()
    posts = [post.pk for post in posts_of(person, moment)]
    bodies = handled_bodies(person, moment)
    own = Q(body__in=bodies) | Q(prepared_by=person) | Q(leader_post__in=posts)
    issued = Q(issued_at__isnull=False, document__in=visible_to(person).values("document"))
    return Reading.objects.filter(own | issued).select_related("document__file", "body", "leader_post", "prepared_by")


def find_reading(person: Person, reading_id: int) -> Reading:
    """The reading, or Reading.DoesNotExist when there is none or the person may not see it."""
    return readings_visible_to(person).get(pk=reading_id)


def handled_body(person: Person, at: datetime | None = None) -> Body | None:
    """The body in whose register a person enters documents; None when he handles none.

    A clerk of the office of a people's committee keeps the register of the committee itself.
    """
    moment = at or now()
    posts = [post for post in posts_of(person, moment) if post.role in PREPARING]
    prepared = leaders_prepared_for(person, moment)
    for post in [*posts, *prepared]:
        if post.role == Post.Role.CLERK and post.body.kind.startswith("van_phong") and post.body.parent_id is not None:
            return post.body.parent
        return post.body
    return None


def may_prepare(person: Person, reading: Reading, at: datetime | None = None) -> bool:
    """Clerk, head or deputy of the body whose register holds it, or who prepares for its leader."""
    return reading.body_id in handled_bodies(person, at or now())


def may_approve(person: Person, reading: Reading, at: datetime | None = None) -> bool:
    """Only who sits in the leader's post that the reading was put to; a clerk never issues."""
    if reading.leader_post_id is None:
        return False
    return any(post.pk == reading.leader_post_id for post in posts_of(person, at or now()))
