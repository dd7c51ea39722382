"""What happened goes out of the outbox once: whoever takes it keeps it in a table of his own, in one transaction."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Told:
    """An entry that was told, and under which topic."""

    entry_id: int
    topic: str
    room: str
    subject: str
    subject_id: int


# By id of the outbox row: rows of one subject were written one after the other, under its lock.
_TAKE = """
with gone as (
    delete from outbox where id in (select id from outbox order by id limit %s)
    returning id, entry_id, topic
)
select g.entry_id, g.topic, e.room, e.subject, e.subject_id from gone g join entry e on e.id = g.entry_id order by g.id
"""


def take_outbox(limit: int) -> list[Told]:
    """Take at most `limit` rows, oldest first, in the caller's transaction: if that fails they stay."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit])
        return [Told(*row) for row in cursor.fetchall()]
