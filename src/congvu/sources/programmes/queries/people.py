"""Who may be named in a form of this room: a short list that needs no script, and a search for everybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from congvu.kernel.org.models import Appointment, Body, Post
from congvu.kernel.org.rules import HEADING
from congvu.kit.clock import local_day
from congvu.kit.search import holds
from congvu.sources.programmes.queries.access import LEADING

MOST = 80


@dataclass(frozen=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True)
class Choices:
    label: str
    choices: tuple[Choice, ...]


def people_in(body: Body | None, at: datetime, text: str = "") -> list[Choices]:
    """People of a body and below it (without one: of the installation) by body, as "person-post"; of many their heads
    only, unless `text` says whom.
    """
    rows = Appointment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, person__is_active=True
    ).select_related("person", "post__body")
    if body is not None:
        rows = rows.filter(post__body__lineage__contains=[body.pk])
    found = list(rows)
    if text.strip():
        found = [row for row in found if holds(f"{row.person} {row.post.title} {row.post.body}", text)]
    elif len(found) > MOST:
        found = [row for row in found if row.post.role in HEADING and row.post.order == 1]
    found.sort(key=_place)
    return _grouped((row.post.body, f"{row.person_id}-{row.post_id}", _named(row)) for row in found[:MOST])


def leading_posts(bodies: Iterable[int], at: datetime) -> list[Choices]:
    """The leading posts of these bodies, by body, the nearest last body first."""
    day = local_day(at)
    ids = list(bodies)
    posts = Post.objects.filter(body__in=ids, role__in=LEADING, valid_from__lte=day).select_related("body")
    found = [post for post in posts if post.valid_to is None or post.valid_to >= day]
    found.sort(key=lambda post: (-ids.index(post.body_id), post.order, post.pk))
    return posts_as_choices(found)


def posts_as_choices(posts: Iterable[Post]) -> list[Choices]:
    """Posts by body in the order given; of several with one title (deputies) only the first is offered."""
    seen: set[tuple[int, str]] = set()
    rows = []
    for post in posts:
        if (post.body_id, post.title) not in seen:
            seen.add((post.body_id, post.title))
            rows.append((post.body, str(post.pk), post.title))
    return _grouped(rows)


def _named(row: Appointment) -> str:
    return f"{row.person.full_name}, {row.post.title}"


def _place(row: Appointment) -> tuple[int, str, int, str]:
    body = row.post.body
    return len(body.lineage), body.sort_key, row.post.order, row.person.sort_key


def _grouped(rows: Iterable[tuple[Body, str, str]]) -> list[Choices]:
    groups: dict[int, tuple[str, list[Choice]]] = {}
    for body, value, text in rows:
        groups.setdefault(body.pk, (body.name, []))[1].append(Choice(value, text))
    return [Choices(label, tuple(choices)) for label, choices in groups.values()]
