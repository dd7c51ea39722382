"""A walk through entries in the order of their subjects, comparing bytes.

A leaf has one spelling, so an untouched row is recognised by spelling its columns and comparing; whoever differs is a
suspect, to be taken apart by `entry_check`. Nothing here needs Django: another process can walk another part.
"""

import functools
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from psycopg import Connection
from psycopg.types.numeric import Int8BinaryLoader
from psycopg.types.string import ByteaBinaryLoader

from congvu.engines.seal.canonical import encode

AT_ONCE = 500
Row = tuple[Any, ...]
Subject = tuple[str, str, int]
_EPOCH = np.datetime64("2000-01-01", "us").astype(np.int64)  # PostgreSQL counts microseconds from there
_AS_SENT = {"timestamptz": Int8BinaryLoader, "jsonb": ByteaBinaryLoader}
_ENTRIES = """
select e.id, e.room, e.subject, e.subject_id, e.seq, e.verb, coalesce(e.actor_id, 0), coalesce(e.post_id, 0),
       e.recorded_at, e.effective_at, e.ground, e.leaf, e.leaf_hash, e.payload
from entry e
"""


@dataclass(frozen=True)
class Part:
    """Subjects after the one and up to the other; without them, from the first and to the last."""

    after: Subject | None = None
    until: Subject | None = None

    def condition(self) -> tuple[str, list[object]]:
        """As SQL on `entry e`, with its values."""
        bounds = [(sign, at) for sign, at in ((">", self.after), ("<=", self.until)) if at]
        parts = [f"(e.room, e.subject, e.subject_id) {sign} (%s, %s, %s)" for sign, _at in bounds]
        return " and ".join(parts) or "true", [value for _sign, at in bounds for value in at]


@dataclass
class Walked:
    """What a walk met; `suspects` are entries whose bytes are not the expected ones, with the leaf before them."""

    entries: int = 0
    committed: int = 0
    suspects: list[tuple[int, str]] = field(default_factory=list)
    gaps: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class _Last:
    """The entry met last: what the next one of its subject hangs on."""

    key: tuple[object, ...] = ()
    subject: str = ""
    seq: int = 0
    leaf_hash: str = ""
    at: int = 0


def stream(
    connection: Connection[Any],
    query: str,
    values: Sequence[object] = (),
    loaders: Mapping[str, type] | None = None,
) -> Iterator[list[Row]]:
    """Rows by the thousand through a server-side cursor: the memory for them does not grow."""
    # an ordered walk through an index beats sorting whole leaves while the table fits into memory
    connection.execute("set local random_page_cost = 1.1")
    connection.execute("set local work_mem = '64MB'")
    with connection.cursor(name=f"ledger_{secrets.token_hex(4)}") as cursor, ThreadPoolExecutor(1) as ahead:
        for name, loader in (loaders or {}).items():
            cursor.adapters.register_loader(name, loader)
        cursor.execute(query.encode(), values, binary=True)
        coming = ahead.submit(cursor.fetchmany, AT_ONCE)
        while rows := coming.result():
            coming = ahead.submit(cursor.fetchmany, AT_ONCE)  # the database reads on while these are looked at
            yield rows


def walk_entries(connection: Connection[Any], part: Part) -> Walked:
    """Compare each entry of a part with its leaf, its hash and the entry before it."""
    condition, values = part.condition()
    query = f"{_ENTRIES} where {condition} order by e.room, e.subject, e.subject_id, e.seq"
    walked, last = Walked(), _Last()
    for rows in stream(connection, query, values, _AS_SENT):
        _compare(rows, walked, last)
    return walked


def _compare(rows: list[Row], walked: Walked, last: _Last) -> None:
    payloads, instants = _payloads([row[13] for row in rows]), _instants([row[8] for row in rows])
    key, subject, before_seq, previous, before = last.key, last.subject, last.seq, last.leaf_hash, last.at
    for row, payload, at in zip(rows, payloads, instants, strict=True):
        number, seq, recorded_at, leaf, leaf_hash = row[0], row[4], row[8], row[11], row[12]
        if row[1:4] != key:
            key, before_seq, previous, before = row[1:4], 0, "", recorded_at - 1
            subject = f"{_spelled(row[1])}/{_spelled(row[2])}/{row[3]}"
        if seq != before_seq + 1:
            lost = f"lần {before_seq + 1}" if seq == before_seq + 2 else f"các lần {before_seq + 1} đến {seq - 1}"
            walked.gaps.append((f"{subject}: {lost} đã bị bỏ khỏi sổ cái, trước dòng {number}.", number))
            previous = _previous(leaf)
        if recorded_at <= before or not _is_expected(row, subject, payload, at, previous):
            walked.suspects.append((number, previous))
        if b',"commitments":[],' not in leaf:
            walked.committed += _commitments(leaf)
        before_seq, previous, before = seq, leaf_hash.hex(), recorded_at
    walked.entries += len(rows)
    last.key, last.subject, last.seq, last.leaf_hash, last.at = key, subject, before_seq, previous, before


def _is_expected(row: Row, subject: str, payload: str, at: str, previous: str) -> bool:
    """Whether the leaf is, byte by byte, what version 1 writes of these columns.

    Within a JSON string a quotation mark is escaped, so the first mark found is the key itself: before the payload
    there are only strings and lists of strings. From there to the verb, all but the state after is compared.
    """
    _id, _room, _kind, _subject_id, seq, verb, person, post, recorded, effective, ground, leaf, leaf_hash, _ = row
    start = leaf.find(b',"ground":')
    middle = (
        f',"ground":"{_spelled(ground)}","payload":{payload},"person":{person},"post":{post},'
        f'"previous":"{previous}","seq":{seq},"subject":"{subject}","to":"'
    ).encode()
    tail = leaf.find(b'"', start + len(middle))
    same: bool = (
        hashlib.sha256(b"\0" + leaf).digest() == leaf_hash
        and leaf.startswith(f'{{"at":"{at}Z","authority":"'.encode())
        and leaf.startswith(middle, start)
        and leaf[tail:] == f'","v":1,"verb":"{_spelled(verb)}"}}'.encode()
        and (
            leaf.find(b',"effective":', 0, start) < 0
            if effective == recorded and not ground
            else ground != ""
            and leaf.find(f',"effective":"{_instants([effective])[0]}Z","files":'.encode(), 0, start) > 0
        )
    )
    return same


@functools.lru_cache(4096)
def _spelled(text: str) -> str:
    """Text as it stands in a leaf, between the quotation marks."""
    return encode(text)[1:-1].decode()


def _instants(microseconds: list[int]) -> list[str]:
    """Instants as a leaf writes them, without the Z. What is beyond all time becomes some other text."""
    counted = np.array(microseconds, dtype=np.int64) + _EPOCH
    spelled: list[str] = np.datetime_as_string(counted.view("datetime64[us]")).tolist()
    return spelled


def _payloads(sent: list[bytes]) -> list[str]:
    """The canonical spelling of each payload, "?" for one that has none. Read and written together, for speed.

    Between them stands a word that nobody could guess, so that none can pass for two.
    """
    mark = f',"{secrets.token_hex(16)}",'
    try:
        values = json.loads(b"[" + mark.encode().join([one[1:] for one in sent]) + b"]")
        return encode(values).decode()[1:-1].split(mark)
    except (ValueError, RecursionError):  # a number that no leaf holds, or too deep
        return [_payloads([one])[0] for one in sent] if len(sent) > 1 else ["?"]


def _previous(leaf: bytes) -> str:
    start = leaf.rfind(b',"previous":"') + 13
    return leaf[start : leaf.find(b'"', start)].decode("latin-1")


def _commitments(leaf: bytes) -> int:
    start = leaf.find(b',"commitments":[[') + 16
    return leaf.count(b'["', start, leaf.find(b"]],", start))
