"""Our side of the bench, each run in a process of its own: `python -m bench.logs.ours WHAT ARGUMENTS`, one JSON line.

"cpu" is the best of five runs in CPU seconds, "mb" the most memory the process ever had.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import parquet

from bench.logs import municipal
from congvu.engines.analytics import measures
from congvu.engines.analytics.measures import Kept, Rows, Steps, advance, kept
from congvu.engines.worktime import clock_array
from congvu.kit.log_store import Store, calendar_of

RUNS = 5


def five(steps: Steps) -> dict[str, Any]:
    """Handovers, ping-pong, what follows what, holding times with quantiles, lateness; and what they came to."""
    handovers, circles = measures.handovers(steps), measures.direct_ping_pong(steps)
    follows = measures.follows(steps)
    held, _ = measures.held_by(steps, (steps.activity,), (steps.activities,))
    late = measures.late_seconds(steps)
    return {
        "handovers": [len(handovers.count), handovers.total],
        "ping_pong": [len(circles.count), circles.total],
        "follows": [len(follows.count), follows.total],
        "held": [int(held.total.sum()), *(int(part) for part in held.quantiles.sum(axis=0))],
        "late": [int(np.count_nonzero(late)), int(late.sum())],
    }


def of_store(path: str) -> dict[str, Any]:
    """Everything from the files of the store."""
    return five(Store.open(Path(path)).steps())


def of_coded(path: str) -> dict[str, Any]:
    """From integers in time order: decoded, sorted by case, put on the clock."""
    table = parquet.read_table(path, columns=["case", "act", "res", "ts", "due", "wall_us"])
    case = table["case"].to_numpy()
    # one sort of numbers: the case, and the row behind it
    rows = np.sort((case.astype(np.int64) << 32) | np.arange(len(case))) & 0xFFFFFFFF
    at, due, wall = (table[name].cast("int64").to_numpy() for name in ("ts", "due", "wall_us"))
    case = case[rows]
    last = rows[np.append(case[1:] != case[:-1], True)]
    calendar = calendar_of(municipal.CLOCK)
    assert calendar is not None
    activity, holder = table["act"].to_numpy()[rows], table["res"].to_numpy()[rows]
    steps = Steps(
        case, activity, holder, clock_array(calendar, (at + wall)[rows]), clock_array(calendar, (due + wall)[last]),
        len(last), int(activity.max()) + 1, int(holder.max()) + 1,
    )  # fmt: skip
    return five(steps)


def of_names(copies: str) -> Callable[[], dict[str, Any]]:
    """From a log in memory, as pm4py has it."""
    log = municipal.copies(int(copies))
    return lambda: five(municipal.steps(log))


def appended(copies: str) -> dict[str, Any]:
    """A hundredth more events added to what is kept and asked for all of it, against measuring the same whole."""
    log = municipal.copies(int(copies))
    steps = municipal.steps(log)
    order = np.argsort(log.at, kind="stable")
    until = np.zeros(len(log), np.bool_)
    until[order[: len(log) - len(log) // 100]] = True
    rows = Rows(steps.case, steps.activity, steps.holder, steps.clock, log.at)
    old, new = rows.take(until), rows.take(~until)
    before = advance(Kept(), old, log.cases)

    def add() -> dict[str, Any]:
        after = advance(before, new, log.cases)
        tally = after.tally
        held = kept.held_by_activity(after)
        return {
            "handovers": [len(tally.handovers.keys), int(tally.handovers.count.sum())],
            "ping_pong": [len(tally.ping_pong.keys), int(tally.ping_pong.count.sum())],
            "follows": [len(tally.follows.keys), int(tally.follows.count.sum())],
            "held": [int(held.total.sum()), *(int(part) for part in held.quantiles.sum(axis=0))],
            "late": list(kept.lateness(after, steps.due)[1:]),
            "again": [int(tally.rework.count.sum()), int(tally.self_loops.count.sum())],
        }

    def measure() -> dict[str, Any]:
        # a new one each time: columns that several measures share are kept in it
        anew = Steps(*(getattr(steps, name) for name in fields))
        again = [int(counts.sum()) for counts in (measures.rework(anew), measures.self_loops(anew))]
        return {**five(anew), "again": again}

    grown, fields = timed(add), ("case", "activity", "holder", "clock", "due", "cases", "activities", "holders")
    whole = timed(measure)
    assert grown["found"] == whole["found"], (grown, whole)
    return {"append": grown["cpu"], "whole": whole["cpu"], "events": len(new)}


def imported(path: str, out: str) -> dict[str, Any]:
    """XES to our Parquet."""
    from congvu.kit.event_logs import read_log
    from congvu.kit.event_stores import write_log

    log, _ = read_log(Path(path))
    write_log(Path(out), log)
    return {"events": len(log), "cases": log.cases, "first_day": str(np.datetime64(int(log.local_days().min()), "D"))}


def timed(work: Callable[[], dict[str, Any]], runs: int = RUNS) -> dict[str, Any]:
    best, found = float("inf"), {}
    for _ in range(runs):
        begun = time.process_time()
        found = work()
        best = min(best, time.process_time() - begun)
    return {"cpu": best, "found": found}


def main(what: str, argument: str, *more: str) -> dict[str, Any]:
    if what == "append":
        return appended(argument)
    if what == "names":
        return timed(of_names(argument))
    if what == "import":
        return timed(lambda: imported(argument, *more), 1)
    return timed(lambda: {"store": of_store, "coded": of_coded}[what](argument))


def most_memory() -> float:
    """MiB; not by getrusage, which tells a child what its parent had."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    answer = main(*sys.argv[1:])
    print(json.dumps(answer | {"mb": most_memory()}))
