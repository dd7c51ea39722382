"""What an event log says of how work moves: handovers, ping-pong, waiting, rework, by one pass over sorted codes.

Definitions (documented in docs/reference/analytics.md): an event's holder is its resource; events without one are
passed over where a holder is asked for. *Handover* A→B: two events of a case, one after the other among those with a
resource, by A and then by B ≠ A. *Ping-pong* A→B→A: two handovers of a case in a row that end where they began.
*Held* time of an event: from the event before it in its case. Quantiles are nearest rank (discontinuous): the smallest
value that at least the share q of all values do not exceed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import Ints, Log
from congvu.engines.worktime import Calendar, working_seconds_array
from congvu.engines.worktime.calendar import OFFSET_SECONDS

QUANTILES = (0.5, 0.9)
MICROS = 1_000_000
MINUTE = 60 * MICROS


@dataclass(frozen=True)
class Pairs:
    """Counted pairs of codes, the most frequent first, then in the order of codes."""

    first: Ints
    second: Ints
    count: Ints


@dataclass(frozen=True)
class Durations:
    """Seconds by group: how many, their sum and nearest-rank quantiles; one place a group of `group`."""

    group: Ints
    count: Ints
    total: Ints
    quantiles: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Measures:
    """Everything at once; `ping_pong` counts (A, B) of A→B→A, `rework` and `self_loops` count events by activity."""

    handovers: Pairs
    ping_pong: Pairs
    follows: Pairs
    held_by_activity: Durations
    throughput: Durations
    rework: Ints
    self_loops: Ints
    variants: Ints


def measure(log: Log, calendar: Calendar | None = None) -> Measures:
    """All measures; with a calendar, times are working seconds, without one real seconds."""
    case, activity = log.codes["case"].astype(np.int64), log.codes["activity"].astype(np.int64)
    same_case = case[1:] == case[:-1]
    # office hours are those of the clock on the source's own wall; the calendar's days are told in Vietnam's
    at = log.at if calendar is None else log.at + log.offset_minutes.astype(np.int64) * MINUTE - OFFSET_SECONDS * MICROS
    seconds = _seconds(at[:-1], at[1:], calendar)
    activities = len(log.names["activity"])
    starts = log.starts
    ends = np.append(starts[1:], len(log)) - 1
    whole = _seconds(at[starts], at[ends], calendar)
    repeated = _repeated(case, activity, activities)
    loops = np.bincount(activity[1:][same_case & (activity[1:] == activity[:-1])], minlength=activities)
    return Measures(
        handovers=_pairs(*_handovers(log), len(log.names["resource"])),
        ping_pong=_pairs(*_ping_pong(log), len(log.names["resource"])),
        follows=_pairs(activity[:-1][same_case], activity[1:][same_case], activities),
        held_by_activity=durations(activity[1:][same_case], seconds[same_case]),
        throughput=durations(np.zeros(len(starts), np.int64), whole),
        rework=np.bincount(activity[repeated], minlength=activities),
        self_loops=loops,
        variants=_variants(log),
    )


def _seconds(start: Ints, end: Ints, calendar: Calendar | None) -> Ints:
    if calendar is None:
        plain: Ints = (end - start) // MICROS
        return plain
    ordered = np.maximum(start, end)  # rows of two cases side by side; they are not used
    return np.asarray(working_seconds_array(calendar, start, ordered), np.int64)


def _held(log: Log) -> tuple[Ints, Ints]:
    """Case and resource of the events that have a resource."""
    resource = log.codes["resource"].astype(np.int64)
    nobody = log.names["resource"].index("") if "" in log.names["resource"] else -1
    keep = resource != nobody
    return log.codes["case"].astype(np.int64)[keep], resource[keep]


def _handovers(log: Log) -> tuple[Ints, Ints]:
    case, resource = _held(log)
    given = (case[1:] == case[:-1]) & (resource[1:] != resource[:-1])
    return resource[:-1][given], resource[1:][given]


def _ping_pong(log: Log) -> tuple[Ints, Ints]:
    case, resource = _held(log)
    begins = (
        np.append(True, (case[1:] != case[:-1]) | (resource[1:] != resource[:-1])) if len(case) else np.empty(0, bool)
    )
    case, resource = case[begins], resource[begins]
    back = (case[2:] == case[:-2]) & (resource[2:] == resource[:-2])
    return resource[:-2][back], resource[1:-1][back]


def _pairs(first: Ints, second: Ints, names: int) -> Pairs:
    keys, count = np.unique(first * max(names, 1) + second, return_counts=True)
    order = np.lexsort((keys, -count))
    keys = keys[order]
    return Pairs(keys // max(names, 1), keys % max(names, 1), count[order].astype(np.int64))


def _repeated(case: Ints, activity: Ints, activities: int) -> npt.NDArray[np.bool_]:
    """Events whose activity stood in the case before."""
    _, first = np.unique(case * activities + activity, return_index=True)
    again = np.ones(len(case), np.bool_)
    again[first] = False
    return again


def durations(group: Ints, seconds: Ints) -> Durations:
    """Count, sum and nearest-rank quantiles of each group that occurs, in the order of groups."""
    order = np.lexsort((seconds, group))
    found, start, count = np.unique(group[order], return_index=True, return_counts=True)
    values = seconds[order]
    places = [start + np.ceil(np.round(q * count, 9)).astype(np.int64) - 1 for q in QUANTILES]
    total = np.add.reduceat(values, start) if len(values) else np.empty(0, np.int64)
    quantiles = np.stack([values[place] for place in places], axis=1) if len(values) else np.empty((0, 2), np.int64)
    return Durations(found, count.astype(np.int64), total, quantiles)


def _variants(log: Log) -> Ints:
    """How many cases each sequence of activities has, the most frequent first."""
    starts = log.starts
    ends = np.append(starts[1:], len(log))
    raw = np.ascontiguousarray(log.codes["activity"]).tobytes()
    width = 4
    counts: dict[bytes, int] = {}
    for begin, end in zip(starts.tolist(), ends.tolist(), strict=True):
        key = raw[begin * width : end * width]
        counts[key] = counts.get(key, 0) + 1
    return np.array(sorted(counts.values(), reverse=True), np.int64)
