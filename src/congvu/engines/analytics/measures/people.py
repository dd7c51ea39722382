"""What the people (or teams) of a log do with their time: idle, side by side, in batches; whose a delay is.

*Busy* is who has work lying with him: from the event before it in its case until his event. Batches: Martin, Swennen,
Depaire, Jans, Caris, Vanhoof 2017, "Retrieving batch organisation of work insights from event logs" (sequential
batches; here of at least `least` cases, each done within `within_seconds` of the one before).
"""

from dataclasses import dataclass

import numpy as np

from congvu.engines.analytics.logs.log import NO_DUE, Ints
from congvu.engines.analytics.measures.steps import MICROS, Steps

LONGEST = 1 << 60  # seconds; keeps the difference to "no due time" within an int64


@dataclass(frozen=True)
class Load:
    """One place for each holder of `holder`: seconds with and without work lying there, and work times seconds.

    From his first to his last event; `held / busy` is how many cases lay side by side while any did.
    """

    holder: Ints
    busy: Ints
    idle: Ints
    held: Ints


@dataclass(frozen=True)
class Batches:
    """By activity, where there are any: how many batches, events in them, and the largest."""

    activity: Ints
    batches: Ints
    events: Ints
    largest: Ints


@dataclass(frozen=True)
class Lateness:
    """Cases with a due time: how many, how many ended after it and by how many seconds, and whose these are.

    A late case's delay is shared by what it lay with each step and each holder, in whole seconds that add up; what no
    event names (`NOBODY`'s part of `by_holder`) is the last place. Law of the duties is another: see `lateness`.
    """

    cases: int
    late: int
    seconds: int
    by_activity: Ints
    by_holder: Ints


def load(steps: Steps) -> Load:
    """Busy and idle time by holder: the union of the stretches in which work lay with him, and what is left."""
    rows = np.flatnonzero(steps.same_case & (steps.holder[1:] >= 0)) + 1
    holder, start = steps.holder[rows].astype(np.int64), steps.clock[rows - 1]
    end = start + steps.waited[rows - 1]
    order = np.lexsort((end, start, holder))
    holder, start, end = holder[order], start[order], end[order]
    if not len(rows):
        nothing = np.empty(0, np.int64)
        return Load(nothing, nothing, nothing, nothing)
    # the latest end so far of each holder, by one running maximum over stretches moved apart holder by holder
    step = int(end.max() - start.min()) + 1
    shift = holder * step - int(start.min())
    reached = np.maximum.accumulate(end + shift) - shift
    first = np.flatnonzero(np.append(True, holder[1:] != holder[:-1]))
    before = np.append(0, reached[:-1])
    before[first] = start[first]
    gap = np.maximum(start - before, 0)
    span = np.append(reached[first[1:] - 1], reached[-1]) - start[first]
    idle = np.add.reduceat(gap, first)
    return Load(holder[first], span - idle, idle, np.add.reduceat(end - start, first))


def batches(steps: Steps, at: Ints, within_seconds: int = 60, least: int = 3) -> Batches:
    """Runs of one holder's events of one activity in different cases, by (n,) `at` in microseconds."""
    rows = np.flatnonzero(steps.holder >= 0)
    order = rows[np.lexsort((at[rows], steps.holder[rows]))]
    holder, activity, case = steps.holder[order], steps.activity[order], steps.case[order]
    linked = (
        (holder[1:] == holder[:-1])
        & (activity[1:] == activity[:-1])
        & (case[1:] != case[:-1])
        & (np.diff(at[order]) <= within_seconds * MICROS)
    )
    begins = np.flatnonzero(np.append(True, ~linked)) if len(order) else np.empty(0, np.int64)
    size = np.diff(np.append(begins, len(order)))
    kept = size >= least
    of, size = activity[begins[kept]], size[kept]
    count = np.bincount(of, minlength=steps.activities)
    events = np.bincount(of, weights=size, minlength=steps.activities).astype(np.int64)
    largest = np.zeros(steps.activities, np.int64)
    np.maximum.at(largest, of, size)
    found = np.flatnonzero(count)
    return Batches(found, count[found].astype(np.int64), events[found], largest[found])


def late_seconds(steps: Steps) -> Ints:
    """Seconds from the due time to the last event of each case, in the order of rows; zero where it is not late."""
    due = steps.due[steps.case[steps.starts]]
    late: Ints = np.where(due != NO_DUE, np.maximum(steps.clock[steps.ends] - np.maximum(due, -LONGEST), 0), 0)
    return late


def lateness(steps: Steps) -> Lateness:
    """Late cases and whose the delay is, by the time the work lay with each."""
    late = late_seconds(steps)
    known = steps.due[steps.case[steps.starts]] != NO_DUE
    share = _shares(steps, late)
    by_activity = np.bincount(steps.activity, weights=share, minlength=steps.activities).astype(np.int64)
    whose = np.where(steps.holder >= 0, steps.holder, steps.holders)
    by_holder = np.bincount(whose, weights=share, minlength=steps.holders + 1).astype(np.int64)
    return Lateness(int(known.sum()), int(np.count_nonzero(late)), int(late.sum()), by_activity, by_holder)


def _shares(steps: Steps, late: Ints) -> Ints:
    """(n,) each event's part of its case's delay: differences of the running total, rounded down, so they add up.

    A case that was late before anything was waited for is wholly its first event's.
    """
    share = np.zeros(len(steps), np.int64)
    if not len(steps):
        return share
    starts, ends = steps.starts, steps.ends
    sizes = ends - starts + 1
    lay = np.append(0, np.where(steps.same_case, steps.waited, 0))
    running = np.cumsum(lay)
    running -= np.repeat(running[starts], sizes)
    whole = running[ends]
    parts = running * np.repeat(late, sizes) // np.repeat(np.maximum(whole, 1), sizes)
    share[1:] = np.where(steps.same_case, np.diff(parts), 0)
    share[starts] = np.where(whole == 0, late, 0)
    return share
