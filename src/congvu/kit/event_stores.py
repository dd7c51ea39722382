"""Our own file of a log: Parquet, ids as dictionaries, one row an event. Needs no Django."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.logs import CODED, NO_DUE, Log

STORE = b"congvu.log"


def write_log(path: Path, log: Log) -> None:
    """A log as one file: the same log gives the same bytes."""
    columns: dict[str, Any] = {
        name: pa.DictionaryArray.from_arrays(pa.array(log.codes[name]), pa.array(log.names[name], pa.string()))
        for name in CODED
    }
    due = log.due[log.codes["case"]]
    columns["at"] = pa.array(log.at).cast(pa.timestamp("us", "UTC"))
    columns["offset_minutes"] = pa.array(log.offset_minutes)
    columns["due"] = pa.array(due, mask=due == NO_DUE).cast(pa.timestamp("us", "UTC"))
    table = pa.table(columns).replace_schema_metadata({STORE: json.dumps(dict(log.skipped)).encode()})
    parquet.write_table(table, path, compression="zstd")


def log_of(file: parquet.ParquetFile) -> Log | None:
    """The log of a file that `write_log` wrote; None for any other Parquet."""
    meta = file.schema_arrow.metadata or {}
    if STORE not in meta:
        return None
    table = file.read()
    names, codes = {}, {}
    for name in CODED:
        column = table[name].unify_dictionaries().combine_chunks()
        whole = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        names[name] = tuple(whole.dictionary.to_pylist())
        codes[name] = whole.indices.to_numpy().astype(np.int32)
    at = table["at"].cast(pa.int64()).to_numpy()
    due = np.full(len(names["case"]), NO_DUE, np.int64)
    due[codes["case"]] = table["due"].cast(pa.int64()).fill_null(NO_DUE).to_numpy()
    return Log(names, codes, at, table["offset_minutes"].to_numpy(), due, json.loads(meta[STORE]))


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as a plain table; the same rows give the same bytes."""
    parquet.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
