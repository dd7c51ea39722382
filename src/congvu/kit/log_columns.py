"""Columns of stored events: read, put together, compared."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.logs import NO_DUE, LogError

EVENT = ("case", "activity", "resource", "unit", "lifecycle", "at", "offset_minutes", "clock", "seq")
ALIKE = ("case", "activity", "resource", "unit", "lifecycle", "at")
Ints = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[Any]]


def table_of(path: Path, columns: list[str] | None = None, filters: Any = None) -> pa.Table:
    """A file of the store; raises LogError when it is gone or broken."""
    try:
        return parquet.read_table(path, columns=columns, filters=filters)
    except (OSError, pa.ArrowException) as error:
        raise LogError(f"kho nhật ký bị hỏng: không đọc được {path.name}") from error


def taken(columns: Columns, rows: npt.NDArray[Any]) -> Columns:
    """These rows."""
    return {name: values[rows] for name, values in columns.items()}


def told(known: Ints, place: npt.NDArray[Any], new: Ints, more: int) -> Ints:
    """Due times with room for more cases; those that are told now hold."""
    due = np.concatenate((known, np.full(more, NO_DUE)))
    due[place] = np.where(new == NO_DUE, due[place], new)
    return due


def columns_of(paths: list[Path], names: tuple[str, ...]) -> Columns:
    """Columns of one bucket in order of case, time and arrival: as they stand where one import has written it."""
    wanted = names if len(paths) == 1 else (*names, "at", "seq")
    tables = [table_of(path, list(wanted)) for path in paths]
    columns = {name: np.concatenate([table[name].to_numpy() for table in tables]) for name in wanted}
    if len(paths) == 1:
        return columns
    return taken(columns, np.lexsort((columns["seq"], columns["at"], columns["case"])))


def holders_of(codes: npt.NDArray[Any], names: list[str]) -> npt.NDArray[Any]:
    """Codes of who holds, -1 for nobody."""
    return np.where(codes == names.index(""), np.int32(-1), codes) if "" in names else codes


def together(parts: list[Columns]) -> Columns:
    """Events of several sources in order of case, time and arrival."""
    whole = {name: np.concatenate([part[name] for part in parts]) for name in EVENT}
    return taken(whole, np.lexsort((whole["seq"], whole["at"], whole["case"])))


def present(old: Columns, new: Columns) -> npt.NDArray[np.bool_]:
    """Which of the new events are there: of events that are alike, as many as there are."""
    rows = np.stack([np.concatenate((old[name], new[name])).astype(np.int64) for name in ALIKE], axis=1)
    _, alike = np.unique(rows, axis=0, return_inverse=True)
    there, mine = np.bincount(alike[: len(old["at"])], minlength=alike.max() + 1), alike[len(old["at"]) :]
    order = np.argsort(mine, kind="stable")
    first = np.searchsorted(mine[order], mine[order])
    nth = np.empty(len(mine), np.int64)
    nth[order] = np.arange(len(mine)) - first
    there_already: npt.NDArray[np.bool_] = nth < there[mine]
    return there_already
