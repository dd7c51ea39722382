"""Who sees which duty: one indexed join on `audience`."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from congvu.kernel.duties.models import Audience, Duty
from congvu.kernel.org.models import Person, Post
from congvu.kit.clock import now
from congvu.kit.vietnamese import fold

# Heads and deputies see the duties of their body and of those below; a văn thư the titles.
SEEING = ("leader", "head", "deputy", "clerk")
# What a coordinator or a consulted person sees: question, product and timeline.
IN_PART = frozenset({"coordinator", "consulted"})


def _seats(person: Person, at: datetime) -> QuerySet[Post]:
    """The posts that let a person see what a body sees."""
    return Post.objects.filter(
        Q(appointments__ends_at__isnull=True) | Q(appointments__ends_at__gt=at),
        appointments__person=person,
        appointments__starts_at__lte=at,
        role__in=SEEING,
    )


def seen_by(person: Person, at: datetime) -> Q:
    """The rows of `audience` that let a person see a duty."""
    return _seen_from(person, _seats(person, at).values_list("body_id", flat=True))


def _seen_from(person: Person, bodies: Iterable[int]) -> Q:
    seen = list(bodies)
    mine = Q(person=person) | Q(body__in=seen) if seen else Q(person=person)
    return Q(mine, ended_at__isnull=True)


def visible_to(person: Person, held: Iterable[Post] | None = None) -> QuerySet[Duty]:
    """The duties that a person may see; the unseen does not exist for him.

    `held`: the posts that he holds now, where the caller has read them.
    """
    bodies = None if held is None else [post.body_id for post in held if post.role in SEEING]
    seen = seen_by(person, now()) if bodies is None else _seen_from(person, bodies)
    return Duty.objects.filter(Exists(Audience.objects.filter(seen, duty=OuterRef("pk"))))


_SIGHT_SQL = """
select a.how, a.person_id is not null,
       coalesce((select bool_or(q.role <> 'clerk') from appointment x join post q on q.id = x.post_id
                 where x.person_id = %s and q.body_id = a.body_id and x.starts_at <= %s
                   and (x.ends_at is null or x.ends_at > %s)), false)
from audience a
where a.duty_id = %s and a.ended_at is null
  and (a.person_id = %s or a.body_id in (
      select q.body_id from appointment x join post q on q.id = x.post_id
      where x.person_id = %s and x.starts_at <= %s and (x.ends_at is null or x.ends_at > %s) and q.role = any(%s)))
"""


def sight_of(person: Person, duty_id: int, at: datetime) -> str:
    """How much of a duty a person sees: "full", "part" (coordinators, consulted), "title" (văn thư), "" (nothing)."""
    me = person.pk
    with connection.cursor() as cursor:
        cursor.execute(_SIGHT_SQL, [me, at, at, duty_id, me, me, at, at, list(SEEING)])
        rows = cursor.fetchall()
    whole = {how for how, mine, leading in rows if mine or leading}
    if whole - IN_PART:
        return "full"
    return "part" if whole else "title" if rows else ""


def search(person: Person, text: str, *, limit: int = 50) -> list[Duty]:
    """Visible duties whose number or words hold all that was typed, whatever the tone marks; newest first."""
    number = re.fullmatch(r"\s*(?:nv-\d{4}-)?0*(\d+)\s*", text, re.IGNORECASE)
    found = visible_to(person).select_related("holder", "body", "document")
    if number:
        return list(found.filter(pk=int(number.group(1)))[:1])
    words = re.findall(r"\w+", fold(text))
    if not words:
        return []
    query = " & ".join(f"{word}:*" for word in words)
    matching = RawSQL(
        "select duty_id from duty_text where to_tsvector('simple', fold) @@ to_tsquery('simple', %s)", (query,)
    )
    return list(found.filter(pk__in=matching).order_by("-pk")[:limit])
