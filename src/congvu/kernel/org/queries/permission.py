"""Whether a person may change the organisation, by the table `rules.acts`."""

from datetime import datetime

from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries.seats import posts_of
from congvu.kernel.org.rules import HEADING
from congvu.kernel.org.rules.acts import ACTS, ADMINISTRATOR, HEAD, HOLDER


def may(act: str, person: Person, at: datetime, *, body: Body | None = None, post: Post | None = None) -> bool:
    """`body` is the body concerned, for acts of its head; `post` the seat whose authority is at stake."""
    by = ACTS[act].by
    if ADMINISTRATOR in by and person.is_administrator:
        return True
    posts = posts_of(person, at)
    if any(one.role in by for one in posts):
        return True
    if HEAD in by and body is not None and any(one.role in HEADING and one.body_id in body.lineage for one in posts):
        return True
    return HOLDER in by and post is not None and any(one.pk == post.pk for one in posts)


def may_manage(person: Person, at: datetime) -> bool:
    """Whether a person may change bodies, posts and appointments."""
    return may("structure", person, at)


def led_bodies(person: Person, at: datetime) -> list[Body]:
    """The bodies whose head a person is: he looks after who is away in them and in those below."""
    return [post.body for post in posts_of(person, at) if post.role in HEADING]
