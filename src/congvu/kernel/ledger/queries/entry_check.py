"""Each entry is what its leaf says, hangs on the one before it, and its words are those committed to.

Walks through parts of the ledger compare bytes (`entry_walk`, `field_walk`); only what differs is taken apart here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection

from congvu.engines import seal
from congvu.engines.seal.canonical import encode
from congvu.kernel.ledger.queries.crew import Crew
from congvu.kernel.ledger.queries.entry_walk import Part, Row, Walked, stream, walk_entries
from congvu.kernel.ledger.queries.field_walk import FieldsWalked, walk_fields
from congvu.kernel.ledger.queries.report import Progress, Report

ENTRIES = "Đối chiếu từng dòng"
FIELDS = "Đối chiếu nội dung"
PART = 20_000  # entries, more or less
SAMPLES = 16  # for each part, so that parts come out about equal

_SAMPLED = """
select distinct room, subject, subject_id from entry where id = any(%s) order by room, subject, subject_id
"""
_ONE = """
select e.id, e.room || '/' || e.subject || '/' || e.subject_id, e.seq, e.verb, coalesce(e.actor_id, 0),
       coalesce(e.post_id, 0), ledger_instant(e.recorded_at),
       case when e.ground <> '' or e.effective_at <> e.recorded_at then ledger_instant(e.effective_at) end,
       e.ground, e.leaf, e.leaf_hash, e.payload::text
from entry e where e.id = %s
"""
_LEAVES_AND_NAMES = """
select e.id, e.leaf, array(select name from entry_field f where f.entry_id = e.id) from entry e order by e.id
"""


@dataclass(frozen=True)
class Walks:
    """Walks that were begun: ask for what they met."""

    entries: list[Callable[[], Walked]]
    fields: list[Callable[[], FieldsWalked]]
    total: int
    total_fields: int


def begin(crew: Crew) -> Walks:
    """Divide all entries and fields into parts and have them walked through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from entry), (select count(*) from entry_field), min(id), max(id) from entry"
        )
        total, total_fields, first, last = cursor.fetchone()
        first, last = first or 0, last or 0
        parts = total // PART + 1
        cursor.execute(_SAMPLED, [[first + (last - first) * n // (parts * SAMPLES) for n in range(parts * SAMPLES)]])
        bounds = [None, *(tuple(row) for row in cursor.fetchall()[SAMPLES::SAMPLES]), None]
    steps = [first + (last + 1 - first) * n // parts for n in range(parts + 1)]
    return Walks(
        entries=[crew(walk_entries, Part(after, until)) for after, until in pairwise(bounds)],
        fields=[crew(walk_fields, ids) for ids in pairwise(steps)],
        total=total,
        total_fields=total_fields,
    )


def finish(walks: Walks, report: Report, progress: Progress) -> None:
    """Collect what the walks met; findings go to the report."""
    met = committed = 0
    for walked in (ask() for ask in walks.entries):
        report.entries += walked.entries
        committed += walked.committed
        for text, entry_id in walked.gaps:
            report.contradiction(text, entry_id)
        for entry_id, previous in walked.suspects:
            _explain(report, entry_id, previous)
        progress(ENTRIES, report.entries, walks.total)
    for written in (ask() for ask in walks.fields):
        report.fields += written.fields
        report.erased += written.erased
        met += written.met
        for text, entry_id in written.faults:
            report.contradiction(text, entry_id)
        progress(FIELDS, report.fields, walks.total_fields)
    if met != committed:
        _name_lost_fields(report)


def _explain(report: Report, entry_id: int, previous: str) -> None:
    """Name what is wrong with an entry; nothing, when it was only written in an unusual way."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [entry_id])
        row = cursor.fetchone()
    told = f"Dòng {row[0]} ({row[1]}, lần {row[2]}, “{row[3]}”)"
    leaf_bytes = bytes(row[9])
    if seal.leaf_hash(leaf_bytes) != bytes(row[10]):
        report.contradiction(f"{told}: mã băm không phải của nội dung đã ghi.", entry_id)
    try:
        seal.decode(leaf_bytes)
    except seal.LeafError:
        report.contradiction(f"{told}: nội dung đã niêm phong không đọc được.", entry_id)
        return
    leaf: dict[str, Any] = json.loads(leaf_bytes)
    names = ("subject", "seq", "verb", "person", "post", "at", "effective", "ground", "payload")
    columns = dict(zip(names, (*row[1:9], _read(row[11])), strict=True))
    changed = [_WORDS[name] for name, value in columns.items() if not _same(leaf.get(name), value)]
    if changed:
        report.contradiction(f"{told}: {', '.join(changed)} đã bị sửa sau khi ghi.", entry_id)
    elif leaf["previous"] != previous:
        report.contradiction(f"{told}: không nối tiếp dòng liền trước của nó.", entry_id)
    elif leaf["seq"] > 1:
        _check_time(report, told, row)


def _read(payload: str) -> object:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return float("nan")  # equal to nothing that a leaf says


def _same(said: object, stored: object) -> bool:
    try:
        return encode(said) == encode(stored)
    except (ValueError, RecursionError):
        return False


_WORDS = {
    "subject": "“đối tượng”",
    "seq": "“lần”",
    "verb": "“bước”",
    "person": "“người thực hiện”",
    "post": "“vị trí”",
    "at": "“lúc ghi”",
    "effective": "“lúc có hiệu lực”",
    "ground": "“căn cứ thời điểm”",
    "payload": "“dữ liệu”",
}


def _check_time(report: Report, told: str, row: Row) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from entry e join entry p using (room, subject, subject_id)"
            " where e.id = %s and p.seq = e.seq - 1 and p.recorded_at >= e.recorded_at)",
            [row[0]],
        )
        if cursor.fetchone() == (True,):
            report.contradiction(f"{told}: ghi trước dòng liền trước của nó.", row[0])


def _name_lost_fields(report: Report) -> None:
    rows = (row for some in stream(connection.connection, _LEAVES_AND_NAMES) for row in some)
    for entry_id, leaf_bytes, names in rows:
        try:
            leaf = seal.decode(leaf_bytes)
        except seal.LeafError:
            continue  # already named as unreadable
        for name, _digest in leaf.commitments:
            if name not in names:
                told = f"Dòng {entry_id}: nội dung “{name}” đã bị bỏ đi mà không có văn bản xóa."
                report.contradiction(told, entry_id)
