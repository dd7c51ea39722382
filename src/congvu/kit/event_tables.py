"""Tables of events and of truth as Parquet files. Needs no Django, so that the command line starts at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.signals import SIGNALS, Events, EventsError, TruePair
from congvu.engines.analytics.signals.events import KEYS, NUMBERS, Coded


def read_events(path: Path) -> Events:
    """The table of events of a Parquet file; only the columns that are needed are read.

    Raises OSError when the file cannot be opened and EventsError, in Vietnamese, for what is wrong with it.
    """
    wanted = [*KEYS, *NUMBERS, *(f"{signal}_{part}" for signal in SIGNALS for part in ("eligible", "event", "mark"))]
    try:
        with parquet.ParquetFile(path) as file:
            present = [name for name in wanted if name in file.schema_arrow.names]
            table = file.read(columns=present)
    except pa.ArrowInvalid as error:
        raise EventsError(f"không phải tệp Parquet đọc được ({error})") from error
    for name in table.column_names:
        if table[name].null_count:
            raise EventsError(f"cột “{name}” có ô trống; bảng sự kiện không có ô trống nào")
    keys = {name: _coded(name, table[name]) for name in KEYS if name in table.column_names}
    return Events.from_columns(keys, {name: _plain(name, table[name]) for name in present if name not in keys})


def _coded(name: str, column: Any) -> Coded:
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise EventsError(f"cột “{name}” phải là chữ")
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(column.type):
        whole = whole.dictionary_encode()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().combine_chunks()
    used = np.unique(whole.indices.to_numpy(zero_copy_only=False))
    names = whole.dictionary.to_pylist()
    place = np.zeros(max(len(names), 1), np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return Coded.of(place[whole.indices.to_numpy(zero_copy_only=False)], [names[code] for code in used])


def _plain(name: str, column: Any) -> npt.NDArray[Any]:
    if name in NUMBERS and not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise EventsError(f"cột “{name}” phải là số")
    if name not in NUMBERS and not pa.types.is_boolean(column.type):
        raise EventsError(f"cột “{name}” phải là đúng/sai")
    values: npt.NDArray[Any] = column.combine_chunks().to_numpy(zero_copy_only=False)
    return values


def write_columns(path: Path, columns: Mapping[str, npt.NDArray[Any]]) -> None:
    """Plain columns as a Parquet file; the same columns give the same bytes."""
    parquet.write_table(pa.table({name: pa.array(values) for name, values in columns.items()}), path)


def write_truth(path: Path, truth: tuple[TruePair, ...]) -> None:
    """Planted pairs: holder, signal, odds."""
    rows = {"holder": [], "signal": [], "odds": []} if not truth else {
        "holder": [pair.holder for pair in truth],
        "signal": [pair.signal for pair in truth],
        "odds": [pair.odds for pair in truth],
    }  # fmt: skip
    schema = pa.schema({"holder": pa.string(), "signal": pa.string(), "odds": pa.float64()})
    parquet.write_table(pa.table(rows, schema=schema), path)
