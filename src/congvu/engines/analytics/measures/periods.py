"""The same measures period by period: what came in and went out, what lay waiting, and whether the process drifted.

Queue lengths are exact integrals (Little 1961, "A Proof for the Queuing Formula L = λW"), not samples. Drift: Bose, van
der Aalst, Žliobaitė, Pechenizkiy 2011, "Handling Concept Drift in Process Mining"; here the Jensen–Shannon divergence
(Lin 1991) between what follows what in a period and in the one before, beside what chance alone would give.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import Ints, Log
from congvu.engines.analytics.measures.durations import Durations, durations
from congvu.engines.analytics.measures.flow import handovers_at, repeated, returns_at
from congvu.engines.analytics.measures.pairs import keys_of
from congvu.engines.analytics.measures.steps import MICROS, MINUTE, Steps

UNITS = {"day": "D", "month": "M", "quarter": "M", "year": "Y"}
MOST_PERIODS = 60
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Periods:
    """`edges` are (k+1,) microseconds UTC: the first instant of each period, and the end of the last.

    Days are told by the clock that most events of the log were told by. `labels` are "2026", "2026-Q1", "2026-03" or
    "2026-03-31".
    """

    unit: str
    edges: Ints
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, at: Ints) -> Ints:
        """The period of each instant."""
        places: Ints = np.searchsorted(self.edges, at, "right") - 1
        return places


def periods_of(log: Log, unit: str | None = None) -> Periods:
    """The periods that the log touches; without a unit the shortest of which there are at most MOST_PERIODS."""
    ahead = log.usual_offset * MINUTE
    first, last = (np.datetime64(int(at) + ahead, "us") for at in (log.at.min(), log.at.max()))
    for name in (unit,) if unit else UNITS:
        begin, step = first.astype(f"datetime64[{UNITS[name]}]"), 3 if name == "quarter" else 1
        if name == "quarter":
            begin -= int(begin.astype(int)) % 3
        count = int((last.astype(begin.dtype) - begin).astype(int)) // step + 1
        if unit or count <= MOST_PERIODS or name == "year":
            break
    edges = begin + step * np.arange(count + 1)
    labels = tuple(_label(edge, name) for edge in edges[:-1])
    return Periods(name, edges.astype("datetime64[us]").astype(np.int64) - ahead, labels)


def _label(edge: np.datetime64, unit: str) -> str:
    text = str(edge)
    return f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}" if unit == "quarter" else text


@dataclass(frozen=True)
class Queue:
    """How many lay waiting: at the end of each period, and its mean over the time of the period."""

    at_end: Ints
    mean: Floats


def queue(start: Ints, end: Ints, periods: Periods) -> Queue:
    """Of (n,) stretches of waiting in microseconds, `end` not included."""
    edges = periods.edges
    zero = int(edges[0])
    begun, over = (np.sort(side) - zero for side in (start, end))
    reached = edges - zero
    in_queue = np.searchsorted(begun, reached, "right") - np.searchsorted(over, reached, "right")
    area = _waited_by(begun, reached) - _waited_by(over, reached)
    return Queue(in_queue[1:].astype(np.int64), np.diff(area) / (np.diff(edges) / MICROS))


def _waited_by(since: Ints, until: Ints) -> Floats:
    """Seconds from each of the sorted instants to `until`, summed over those before it."""
    seconds = since / MICROS
    before = np.searchsorted(since, until, "right")
    waited: Floats = before * (until / MICROS) - np.concatenate(([0.0], np.cumsum(seconds)))[before]
    return waited


@dataclass(frozen=True)
class Series:
    """One place a period. Cases are counted where they begin and where they end; `open` are those under way.

    `throughput` is by the period in which a case ended, `held` by that of the event waited for. `active` are the
    holders who did something. `drift` and `chance` are Jensen–Shannon divergences in bits, from 0 (the same) to 1,
    against the period before; NaN where one of them has no step.
    """

    events: Ints
    active: Ints
    begun: Ints
    ended: Ints
    open: Queue
    throughput: Durations
    held: Durations
    handovers: Ints
    ping_pong: Ints
    repeats: Ints
    steps: Ints
    drift: Floats
    chance: Floats


def series(steps: Steps, log: Log, periods: Periods) -> Series:
    """Everything by period."""
    count = len(periods)
    of = periods.of(log.at)
    starts, ends = steps.starts, steps.ends
    later = of[1:][steps.same_case]
    drift, chance = _drift(steps, later, count)
    whole = np.maximum(steps.clock[ends] - steps.clock[starts], 0)
    who = steps.holder >= 0
    pairs = np.unique(keys_of(of[who], steps.holder[who], max(steps.holders, 1)))
    return Series(
        events=_count(of, count),
        active=_count(pairs // max(steps.holders, 1), count),
        begun=_count(of[starts], count),
        ended=_count(of[ends], count),
        open=queue(log.at[starts], log.at[ends], periods),
        throughput=durations(of[ends], whole, count),
        held=durations(later, steps.waited[steps.same_case], count),
        handovers=_count(of[handovers_at(steps)], count),
        ping_pong=_count(of[returns_at(steps)], count),
        repeats=_count(of[repeated(steps)], count),
        steps=_count(later, count),
        drift=drift,
        chance=chance,
    )


def _count(period: Ints, count: int) -> Ints:
    return np.bincount(period, minlength=count).astype(np.int64)


def _drift(steps: Steps, later: Ints, count: int) -> tuple[Floats, Floats]:
    pairs = keys_of(steps.activity[:-1], steps.activity[1:], steps.activities)[steps.same_case]
    kinds, place = np.unique(pairs, return_inverse=True)
    table = np.bincount(later * len(kinds) + place, minlength=count * len(kinds)).reshape(count, len(kinds))
    drift, chance = np.full(count, np.nan), np.full(count, np.nan)
    for period in range(1, count):
        before, now = table[period - 1], table[period]
        if before.sum() and now.sum():
            drift[period], chance[period] = divergence(before, now)
    return drift, chance


def divergence(one: Ints, two: Ints) -> tuple[float, float]:
    """Jensen–Shannon divergence in bits of two counted distributions weighted by their sizes, and its mean by chance.

    2·N·ln 2 times it is the G statistic of "both are the same" (Wilks 1938: χ² with kinds - 1 degrees of freedom), so
    its mean, when nothing changed, is (kinds - 1) / (2·N·ln 2).
    """
    size, both = one.sum() + two.sum(), one + two
    bits = _entropy(both) - (one.sum() * _entropy(one) + two.sum() * _entropy(two)) / size
    return max(float(bits), 0.0), (np.count_nonzero(both) - 1) / (2 * size * np.log(2))


def _entropy(counts: Ints) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def waiting_by_activity(steps: Steps, log: Log, periods: Periods, activity: int) -> Queue:
    """The queue before one activity: from the event before it in its case until its event."""
    rows = np.flatnonzero(steps.same_case & (steps.activity[1:] == activity)) + 1
    return queue(log.at[rows - 1], log.at[rows], periods)
