"""The one question under all others of this room: who sits in which post at an instant.

Every move asks it, so it is one prepared statement whose rows become models directly; through the query builder the
same answer takes three times as long.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.rules import STANDING_IN
from congvu.kit.clock import local_day


@dataclass(frozen=True)
class Seat:
    """A named person in a post, and why it is he: holder, quyền, phụ trách, deputy, superior."""

    person: Person
    post: Post
    how: str = "holder"

    @property
    def body(self) -> Body:
        return self.post.body


# Which seats: the condition each question adds. `%s` takes its one value.
OF_PERSON = "a.person_id = %s::bigint"
OF_POST = "a.post_id = %s::bigint"
OF_BODY = "q.body_id = %s::bigint"
DEPUTIES = "q.body_id = %s::bigint and q.role = 'deputy'"
LEADING_OF = "q.body_id = any(%s::bigint[]) and q.role in ('leader', 'head', 'deputy')"

_SQL = """
select a.kind, {columns}
from appointment a join person p on p.id = a.person_id join post q on q.id = a.post_id join body b on b.id = q.body_id
where {condition}
  and a.starts_at <= %s::timestamptz and (a.ends_at is null or a.ends_at > %s::timestamptz)
  and q.valid_from <= %s::date and (q.valid_to is null or q.valid_to >= %s::date)
order by {first}q."order", case a.kind {strength} else 0 end, a.id
"""


@lru_cache(maxsize=1)
def _fields() -> tuple[tuple[type[models.Model], tuple[str, ...], tuple[str, ...]], ...]:
    """(model, attributes, columns) of what one row holds."""
    return tuple(
        (
            model,
            tuple(field.attname for field in model._meta.concrete_fields),
            tuple(f'{alias}."{field.column}"' for field in model._meta.concrete_fields),
        )
        for model, alias in ((Person, "p"), (Post, "q"), (Body, "b"))
    )


@lru_cache(maxsize=8)
def _statement(condition: str) -> str:
    columns = ", ".join(column for _, _, names in _fields() for column in names)
    strength = " ".join(f"when '{kind}' then {place}" for place, kind in enumerate(STANDING_IN, 1))
    # of several posts the one he chose to be shown under comes first
    first = "coalesce(q.id = p.shown_post_id, false) desc, " if condition == OF_PERSON else ""
    return _SQL.format(columns=columns, condition=condition, strength=strength, first=first)


def sitting(condition: str, value: int | list[int], at: datetime) -> list[Seat]:
    """The seats of one question at an instant: by order of the posts, the appointed before who acts for them."""
    day = local_day(at)
    with connection.cursor() as cursor:
        cursor.execute(_statement(condition), [value, at, at, day, day])
        return [_seat(row) for row in cursor.fetchall()]


def _seat(row: tuple[Any, ...]) -> Seat:
    kind, place, made = row[0], 1, []
    for model, attributes, _ in _fields():
        values = row[place : place + len(attributes)]
        place += len(attributes)
        made.append(model.from_db(connection.alias, attributes, values))
    person, post, body = made
    assert isinstance(person, Person) and isinstance(post, Post) and isinstance(body, Body)
    if isinstance(body.lineage, str):
        body.lineage = json.loads(body.lineage)
    post.body = body
    return Seat(person, post, kind if kind in STANDING_IN else "holder")
