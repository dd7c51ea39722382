"""Event logs as files: whatever comes in is told by its content, not by its name. Needs no Django."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.logs import (
    Builder,
    Columns,
    Log,
    LogError,
    Ocel,
    XesKeys,
    add_row,
    first_child,
    flatten,
    guess_columns,
    of_json,
    of_xml,
    read_csv,
    read_xes,
)
from congvu.kit.event_stores import log_of
from congvu.kit.log_store import Store, is_store
from congvu.kit.ocel_sqlite import of_sqlite

CHUNK = 1 << 18
CUT = "tệp nén bị cắt giữa chừng, phần đọc được vẫn dùng"
OCEL_PARTS = {"object-types", "event-types", "objects", "events"}
UNKNOWN = "không nhận ra nội dung; đọc được XES, OCEL 2.0 (JSON, XML, SQLite), CSV và Parquet"
Told = Callable[[int], None]


@dataclass(frozen=True)
class Chosen:
    """What a person said about a file: `columns` (field of `Columns` to header, or to the key of an attribute in XES),
    `object_type` the type of OCEL objects that are cases, `zone_minutes` what the source's clock is ahead of UTC.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    object_type: str | None = None
    zone_minutes: int | None = None


def read_log(path: Path, chosen: Chosen | None = None, told: Told = lambda size: None) -> tuple[Log, str]:
    """The log of a file or of a store's folder, and how it was taken ("XES", "CSV: …", "OCEL 2.0: …", "Parquet").

    `told` is called with the bytes of the file read since the last call. Raises OSError and LogError.
    """
    chosen = chosen or Chosen()
    if is_store(path):
        return _on_wall(Store.open(path).log(), chosen.zone_minutes), "kho nhật ký"
    builder = Builder(chosen.zone_minutes)
    with path.open("rb") as raw:
        magic = raw.read(16)
        if magic.startswith(b"PAR1"):
            return _of_parquet(path, builder, chosen)
        if magic == b"SQLite format 3\0":
            how = f"OCEL 2.0: {_flat(of_sqlite(path), builder, chosen)}"
            return builder.finish(), how
        raw.seek(0)
        how = _of_stream(_chunks(raw, builder, told), builder, chosen)
    return builder.finish(), how


def _of_stream(chunks: Iterator[bytes], builder: Builder, chosen: Chosen) -> str:
    """Feed a builder with what begins like XML, like JSON, or else like a table of text; how it was taken."""
    head = next(chunks, b"")
    whole, begin = chain([head], chunks), head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin == b"<":
        if first_child(head) in OCEL_PARTS:
            return f"OCEL 2.0: {_flat(of_xml(whole), builder, chosen)}"
        read_xes(whole, builder, XesKeys(**{name: key for name, key in chosen.columns.items() if key}))
        return "XES"
    if begin in (b"{", b"["):
        return f"OCEL 2.0: {_flat(of_json(_document(whole)), builder, chosen)}"
    if b"\0" in head:
        raise LogError(UNKNOWN)
    return f"CSV: {_shown(read_csv(_lines(whole), builder, chosen.columns))}"


def _flat(log: Ocel, builder: Builder, chosen: Chosen) -> str:
    return flatten(log, builder, chosen.object_type, chosen.columns.get("resource") or None)


def _shown(columns: Columns) -> str:
    return ", ".join(
        name or "–" for name in (columns.case, columns.activity, columns.at, columns.resource, columns.unit)
    )


def _chunks(raw: BinaryIO, builder: Builder, told: Told) -> Iterator[bytes]:
    """The content, unpacked where it is gzip; what ends too early is used as far as it goes."""
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
    before = 0
    while True:
        try:
            # read1 gives what was unpacked before the end that is missing; read would lose it
            chunk = stream.read1(CHUNK) if packed else stream.read(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            builder.note(CUT)
            return
        told(raw.tell() - before)
        before = raw.tell()
        if not chunk:
            return
        yield chunk


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace") + "\n"
    if rest:
        yield rest.decode("utf-8", "replace")


def _document(chunks: Iterable[bytes]) -> Any:
    try:
        return json.loads(b"".join(chunks))
    except (ValueError, RecursionError) as error:
        raise LogError("không phải JSON đọc được") from error


def _of_parquet(path: Path, builder: Builder, chosen: Chosen) -> tuple[Log, str]:
    """Our own file as it is, any other as a table whose columns are guessed."""
    try:
        with parquet.ParquetFile(path) as file:
            if (log := log_of(file)) is not None:
                return _on_wall(log, chosen.zone_minutes), "Parquet"
            columns = guess_columns(file.schema_arrow.names, chosen.columns)
            names = {name: title for name, title in vars(columns).items() if title}
            for batch in file.iter_batches(columns=list(names.values())):
                for row in batch.to_pylist():
                    said = {name: _text(row[title]) for name, title in names.items()}
                    add_row(builder, {name: said.get(name, "") for name in vars(columns)})
    except pa.ArrowException as error:
        raise LogError("không phải tệp Parquet đọc được") from error
    return builder.finish(), f"Parquet: {_shown(columns)}"


def _on_wall(log: Log, zone_minutes: int | None) -> Log:
    if zone_minutes is None:
        return log
    return replace(log, offset_minutes=np.full(len(log), zone_minutes, np.int16))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
