"""Each entry is what its leaf says, hangs on the one before it, and its words are those committed to.

Rows stream by COPY, so the database reads ahead while this process hashes, and memory stays flat. A leaf has one
spelling, so an untouched row is recognised by comparing bytes; only a row that differs is taken apart.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, connection, transaction
from psycopg import errors

from congvu.engines import seal
from congvu.engines.seal.canonical import encode
from congvu.engines.seal.leaf import SALT_BYTES, commitment
from congvu.kernel.ledger.queries.report import Progress, Report

ENTRIES = "Đối chiếu từng dòng"
FIELDS = "Đối chiếu nội dung"
STEP = 5000
Row = tuple[Any, ...]
_EntryRow = tuple[int, str, int, str, int, int, str, str | None, str, bytes, bytes, bool]

_COLUMNS = """
select e.id, e.room || '/' || e.subject || '/' || e.subject_id, e.seq, e.verb, coalesce(e.actor_id, 0),
       coalesce(e.post_id, 0), ledger_instant(e.recorded_at),
       case when e.ground <> '' or e.effective_at <> e.recorded_at then ledger_instant(e.effective_at) end,
       e.ground, e.leaf, e.leaf_hash, {payload} from entry e
"""
# In the order of subjects, so that each entry meets the one before it. The database keeps a payload in a form of its
# own, so it compares payloads itself; the first way stops at a leaf that is not JSON, the second is slow and does not.
_ORDER = " order by e.room, e.subject, e.subject_id, e.seq"
_ENTRIES = _COLUMNS.format(payload="convert_from(e.leaf, 'UTF8')::jsonb -> 'payload' = e.payload") + _ORDER
_ENTRIES_SLOWLY = _COLUMNS.format(payload="ledger_same_payload(e.leaf, e.payload)") + _ORDER
_ENTRY_TYPES = ("int8", "text", "int4", "text", "int8", "int8", "text", "text", "text", "bytea", "bytea", "bool")
_ONE = _COLUMNS.format(payload="e.payload::text") + " where e.id = %s"
_FIELDS = """
select f.entry_id, f.name, f.salt, f.value, e.leaf, f.erased_in_id is not null and exists (
    select from entry x where x.id = f.erased_in_id and x.room = 'ledger' and x.subject = 'entry' and x.verb = 'erase'
                          and x.subject_id = f.entry_id and x.payload ->> 'name' = f.name)
from entry_field f join entry e on e.id = f.entry_id
"""
_FIELD_TYPES = ("int8", "text", "bytea", "text", "bytea", "bool")
_LEAVES_AND_NAMES = """
select e.id, e.leaf, array(select name from entry_field f where f.entry_id = e.id) from entry e order by e.id
"""


def stream(query: str, types: Sequence[str]) -> Iterator[Row]:
    """Rows as they come; nothing else may be asked on this connection until the last one."""
    connection.ensure_connection()
    with connection.cursor() as settings:
        # an ordered walk through an index beats sorting whole leaves while the table fits into memory
        settings.execute("set local random_page_cost = 1.1")
        settings.execute("set local work_mem = '64MB'")
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format binary)") as copy,
    ):
        copy.set_types(types)
        yield from copy.rows()


def run(report: Report, progress: Progress) -> None:
    """Check all entries and fields; findings go to the report."""
    with connection.cursor() as cursor:
        cursor.execute("select (select count(*) from entry), (select count(*) from entry_field)")
        entries, fields = cursor.fetchone()
    try:
        with transaction.atomic():
            walk = _walk(_ENTRIES, progress, entries)
    except (DataError, errors.DataError):
        walk = _walk(_ENTRIES_SLOWLY, progress, entries)
    report.entries = walk.done
    for text, entry_id in walk.gaps:
        report.contradiction(text, entry_id)
    for entry_id, previous in walk.suspects:
        _explain(report, entry_id, previous)
    _check_fields(report, progress, fields, walk.committed)


@dataclass
class _Walk:
    """What a walk through all entries met; `suspects` are those whose bytes are not the expected ones."""

    done: int = 0
    committed: int = 0
    suspects: list[tuple[int, str]] = field(default_factory=list)
    gaps: list[tuple[str, int]] = field(default_factory=list)


def _walk(query: str, progress: Progress, total: int) -> _Walk:
    walk = _Walk()
    subject, seq, previous, before = "", 0, "", ""
    for row in stream(query, _ENTRY_TYPES):
        if row[1] != subject:
            subject, seq, previous, before = row[1], 0, "", ""
        if row[2] != seq + 1:
            lost = f"lần {seq + 1}" if row[2] == seq + 2 else f"các lần {seq + 1} đến {row[2] - 1}"
            walk.gaps.append((f"{subject}: {lost} đã bị bỏ khỏi sổ cái, trước dòng {row[0]}.", row[0]))
            previous = _previous(row[9])
        if not row[11] or row[6] <= before or not _is_expected(row, previous):
            walk.suspects.append((row[0], previous))
        walk.committed += _commitments(row[9])
        seq, previous, before = row[2], row[10].hex(), row[6]
        walk.done += 1
        if walk.done % STEP == 0:
            progress(ENTRIES, walk.done, total)
    progress(ENTRIES, walk.done, total)
    return walk


def _is_expected(row: _EntryRow, previous: str) -> bool:
    """Whether the leaf is, byte by byte, what version 1 writes of these columns.

    Within a JSON string a quotation mark is escaped, so the marks searched for cannot stand inside one; before the
    payload there are only strings and lists of strings, after it only strings and numbers.
    """
    _number, subject, seq, verb, person, post, at, effective, ground, leaf, leaf_hash, _same = row
    middle, tail = leaf.find(b',"ground":'), leaf.rfind(b',"person":')
    return (
        hashlib.sha256(b"\0" + leaf).digest() == leaf_hash
        and leaf.startswith(f'{{"at":"{at}","authority":"'.encode())
        and leaf.startswith(f',"ground":"{ground}","payload":{{'.encode(), middle)
        and leaf.startswith(
            f',"person":{person},"post":{post},"previous":"{previous}","seq":{seq},"subject":"{subject}","to":"'.encode(),
            tail,
        )
        and leaf.endswith(f',"v":1,"verb":"{verb}"}}'.encode())
        and (
            leaf.find(b',"effective":', 0, middle) < 0
            if effective is None
            else ground != "" and leaf.find(f',"effective":"{effective}","files":'.encode(), 0, middle) > 0
        )
    )


def _previous(leaf: bytes) -> str:
    start = leaf.rfind(b',"previous":"') + 13
    return leaf[start : leaf.find(b'"', start)].decode("latin-1")


def _commitments(leaf: bytes) -> int:
    if b',"commitments":[],' in leaf:
        return 0
    start = leaf.find(b',"commitments":[[') + 16
    return leaf.count(b'["', start, leaf.find(b"]],", start))


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
    columns = dict(zip(names, (*row[1:9], json.loads(row[11])), strict=True))
    changed = [_WORDS[name] for name, value in columns.items() if encode(leaf.get(name)) != encode(value)]
    if changed:
        report.contradiction(f"{told}: {', '.join(changed)} đã bị sửa sau khi ghi.", entry_id)
    elif leaf["previous"] != previous:
        report.contradiction(f"{told}: không nối tiếp dòng liền trước của nó.", entry_id)
    elif leaf["seq"] > 1:
        _check_time(report, told, row)


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


def _check_fields(report: Report, progress: Progress, total: int, committed: int) -> None:
    met = 0
    marks: dict[str, bytes] = {}  # how a commitment of that name begins in a leaf
    for entry_id, name, salt, text, leaf, lawfully_erased in stream(_FIELDS, _FIELD_TYPES):
        report.fields += 1
        end = leaf.find(b',"files":')
        mark = marks.get(name) or marks.setdefault(name, encode([name, ""])[:-2])
        if leaf.find(mark, 0, end) < 0:
            report.contradiction(f"Dòng {entry_id}: nội dung “{name}” được thêm vào sau khi ghi.", entry_id)
            continue
        met += 1
        if len(salt) == SALT_BYTES and leaf.find(mark + commitment(name, text, salt).hex().encode(), 0, end) > 0:
            pass
        elif lawfully_erased and not salt and not text:
            report.erased += 1
        else:
            report.contradiction(f"Dòng {entry_id}: nội dung “{name}” đã bị sửa sau khi ghi.", entry_id)
        if report.fields % STEP == 0:
            progress(FIELDS, report.fields, total)
    progress(FIELDS, report.fields, total)
    if met != committed:
        _name_lost_fields(report)


def _name_lost_fields(report: Report) -> None:
    for entry_id, leaf_bytes, names in stream(_LEAVES_AND_NAMES, ("int8", "bytea", "text[]")):
        try:
            leaf = seal.decode(leaf_bytes)
        except seal.LeafError:
            continue  # already named as unreadable
        for name, _digest in leaf.commitments:
            if name not in names:
                told = f"Dòng {entry_id}: nội dung “{name}” đã bị bỏ đi mà không có văn bản xóa."
                report.contradiction(told, entry_id)
