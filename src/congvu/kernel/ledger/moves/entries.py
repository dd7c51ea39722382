"""Entries of rooms that have no SQL function of their own. Duties write theirs inside `duty_move`."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from congvu.engines import seal
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Person, Post

LOCKS = 1024  # subjects of a kind share this many locks: 5,000 entries at once must not fill the lock table


@dataclass(frozen=True)
class NewEntry:
    """What shall be written. `payload` is structured and not personal; free text goes into `fields`."""

    subject_id: int
    verb: str
    by: Person | int | None = None
    post: Post | int | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""
    source: str = ""
    target: str = ""
    files: Sequence[str] = ()
    effective_at: datetime | None = None
    ground: str = ""


@dataclass(frozen=True)
class Appended:
    """An entry that was written; sealed within a minute."""

    entry_id: int
    seq: int
    at: datetime
    leaf_hash: bytes


def append(
    *,
    room: str,
    subject: str,
    subject_id: int,
    verb: str,
    by: Person | int | None,
    post: Post | int | None = None,
    payload: Mapping[str, object] | None = None,
    fields: Mapping[str, str] | None = None,
    authority: str = "",
    topic: str = "",
    effective_at: datetime | None = None,
    ground: str = "",
) -> Appended:
    """Write one entry, in the caller's transaction if there is one. `by` empty means the clock.

    Text is brought to NFC; LeafError when a value cannot be sealed.
    """
    new = NewEntry(
        subject_id=subject_id,
        verb=verb,
        by=by,
        post=post,
        payload=payload or {},
        fields=fields or {},
        authority=authority,
        effective_at=effective_at,
        ground=ground,
    )
    return append_many(room, subject, [new], topic=topic)[0]


def append_many(room: str, subject: str, entries: Sequence[NewEntry], *, topic: str = "") -> list[Appended]:
    """Write many entries in three round trips; several of one subject follow one another in the order given."""
    if not entries:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        _lock(cursor, room, subject, {entry.subject_id for entry in entries})
        last = _last(cursor, room, subject, sorted({entry.subject_id for entry in entries}))
        rows = [_row(entry, room, subject, last) for entry in entries]
        columns = [list(column) for column in zip(*(row.columns for row in rows), strict=True)]
        fields = [one | {"i": place} for place, row in enumerate(rows, 1) for one in row.fields]
        cursor.execute(_APPEND_MANY, [room, subject, *columns, json.dumps(fields), topic])
        return [
            Appended(entry_id, row.seq, row.at, bytes(leaf_hash))
            for row, (entry_id, leaf_hash) in zip(rows, cursor.fetchall(), strict=True)
        ]


def erase_field(*, entry: Entry, name: str, by: Person, post: Post | None, instrument: str, reason: str) -> Appended:
    """Empty one field of an entry by a legal instrument; the commitment stays, so every proof stays valid.

    Raises LookupError when there is nothing to erase.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        written = append(
            room="ledger",
            subject="entry",
            subject_id=entry.pk,
            verb="erase",
            by=by,
            post=post,
            payload={"name": name, "instrument": seal.normal(instrument)},
            fields={"reason": reason},
        )
        cursor.execute("select ledger_erase(%s, %s, %s)", [entry.pk, name, written.entry_id])
        if cursor.fetchone() in (None, (None,)):
            raise LookupError(f"Dòng {entry.pk} không có nội dung “{name}” để xóa.")
    return written


_APPEND_MANY = """
select entry_id, leaf_hash from ledger_append_many(
    %s, %s, %s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[],
    %s::text[], %s::text[]::jsonb[], %s::bytea[], %s::bytea[], %s::jsonb, %s)
order by place
"""
# The time is read after the lock was taken, as in every move (reliability: time before the lock reverses ranges).
_LAST = """
select s.id, coalesce(e.seq, 0), e.leaf_hash, greatest(congvu_now(), e.recorded_at + interval '1 microsecond')
from unnest(%s::bigint[]) s (id)
left join lateral (select seq, leaf_hash, recorded_at from entry
                   where room = %s and subject = %s and subject_id = s.id order by seq desc limit 1) e on true
"""


@dataclass(frozen=True)
class _Row:
    seq: int
    at: datetime
    columns: tuple[Any, ...]
    fields: list[dict[str, object]]


_Last = dict[int, tuple[int, bytes | None, datetime]]


def _lock(cursor: Any, room: str, subject: str, subject_ids: Iterable[int]) -> None:
    names = {f"{room}/{subject}/{subject_id % LOCKS}" for subject_id in subject_ids}
    keys = sorted(int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True) for name in names)
    cursor.execute(
        "select pg_advisory_xact_lock(key) from unnest(%s::bigint[]) with ordinality u (key, n) order by n", [keys]
    )


def _last(cursor: Any, room: str, subject: str, subject_ids: list[int]) -> _Last:
    cursor.execute(_LAST, [subject_ids, room, subject])
    return {row[0]: (row[1], bytes(row[2]) if row[2] else None, row[3]) for row in cursor.fetchall()}


def _row(new: NewEntry, room: str, subject: str, last: _Last) -> _Row:
    seq, previous, at = last[new.subject_id]
    person, post = _key(new.by), _key(new.post)
    payload = seal.normal(new.payload)
    assert isinstance(payload, dict)
    words = [(name, str(seal.normal(text)), secrets.token_bytes(seal.SALT_BYTES)) for name, text in new.fields.items()]
    halves = seal.leaf_halves(
        subject=seal.subject_key(room, subject, new.subject_id),
        seq=seq + 1,
        previous=previous,
        verb=new.verb,
        person=person,
        post=post,
        authority=str(seal.normal(new.authority)),
        source=new.source,
        target=new.target,
        payload=payload,
        files=new.files,
        commitments=[(name, seal.commit(name, text, salt)) for name, text, salt in words],
        effective_at=new.effective_at,
        ground=new.ground,
    )
    leaf_hash = seal.leaf_hash(seal.leaf_bytes(halves, at))
    last[new.subject_id] = (seq + 1, leaf_hash, at + timedelta(microseconds=1))
    columns = (
        *(new.subject_id, seq + 1, new.verb, person, post, at, new.effective_at, new.ground),
        *(json.dumps(payload), *halves),
    )
    return _Row(seq + 1, at, columns, [{"name": name, "value": text, "salt": salt.hex()} for name, text, salt in words])


def _key(model: Person | Post | int | None) -> int | None:
    return model if isinstance(model, int) or model is None else model.pk
