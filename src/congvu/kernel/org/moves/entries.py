"""The organisation's own ledger entries.

The ledger's room stands above this one, so its Python is not called from here: the verbs below call the SQL function
`ledger_append` of the ledger, as the duties' own function does (docs/decisions/0004).
"""

import json
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

from congvu.engines.seal import SALT_BYTES, commit, leaf_halves, subject_key
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import main_seat, may
from congvu.kernel.org.rules.acts import ACTS
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc

ROOM = "org"
# The plan that is being carried out: it was ordered by who may, and what it does needs no further permission.
ORDERED: ContextVar[int | None] = ContextVar("ordered_plan", default=None)


class OrgRefused(Refused):
    """The organisation is not changed; `text` says why, in words for the person."""


def require(act: str, by: Person | None, *, body: Body | None = None, post: Post | None = None) -> None:
    """Whoever changes the organisation must be named by `rules.acts`; nobody (None) only while the installation has
    no administrator yet, that is while it is being set up.
    """
    if ORDERED.get() is not None:
        return
    if by is None:
        if Person.objects.filter(is_administrator=True).exists():
            raise OrgRefused("Chưa rõ ai thực hiện thay đổi tổ chức này.")
    elif not may(act, by, now(), body=body, post=post):
        raise OrgRefused(f"Chỉ {ACTS[act].who} được {ACTS[act].label}.")


def require_manager(by: Person | None) -> None:
    """For bodies, posts and appointments."""
    require("structure", by)


# The lock keeps entries of one subject in a row; the time is taken inside it and grows per subject.
_NEXT = """
SELECT coalesce(last.seq, 0) + 1, last.leaf_hash,
       greatest(congvu_now(), last.recorded_at + interval '1 microsecond')
FROM (SELECT pg_advisory_xact_lock(hashtext(%s), %s)) AS held
LEFT JOIN LATERAL (
    SELECT seq, leaf_hash, recorded_at FROM entry
    WHERE room = %s AND subject = %s AND subject_id = %s ORDER BY seq DESC LIMIT 1
) AS last ON true
"""
_APPEND = """
SELECT entry_id FROM ledger_append(%s, %s, %s, %s, %s, %s, %s, %s, NULL, '', %s::jsonb, %s, %s, %s::jsonb, %s)
"""


def write_entry(
    subject: str,
    subject_id: int,
    verb: str,
    *,
    by: Person | None,
    payload: Mapping[str, object],
    texts: Mapping[str, str] | None = None,
) -> datetime:
    """Append one entry of this room inside the caller's transaction; gives the moment it was recorded.

    `payload` is part of the leaf and holds nothing personal; of `texts` the leaf holds a commitment only.
    """
    fields = [(name, secrets.token_bytes(SALT_BYTES), nfc(value)) for name, value in (texts or {}).items() if value]
    seat = main_seat(by, now()) if by is not None else None
    person_id, post_id = (by.pk if by else None), (seat.post.pk if seat else None)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [subject, subject_id % 2**31, ROOM, subject, subject_id])
        seq, previous, at = cursor.fetchone()
        head, tail = leaf_halves(
            subject=subject_key(ROOM, subject, subject_id),
            seq=seq,
            previous=bytes(previous) if previous else None,
            verb=verb,
            person=person_id,
            post=post_id,
            payload=payload,
            commitments=[(name, commit(name, value, salt)) for name, salt, value in fields],
        )
        told = json.dumps([{"name": name, "salt": salt.hex(), "value": value} for name, salt, value in fields])
        cursor.execute(
            _APPEND,
            [ROOM, subject, subject_id, seq, verb, person_id, post_id, at, json.dumps(payload), head, tail, told, ""],
        )
        cursor.fetchone()
    assert isinstance(at, datetime)
    return at
