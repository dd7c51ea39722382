"""Where a post stands in the organisation: what never changes of it, remembered for a move's one read.

A post belongs to its body and keeps its role, a body keeps its place in the tree, from the day they are made: a
change is another post, another body. Who sits where, and until when, is never remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from congvu.kernel.org.models import Body, Post


@dataclass(frozen=True, slots=True)
class Spot:
    """The body, the role and the order of a post."""

    body_id: int
    role: str
    order: int


def of(post_ids: Iterable[int]) -> list[Spot]:
    """The spots of posts, in the order asked."""
    known = _remembered("congvu_posts")
    wanted = list(post_ids)
    unknown = [post_id for post_id in wanted if post_id not in known]
    if unknown:
        rows = Post.objects.filter(pk__in=unknown).values_list("pk", "body_id", "role", "order")
        known.update({pk: Spot(body_id, role, order) for pk, body_id, role, order in rows})
    return [known[post_id] for post_id in wanted]


def lineage(body_id: int) -> list[int]:
    """The ids of the bodies from the top down to this one."""
    known = _remembered("congvu_lineages")
    if body_id not in known:
        known[body_id] = list(Body.objects.values_list("lineage", flat=True).get(pk=body_id))
    found: list[int] = known[body_id]
    return found


def _remembered(name: str) -> dict[int, Any]:
    """Kept with the connection, so that it never outlives the database it was read from."""
    django = connections[DEFAULT_DB_ALIAS]
    django.ensure_connection()
    kept: dict[int, Any] = django.connection.__dict__.setdefault(name, {})
    return kept
