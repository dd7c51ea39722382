"""What happened goes out of the outbox once: each reader keeps what it wants in a table of its own, in one transaction.

Readers are named in settings.OUTBOX_READERS, functions of `list[Told]`: webhooks, notices.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string


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


def hand_out(most: int = 1_000) -> int:
    """Give all that is new to every reader, at most `most` rows a transaction; if one reader fails, all of it stays."""
    count = 0
    readers: list[Callable[[list[Told]], None]] = [import_string(path) for path in settings.OUTBOX_READERS]
    while True:
        with transaction.atomic():
            taken = take_outbox(most)
            for reader in readers if taken else ():
                reader(taken)
        count += len(taken)
        if len(taken) < most:
            return count
