"""Five Dutch municipalities' building permits and one's receipts, repeated under other names: a province's years.

BPI Challenge 2015 and CoSeLoG (see the shared material's own list for their DOIs): 271,205 events of 7,083 cases. A
copy has its own cases and officials and begins a day later. Due times are the start and eight weeks, except where the
log tells them.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet
from tests.shared import SHARED

from congvu.engines.analytics.logs import NO_DUE, Log
from congvu.engines.analytics.measures import Steps, steps_of
from congvu.engines.worktime.calendar import OFFSET_SECONDS
from congvu.kit.event_logs import read_log
from congvu.kit.log_store import calendar_of

FOLDER = SHARED / "data" / "logs" if SHARED else None
NAMES = [f"bpic2015_{n}" for n in range(1, 6)] + ["receipt"]
CLOCK = "week"
DAY, EIGHT_WEEKS = 86_400_000_000, 56 * 86_400_000_000


def one() -> Log:
    """The six logs as one."""
    assert FOLDER is not None
    return _joined([read_log(FOLDER / f"{name}.xes.gz")[0] for name in NAMES], [""] * len(NAMES))


def copies(count: int) -> Log:
    """So many copies of it, in order of case."""
    log = one()
    shifted = [replace(log, at=log.at + n * DAY, due=log.due + n * DAY) for n in range(count)]
    return _joined(shifted, [f"{n}/" for n in range(count)])


def _joined(logs: list[Log], prefixes: list[str]) -> Log:
    """Logs one behind the other; cases and officials are told apart, activities are the same where their names are."""
    names: dict[str, list[str]] = {column: [] for column in logs[0].names}
    codes: dict[str, list[npt.NDArray[np.int32]]] = {column: [] for column in names}
    activities: dict[str, int] = {}
    for number, (log, prefix) in enumerate(zip(logs, prefixes, strict=True)):
        for column in names:
            if column in ("case", "resource"):
                own = prefix or f"{number}/"
                codes[column].append(log.codes[column] + np.int32(len(names[column])))
                names[column] += [own + name for name in log.names[column]]
            elif column == "activity":
                place = [activities.setdefault(name, len(activities)) for name in log.names[column]]
                codes[column].append(np.array(place, np.int32)[log.codes[column]])
            else:
                codes[column].append(np.zeros(len(log), np.int32))
                names[column] = [""]
    names["activity"] = list(activities)
    due = np.concatenate([np.where(log.due == NO_DUE, log.at[log.starts] + EIGHT_WEEKS, log.due) for log in logs])
    return Log(
        {column: tuple(found) for column, found in names.items()},
        {column: np.concatenate(found) for column, found in codes.items()},
        np.concatenate([log.at for log in logs]),
        np.concatenate([log.offset_minutes for log in logs]),
        due, {},
    )  # fmt: skip


def steps(log: Log) -> Steps:
    return steps_of(log, calendar_of(CLOCK))


def write_coded(log: Log, path: Path) -> None:
    """For the peers, in time order as a ledger is: codes as integers, and the working clock beside each event."""
    columns = steps(log)
    order = np.argsort(log.at, kind="stable")
    case = columns.case[order]
    table = pa.table(
        {
            "case": case,
            "act": columns.activity[order],
            "res": columns.holder[order],
            "ts": pa.array(log.at[order]).cast(pa.timestamp("us")),
            "due": pa.array(log.due[case]).cast(pa.timestamp("us")),
            "wall_us": log.wall_offset[order] * 60_000_000 - OFFSET_SECONDS * 1_000_000,
            "pos": order.astype(np.int32),
            "clock": columns.clock[order],
            "due_clock": columns.due[case],
        }
    )
    parquet.write_table(table, path, compression="zstd")


def write_names(log: Log, path: Path) -> None:
    """For pm4py: names as text, under its own titles."""
    columns = {"case:concept:name": "case", "concept:name": "activity", "org:resource": "resource"}
    table = {
        title: pa.DictionaryArray.from_arrays(pa.array(log.codes[name]), pa.array(log.names[name])).cast(pa.string())
        for title, name in columns.items()
    }
    table["time:timestamp"] = pa.array(log.at).cast(pa.timestamp("us", "UTC"))
    parquet.write_table(pa.table(table), path)
