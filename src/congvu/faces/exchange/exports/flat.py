"""One row an entry: CSV and Parquet. The database writes CSV by COPY; for Parquet it becomes columns as it comes.

Neither knows how many rows there are, so memory stays flat.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from congvu.faces.exchange.exports.scope import COLUMNS, Scope, statement

Told = Callable[[int], None]
ROWS_OF_A_GROUP = 100_000
BLOCK = 4 * 2**20
# In the words of PostgreSQL: a cell that a program would take for a formula gets an apostrophe before it.
_SAFE = "regexp_replace({0}, '^([=+@\\t\\r-])', '''\\1')"
_AT = """to_char({0} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_TEXTS = ("room", "subject", "verb", "ground", "actor", "actor_body", "state", "holder", "body")
_NUMBERS = {"entry_id": "int64", "subject_id": "int64", "seq": "int32"}


def csv_parts(raw: Any, scope: Scope, *, for_people: bool = True) -> Iterator[bytes]:
    """The bytes of a CSV file in UTF-8 with headings, in the order in which entries were written."""
    shown = []
    for column in COLUMNS:
        if column in ("recorded_at", "effective_at"):
            shown.append(f"{_AT.format(column)} as {column}")
        elif for_people and column in _TEXTS:
            shown.append(f"{_SAFE.format(column)} as {column}")
        else:
            shown.append(column)
    inner = statement(scope).replace("select e.id,", "select e.id as entry_id,", 1)
    query = f"copy (select {', '.join(shown)} from ({inner} order by e.id) x) to stdout (format csv, header)"
    with raw.cursor() as cursor, cursor.copy(query, scope.values) as copy:
        for part in copy:
            yield bytes(part)


def write_csv(raw: Any, scope: Scope, path: Path, told: Told) -> int:
    """Write the file; gives the number of entries."""
    lines = -1  # the headings
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        for part in csv_parts(raw, scope):
            out.write(part)
            lines += 1  # the server sends one message a row
            if lines % 100_000 == 0:
                told(lines)
    return lines


class _Pipe(io.RawIOBase):
    """The parts of a stream as a file that is read once."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled, size = [self._rest], len(self._rest)
        while size < len(buffer):
            part = next(self._parts, b"")
            if not part:
                break
            filled.append(part)
            size += len(part)
        whole = b"".join(filled)
        given, self._rest = whole[: len(buffer)], whole[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def write_parquet(raw: Any, scope: Scope, path: Path, told: Told) -> int:
    """Write the file, a group of rows at a time; gives the number of entries."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    types = {name: pa.string() for name in (*_TEXTS, "leaf_hash")}
    types |= {name: getattr(pa, kind)() for name, kind in _NUMBERS.items()}
    types |= {name: pa.timestamp("us", "UTC") for name in ("recorded_at", "effective_at")}
    pipe = io.BufferedReader(_Pipe(csv_parts(raw, scope, for_people=False)), BLOCK)
    reader = csv.open_csv(
        pipe,
        read_options=csv.ReadOptions(block_size=BLOCK, use_threads=False),
        convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""],
                                           quoted_strings_can_be_null=False),
    )  # fmt: skip
    lines, waiting, held = 0, [], 0
    with parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            waiting.append(batch)
            held += batch.num_rows
            lines += batch.num_rows
            if held >= ROWS_OF_A_GROUP:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting, held = [], 0
                told(lines)
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
    return lines
