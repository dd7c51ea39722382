"""Each entry is what its leaf says, hangs on the one before it, and its words are those committed to."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from congvu.engines import seal
from congvu.engines.seal.canonical import encode
from congvu.engines.seal.leaf import SALT_BYTES, commitment
from congvu.kernel.ledger.queries.report import Progress, Report

STAGE = "Đối chiếu từng dòng"
STEP = 2000

# In the order of subjects, so that each entry meets the one before it; every column that a leaf binds is read.
_ENTRIES = """
select e.id, e.room || '/' || e.subject || '/' || e.subject_id, e.seq, e.verb, coalesce(e.actor_id, 0),
       coalesce(e.post_id, 0), ledger_instant(e.recorded_at),
       case when e.ground <> '' or e.effective_at <> e.recorded_at then ledger_instant(e.effective_at) end,
       e.ground, e.payload::text, e.leaf, e.leaf_hash, f.names, f.salts, f.texts, f.erasures
from entry e
left join (select entry_id, array_agg(name order by name) names, array_agg(salt order by name) salts,
                  array_agg(value order by name) texts,
                  array_agg(coalesce(erased_in_id, 0) order by name) erasures
           from entry_field group by entry_id) f on f.entry_id = e.id
order by e.room, e.subject, e.subject_id, e.seq
"""


def stream(query: str, step: int = STEP) -> Iterator[tuple[Any, ...]]:
    """Rows through a server-side cursor in the binary format: nothing is read twice, nothing piles up."""
    connection.ensure_connection()
    raw = connection.connection
    with connection.cursor() as settings:
        settings.execute("set local cursor_tuple_fraction = 1")
        settings.execute("set local work_mem = '64MB'")
    with raw.cursor(name="ledger_stream") as cursor:
        cursor.itersize = step
        cursor.execute(query, binary=True)
        yield from cursor


def run(report: Report, progress: Progress) -> None:
    """Check all entries; findings go to the report."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from entry")
        (total,) = cursor.fetchone()
    subject, seq, previous, at = "", 0, b"", ""
    done = 0
    for row in stream(_ENTRIES):
        if row[1] != subject:
            subject, seq, previous, at = row[1], 0, b"", ""
        leaf = _check_leaf(report, row)
        if leaf is not None:
            if row[2] != seq + 1 or leaf["previous"] != previous.hex():
                _check_chain(report, row, leaf, seq, previous)
            if row[6] <= at:
                report.contradiction(f"{name(row)}: ghi trước dòng liền trước của nó.", row[0])
            if row[12] or leaf["commitments"]:
                _check_fields(report, row, leaf["commitments"])
        seq, previous, at = row[2], row[11], row[6]
        done += 1
        if done % STEP == 0:
            progress(STAGE, done, total)
    report.entries = done
    progress(STAGE, done, total)


def name(row: tuple[Any, ...]) -> str:
    """How a row is named to people."""
    return f"Dòng {row[0]} ({row[1]}, lần {row[2]}, “{row[3]}”)"


def _check_leaf(report: Report, row: tuple[Any, ...]) -> dict[str, Any] | None:
    """The decoded leaf if the row's columns and hash are exactly those of the leaf."""
    leaf_bytes: bytes = row[10]
    if seal.leaf_hash(leaf_bytes) != row[11]:
        report.contradiction(f"{name(row)}: mã băm không phải của nội dung đã ghi.", row[0])
    try:
        leaf: dict[str, Any] = json.loads(leaf_bytes)
        columns = _columns(row)
        told = {**leaf, **columns}
        if row[7] is None:
            told.pop("effective", None)
        if leaf["v"] == 1 and encode(told) == leaf_bytes:
            return leaf
        seal.decode(leaf_bytes)
    except (ValueError, KeyError, TypeError, RecursionError):
        report.contradiction(f"{name(row)}: nội dung đã niêm phong không đọc được.", row[0])
        return None
    changed = [key for key, value in columns.items() if encode(leaf.get(key)) != encode(value)]
    if ("effective" in leaf) != (row[7] is not None):
        changed.append("effective")
    words = ", ".join(f"“{_COLUMNS[key]}”" for key in dict.fromkeys(changed))
    report.contradiction(f"{name(row)}: {words} đã bị sửa sau khi ghi.", row[0])
    return leaf


_COLUMNS = {
    "subject": "đối tượng",
    "seq": "lần",
    "verb": "bước",
    "person": "người thực hiện",
    "post": "vị trí",
    "at": "lúc ghi",
    "effective": "lúc có hiệu lực",
    "ground": "căn cứ thời điểm",
    "payload": "dữ liệu",
}


def _columns(row: tuple[Any, ...]) -> dict[str, Any]:
    columns = {
        "subject": row[1],
        "seq": row[2],
        "verb": row[3],
        "person": row[4],
        "post": row[5],
        "at": row[6],
        "ground": row[8],
        "payload": json.loads(row[9]),
    }
    if row[7] is not None:
        columns["effective"] = row[7]
    return columns


def _check_chain(report: Report, row: tuple[Any, ...], leaf: dict[str, Any], seq: int, previous: bytes) -> None:
    if row[2] != seq + 1:
        missing = f"lần {seq + 1}" if row[2] == seq + 2 else f"các lần {seq + 1} đến {row[2] - 1}"
        report.contradiction(f"{row[1]}: {missing} đã bị bỏ khỏi sổ cái, trước dòng {row[0]}.", row[0])
    elif leaf["previous"] != previous.hex():
        report.contradiction(f"{name(row)}: không nối tiếp dòng liền trước của nó.", row[0])


def _check_fields(report: Report, row: tuple[Any, ...], commitments: list[list[str]]) -> None:
    stored = {
        named: (salt, text, erased)
        for named, salt, text, erased in zip(row[12] or (), row[13] or (), row[14] or (), row[15] or (), strict=True)
    }
    report.fields += len(stored)
    for field, digest in commitments:
        salt, text, erased = stored.pop(field, (None, "", 0))
        if salt is None:
            report.contradiction(f"{name(row)}: nội dung “{field}” đã bị bỏ đi mà không có văn bản xóa.", row[0])
        elif erased and not salt and not text:
            report.erased += 1
        elif len(salt) != SALT_BYTES or commitment(field, text, salt).hex() != digest:
            report.contradiction(f"{name(row)}: nội dung “{field}” đã bị sửa sau khi ghi.", row[0])
    for field in stored:
        report.contradiction(f"{name(row)}: nội dung “{field}” được thêm vào sau khi ghi.", row[0])
