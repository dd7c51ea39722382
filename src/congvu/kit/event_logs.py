"""Event logs as files: whatever comes in, and our own store (Parquet, ids as dictionaries). Needs no Django."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.logs import (
    CODED,
    Builder,
    CsvColumns,
    Log,
    LogError,
    read_csv,
    read_ocel,
    read_xes,
)

CHUNK = 1 << 18
STORE = b"congvu.log"
CUT = "tệp nén bị cắt giữa chừng, phần đọc được vẫn dùng"


def read_log(
    path: Path,
    *,
    columns: CsvColumns | None = None,
    case_type: str | None = None,
    told: Callable[[int], None] = lambda size: None,
) -> tuple[Log, str]:
    """The log of a file, and how it was taken ("XES", "CSV: …", "OCEL 2.0: …", "Parquet").

    `told` is called with the bytes of the file read since the last call. Raises OSError and LogError.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        return read_store(path), "Parquet"
    builder = Builder()
    with path.open("rb") as raw:
        chunks = _chunks(raw, builder, told)
        if name.endswith((".xes", ".xml")):
            read_xes(chunks, builder)
            how = "XES"
        elif name.endswith((".csv", ".tsv", ".txt")):
            chosen = read_csv(_lines(chunks), builder, columns)
            how = f"CSV: {chosen.case}, {chosen.activity}, {chosen.at}, {chosen.resource or '–'}"
        elif name.endswith((".json", ".jsonocel")):
            how = f"OCEL 2.0: {read_ocel(_document(chunks), builder, case_type)}"
        else:
            raise LogError("chưa đọc được loại tệp này; đọc được .xes, .csv, .jsonocel (kèm .gz) và .parquet")
    return builder.finish(), how


def _chunks(raw: BinaryIO, builder: Builder, told: Callable[[int], None]) -> Iterator[bytes]:
    """The content, unpacked where it is gzip; what ends too early is used as far as it goes."""
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream: Any = gzip.GzipFile(fileobj=raw) if packed else raw
    before = 0
    while True:
        try:
            chunk = stream.read(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            builder.skipped[CUT] += 1
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


def _document(chunks: Iterable[bytes]) -> dict[str, Any]:
    try:
        document = json.loads(b"".join(chunks))
    except (ValueError, RecursionError) as error:
        raise LogError("không phải JSON đọc được") from error
    if not isinstance(document, dict):
        raise LogError("không phải OCEL 2.0: thiếu “objects” hoặc “events”")
    return document


def write_store(path: Path, log: Log) -> None:
    """A log as our own Parquet: the same log gives the same bytes."""
    columns = {
        name: pa.DictionaryArray.from_arrays(pa.array(log.codes[name]), pa.array(log.names[name], pa.string()))
        for name in CODED
    }
    columns["at"] = pa.array(log.at).cast(pa.timestamp("us", "UTC"))
    columns["offset_minutes"] = pa.array(log.offset_minutes)
    table = pa.table(columns).replace_schema_metadata({STORE: json.dumps(dict(log.skipped)).encode()})
    parquet.write_table(table, path, compression="zstd")


def read_store(path: Path) -> Log:
    """A log that `write_store` wrote; raises OSError, and LogError for any other Parquet."""
    try:
        table = parquet.read_table(path)
    except pa.ArrowInvalid as error:
        raise LogError("không phải tệp Parquet đọc được") from error
    meta = table.schema.metadata or {}
    if STORE not in meta:
        raise LogError("không phải nhật ký do congvu log import ghi")
    names, codes = {}, {}
    for name in CODED:
        column = table[name].unify_dictionaries().combine_chunks()
        whole = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        names[name] = tuple(whole.dictionary.to_pylist())
        codes[name] = whole.indices.to_numpy().astype(np.int32)
    at = table["at"].cast(pa.int64()).to_numpy()
    return Log(names, codes, at, table["offset_minutes"].to_numpy(), json.loads(meta[STORE]))
