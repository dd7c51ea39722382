"""The measures of a log as rows with names: what JSON, text, Parquet and the page all show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from congvu.engines.analytics import measures
from congvu.engines.analytics.logs import NO_DUE, Log
from congvu.engines.analytics.logs.log import Ints
from congvu.engines.analytics.measures import Durations, Pairs, Periods, Series, Steps
from congvu.engines.analytics.measures.kept import held_by_activity
from congvu.engines.analytics.measures.kept import throughput as kept_throughput
from congvu.engines.worktime import Calendar

Row = dict[str, Any]
NOBODY = "(không ghi)"
QUEUES = 6  # before so many steps at most the queue is shown
BY = {"step": "activity", "person": "resource", "unit": "unit"}


@dataclass(frozen=True)
class Asked:
    """How a log is to be looked at: on which clock, through whose hands, how many rows a table."""

    calendar: Calendar | None = None
    perspective: str = "resource"
    top: int = 10
    period: str | None = None
    by: tuple[str, ...] = ()


class Kept(Protocol):
    """What the tables of KEPT need: of a log that is measured, or of a store that keeps them."""

    @property
    def asked(self) -> Asked: ...
    @property
    def holders(self) -> Sequence[str]: ...
    @property
    def activities(self) -> Sequence[str]: ...
    @property
    def handovers(self) -> Pairs: ...
    @property
    def direct(self) -> Pairs: ...
    @property
    def follows(self) -> Pairs: ...
    @property
    def held_by_activity(self) -> Durations: ...
    @property
    def whole(self) -> Durations: ...
    @property
    def rework(self) -> Mapping[int, int]: ...
    @property
    def self_loops(self) -> Mapping[int, int]: ...


# Tables that a store answers from what it keeps, without its events being read.
KEPT = frozenset({"throughput", "bottlenecks", "held", "handovers", "ping_pong", "follows", "rework", "self_loops"})


# Tables that need the columns of `Steps` alone, so that a store reads no more than those.
OF_STEPS = KEPT | {"held_by_holder", "ping_pong_indirect", "ping_pong_empty", "load", "variants", "lateness"}


@dataclass(frozen=True)
class StepFindings:
    """The columns of a log, and what was asked of it; what several tables share is measured once."""

    steps: Steps
    names: Mapping[str, Sequence[str]]
    asked: Asked

    @cached_property
    def follows(self) -> Pairs:
        return measures.follows(self.steps)

    @cached_property
    def handovers(self) -> Pairs:
        return measures.handovers(self.steps)

    @cached_property
    def circles(self) -> measures.PingPong:
        return measures.ping_pong(self.steps)

    @property
    def direct(self) -> Pairs:
        return self.circles.direct

    @property
    def held_by_activity(self) -> Durations:
        return measures.held_by(self.steps, (self.steps.activity,), (self.steps.activities,))[0]

    @property
    def whole(self) -> Durations:
        return measures.throughput(self.steps)

    @property
    def rework(self) -> Mapping[int, int]:
        return _counted(measures.rework(self.steps))

    @property
    def self_loops(self) -> Mapping[int, int]:
        return _counted(measures.self_loops(self.steps))

    @property
    def holders(self) -> Sequence[str]:
        return self.names[self.asked.perspective]

    @property
    def activities(self) -> Sequence[str]:
        return self.names["activity"]


@dataclass(frozen=True)
class Findings(StepFindings):
    """A whole log, and what was asked of it."""

    log: Log

    @classmethod
    def of(cls, log: Log, asked: Asked) -> Findings:
        return cls(measures.steps_of(log, asked.calendar, asked.perspective), log.names, asked, log)

    @cached_property
    def periods(self) -> Periods:
        return measures.periods_of(self.log, self.asked.period)

    @cached_property
    def series(self) -> Series:
        return measures.series(self.steps, self.log, self.periods)


@dataclass(frozen=True)
class KeptFindings:
    """What a store keeps, as the tables of KEPT."""

    kept: measures.Kept
    names: Mapping[str, Sequence[str]]
    asked: Asked

    @property
    def holders(self) -> Sequence[str]:
        return self.names["resource"]

    @property
    def activities(self) -> Sequence[str]:
        return self.names["activity"]

    @property
    def handovers(self) -> Pairs:
        return self.kept.tally.handovers.pairs()

    @property
    def direct(self) -> Pairs:
        return self.kept.tally.ping_pong.pairs()

    @property
    def follows(self) -> Pairs:
        return self.kept.tally.follows.pairs()

    @property
    def held_by_activity(self) -> Durations:
        return held_by_activity(self.kept)

    @property
    def whole(self) -> Durations:
        return kept_throughput(self.kept)

    @property
    def rework(self) -> Mapping[int, int]:
        table = self.kept.tally.rework
        return dict(zip(table.keys.tolist(), table.count.tolist(), strict=True))

    @property
    def self_loops(self) -> Mapping[int, int]:
        table = self.kept.tally.self_loops
        return dict(zip(table.keys.tolist(), table.count.tolist(), strict=True))


def _counted(counts: Ints) -> dict[int, int]:
    return {place: count for place, count in enumerate(counts.tolist()) if count}


def summary(found: Findings) -> Row:
    """What the log is."""
    log, days = found.log, found.log.local_days()
    named = int(np.count_nonzero(found.steps.holder >= 0))
    return {
        "cases": log.cases,
        "events": len(log),
        "activities": len(log.names["activity"]),
        "people": len([name for name in log.names["resource"] if name]),
        "units": len([name for name in log.names["unit"] if name]),
        "first_day": str(np.datetime64(int(days.min()), "D")),
        "last_day": str(np.datetime64(int(days.max()), "D")),
        "events_with_holder": named,
        "perspective": found.asked.perspective,
        "calendar": found.asked.calendar.code if found.asked.calendar else None,
    }


def _pairs(pairs: Pairs, names: Sequence[str], top: int, by: Ints | None = None) -> list[Row]:
    """The first rows by count, or by other figures; of two alike in the order of their names."""
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    order = np.lexsort((rank[pairs.second], rank[pairs.first], -(pairs.count if by is None else by)))[:top]
    parts = (pairs.first, pairs.second, pairs.count, pairs.seconds)
    rows = zip(*(part[order].tolist() for part in parts), strict=True)
    return [{"from": names[a], "to": names[b], "count": count, "seconds": seconds} for a, b, count, seconds in rows]


def handovers(found: Kept) -> list[Row]:
    return _pairs(found.handovers, found.holders, found.asked.top)


def ping_pong(found: Kept) -> list[Row]:
    return _pairs(found.direct, found.holders, found.asked.top)


def ping_pong_indirect(found: StepFindings) -> list[Row]:
    return _pairs(found.circles.indirect, found.holders, found.asked.top)


def ping_pong_empty(found: StepFindings) -> list[Row]:
    return _pairs(found.circles.empty, found.holders, found.asked.top)


def follows(found: Kept) -> list[Row]:
    return _pairs(found.follows, found.activities, found.asked.top)


def bottlenecks(found: Kept) -> list[Row]:
    """What the cases wait in most, all together: the longest sums between two steps."""
    pairs = found.follows
    whole = max(int(pairs.seconds.sum()), 1)
    rows = _pairs(pairs, found.activities, found.asked.top, by=pairs.seconds)
    return [{**row, "mean": row["seconds"] // row["count"], "share": row["seconds"] / whole} for row in rows]


def held(found: Kept) -> list[Row]:
    durations = found.held_by_activity
    names = [{"name": found.activities[code]} for code in durations.group.tolist()]
    return _durations(durations, names, found.asked.top)


def held_by_holder(found: StepFindings) -> list[Row]:
    steps = found.steps
    durations, (who,) = measures.held_by(steps, (steps.holder,), (steps.holders,))
    return _durations(durations, [{"name": found.holders[code]} for code in who.tolist()], found.asked.top)


def held_by(found: Findings) -> list[Row]:
    """By what was asked for with --by; what the source does not say is a row of its own."""
    columns = [BY[name] for name in found.asked.by]
    sizes = [len(found.log.names[column]) for column in columns]
    durations, codes = measures.held_by(found.steps, [found.log.codes[column] for column in columns], sizes)
    names = [
        {
            name: found.log.names[column][code] or NOBODY
            for name, column, code in zip(found.asked.by, columns, row, strict=True)
        }
        for row in zip(*(part.tolist() for part in codes), strict=True)
    ]
    return _durations(durations, names, found.asked.top)


def _durations(durations: Durations, names: Sequence[Row], top: int) -> list[Row]:
    rows = zip(names, _figures(durations), strict=True)
    listed = [{**name, **figures} for name, figures in rows]
    return sorted(listed, key=lambda row: (-row["seconds"], *map(str, row.values())))[:top]


def _figures(durations: Durations) -> Iterator[Row]:
    parts = (durations.count, durations.total, durations.quantiles, durations.longest)
    for count, total, (median, p90), longest in zip(*(part.tolist() for part in parts), strict=True):
        yield {"count": count, "seconds": total, "median": median, "p90": p90, "longest": longest}


def throughput(found: Kept) -> Row:
    return next(_figures(found.whole))


def load(found: StepFindings) -> list[Row]:
    """Busy and idle time; who has most in hand first."""
    one = measures.load(found.steps)
    parts = zip(*(part.tolist() for part in (one.holder, one.busy, one.idle, one.held)), strict=True)
    rows: list[Row] = [
        {
            "name": found.holders[who],
            "busy": busy,
            "idle": idle,
            "held": held,
            "side_by_side": held / busy if busy else 0.0,
        }
        for who, busy, idle, held in parts
    ]
    return sorted(rows, key=lambda row: (-row["held"], row["name"]))[: found.asked.top]


def rework(found: Kept) -> list[Row]:
    return _counts(found.rework, found)


def self_loops(found: Kept) -> list[Row]:
    return _counts(found.self_loops, found)


def _counts(counts: Mapping[int, int], found: Kept) -> list[Row]:
    listed = sorted((-count, found.activities[code]) for code, count in counts.items())
    return [{"name": name, "count": -count} for count, name in listed[: found.asked.top]]


def batches(found: Findings) -> list[Row]:
    one = measures.batches(found.steps, found.log.at)
    parts = zip(*(part.tolist() for part in (one.activity, one.batches, one.events, one.largest)), strict=True)
    rows = [
        {"name": found.activities[step], "batches": count, "events": events, "largest": largest}
        for step, count, events, largest in parts
    ]
    return sorted(rows, key=lambda row: (-row["events"], row["name"]))[: found.asked.top]


def lateness(found: StepFindings) -> Row | None:
    """None where no case has a due time."""
    if not (found.steps.due != NO_DUE).any():
        return None
    one = measures.lateness(found.steps)
    return {
        "cases": one.cases,
        "late": one.late,
        "seconds": one.seconds,
        "by_step": _parts(one.by_activity.tolist(), found.activities, found.asked.top),
        "by_holder": _parts(one.by_holder.tolist(), [*found.holders, NOBODY], found.asked.top),
    }


def _parts(seconds: list[int], names: Sequence[str], top: int) -> list[Row]:
    listed = sorted((-part, names[place]) for place, part in enumerate(seconds) if part)
    return [{"name": name, "seconds": -part} for part, name in listed[:top]]


def variants(found: StepFindings) -> Row:
    one, activity = measures.variants(found.steps), found.steps.activity
    parts = zip(*(part[: found.asked.top].tolist() for part in (one.count, one.row, one.length)), strict=True)
    rows = [
        {
            "cases": count,
            "share": count / len(found.steps.starts),
            "steps": [found.activities[code] for code in activity[row : row + length]],
        }
        for count, row, length in parts
    ]
    return {"count": len(one.count), "most": rows}


def periods(found: Findings) -> list[Row]:
    series, labels = found.series, found.periods.labels
    whole = dict(zip(series.throughput.group.tolist(), _figures(series.throughput), strict=True))
    held = dict(zip(series.held.group.tolist(), _figures(series.held), strict=True))
    return [
        {
            "period": label,
            **{name: int(getattr(series, name)[place]) for name in ("events", "active", "begun", "ended")},
            "open_at_end": int(series.open.at_end[place]),
            "open_mean": round(float(series.open.mean[place]), 3),
            "median": whole[place]["median"] if place in whole else None,
            "p90": whole[place]["p90"] if place in whole else None,
            "held_median": held[place]["median"] if place in held else None,
            **{name: int(getattr(series, name)[place]) for name in ("handovers", "ping_pong", "repeats")},
            "drift": _known(series.drift[place]),
            "drift_by_chance": _known(series.chance[place]),
        }
        for place, label in enumerate(labels)
    ]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def queues(found: Findings) -> list[Row]:
    """The queue before the steps that are waited for most, a row for each step and period."""
    steps, waits = found.steps, np.zeros(found.steps.activities, np.int64)
    np.add.at(waits, found.follows.second, found.follows.seconds)
    rows = []
    for code in np.argsort(-waits, kind="stable")[: min(found.asked.top, QUEUES)].tolist():
        queue = measures.waiting_by_activity(steps, found.log, found.periods, code)
        for label, at_end, mean in zip(found.periods.labels, queue.at_end.tolist(), queue.mean.tolist(), strict=True):
            rows.append({"step": found.activities[code], "period": label, "at_end": at_end, "mean": round(mean, 3)})
    return rows
