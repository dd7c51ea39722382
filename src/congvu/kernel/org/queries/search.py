"""Bodies and people by name, for pickers and the search box; insensitive to tone marks."""

import re
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from congvu.kernel.org.models import Body, Installation, Person
from congvu.kernel.org.rules import name_key
from congvu.kit.vietnamese import fold

Row = TypeVar("Row", bound=Model)


def installation() -> Installation | None:
    """What this database is; None before `congvu init` or `congvu demo`."""
    return Installation.objects.first()


def bodies_on(day: date) -> QuerySet[Body]:
    """The bodies that exist on a day, in the order of the alphabet."""
    return Body.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day).order_by(
        "sort_key"
    )


def bodies_under(body: Body, day: date) -> QuerySet[Body]:
    """A body and everything below it on a day."""
    return bodies_on(day).filter(lineage__contains=[body.pk])


def find_bodies(text: str, day: date, limit: int = 20) -> list[Body]:
    """Bodies whose name holds all the words, whatever the tone marks."""
    words = name_key(text).split()
    return list(_with_words(bodies_on(day), "body", words)[:limit]) if words else []


def find_people(text: str, at: datetime, limit: int = 20) -> list[Person]:
    """People whose name holds all the words and who hold a post now; the given name orders them."""
    found = Person.objects.filter(
        Q(appointments__ends_at__isnull=True) | Q(appointments__ends_at__gt=at), appointments__starts_at__lte=at
    )
    words = re.findall(r"[a-z0-9]+", fold(text))
    return list(_with_words(found, "person", words).distinct().order_by("sort_key")[:limit]) if words else []


def _with_words(rows: QuerySet[Row], table: str, words: list[str]) -> QuerySet[Row]:
    """Rows whose folded name has, for each word, a word that begins with it; by the index of sql/10_org.sql."""
    query = " & ".join(f"{word}:*" for word in words[:12])
    return rows.extra(where=[f"to_tsvector('simple', {table}.name_fold) @@ to_tsquery('simple', %s)"], params=[query])
