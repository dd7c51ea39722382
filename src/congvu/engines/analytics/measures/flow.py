"""How work moves: handovers, ping-pong, what follows what, rework, variants.

Handover: van der Aalst, Reijers, Song 2005, "Discovering Social Networks from Event Logs" (succession within a case,
here of neighbours among the events that name somebody). Directly-follows and variants: van der Aalst 2016, "Process
Mining: Data Science in Action", ch. 5. Ping-pong between teams: the question of the BPI Challenge 2013.
"""

from dataclasses import dataclass

import numpy as np

from congvu.engines.analytics.logs.log import Ints
from congvu.engines.analytics.measures.pairs import Pairs, dense_pairs, is_dense, keys_of, pairs_of
from congvu.engines.analytics.measures.steps import Codes, Mask, Steps


@dataclass(frozen=True)
class PingPong:
    """(A, B) of work that A gave to B and that came back to A.

    `direct`: B gave it back himself. `indirect`: it went on to others first. `empty`: the part of both in which
    nobody between did anything that had not been done in the case before. Seconds are those it was away.
    """

    direct: Pairs
    indirect: Pairs
    empty: Pairs


@dataclass(frozen=True)
class Variants:
    """Sequences of activities, the most frequent first: how many cases, and the row where the first of them begins."""

    count: Ints
    row: Ints
    length: Ints


def handovers_at(steps: Steps) -> Ints:
    """The rows of the events by which somebody else took over."""
    return steps.handed[1]


def handovers(steps: Steps) -> Pairs:
    """(A, B) of two events of a case, one after the other among those that name somebody, by A and then by B ≠ A.

    Seconds run from A's event to B's: how long the work waited for B to be done with it.
    """
    gave, took = steps.handed
    waited = np.maximum(steps.clock[took] - steps.clock[gave], 0)
    return pairs_of(keys_of(steps.holder[gave], steps.holder[took], steps.holders), steps.holders, waited)


def _runs(steps: Steps) -> Ints:
    """Where, among the rows that name a holder, each stretch in one hand begins."""
    _, case, holder = steps.hands
    return np.flatnonzero(_changes(case) | _changes(holder))


def _back(steps: Steps) -> Ints:
    """Which handovers are the second of two in a case that end where they began."""
    gave, took = steps.handed
    same = steps.case[gave[1:]] == steps.case[gave[:-1]]
    return np.flatnonzero(same & (steps.holder[took[1:]] == steps.holder[gave[:-1]])) + 1


def returns_at(steps: Steps) -> Ints:
    """The rows of the events by which work came directly back, A→B→A."""
    return steps.handed[1][_back(steps)]


def direct_ping_pong(steps: Steps) -> Pairs:
    """(A, B) of A→B→A alone: two handovers of a case in a row that end where they began."""
    gave, took = steps.handed
    back = _back(steps)
    return pairs_of(keys_of(steps.holder[took[back]], steps.holder[gave[back]], steps.holders), steps.holders)


def ping_pong(steps: Steps) -> PingPong:
    """Each stretch in one hand beside the last stretch of that hand in the case: how the work came back."""
    hands, begins = steps.hands, _runs(steps)
    case, holder = hands.case[begins], hands.holder[begins]
    order = np.lexsort((holder, case))
    again = (case[order][1:] == case[order][:-1]) & (holder[order][1:] == holder[order][:-1])
    before, after = order[:-1][again], order[1:][again]
    left, back = begins[before + 1], begins[after]
    away = np.maximum(steps.clock[hands.row(back)] - steps.clock[hands.row(left - 1)], 0)
    done = np.concatenate(([0], np.cumsum(hands.of(~repeated(steps)))))
    keys, direct = keys_of(holder[before], holder[before + 1], steps.holders), after - before == 2
    parts = (_some(keys, away, which, steps.holders) for which in (direct, ~direct, done[back] == done[left]))
    return PingPong(*parts)


def _some(keys: Ints, seconds: Ints, which: Mask, names: int) -> Pairs:
    return pairs_of(keys[which], names, seconds[which])


def _changes(column: Codes) -> Mask:
    """Rows whose value is another than that of the row before; the first is one."""
    changed = np.ones(len(column), np.bool_)
    changed[1:] = column[1:] != column[:-1]
    return changed


def follows(steps: Steps) -> Pairs:
    """(a, b) of two events of a case, one after the other; seconds are what lies between: the waits of the process."""
    keys = keys_of(steps.activity[:-1], steps.activity[1:], steps.activities)
    if not is_dense(len(keys), steps.activities):
        return pairs_of(keys[steps.same_case], steps.activities, steps.waited[steps.same_case])
    # all neighbours are counted, and the few of two cases taken off again: cheaper than leaving them out
    apart = steps.starts[1:] - 1
    return dense_pairs(keys, steps.activities, steps.waited, apart)


def repeated(steps: Steps) -> Mask:
    """(n,): events whose activity stood in the case before."""
    again = np.ones(len(steps), np.bool_)
    if not len(steps):
        return again
    starts = steps.starts
    sizes = np.diff(np.append(starts, len(steps)))
    size, nth = int(sizes.max()), np.repeat(np.arange(len(starts)), sizes)
    place = np.arange(len(steps)) - starts[nth]
    # one sort of numbers instead of one of rows: which case, which activity and which place in the case, in one
    keys = np.sort(keys_of(nth, steps.activity, steps.activities) * size + place)
    firsts = keys[_changes(keys // size)]
    of_case = starts[firsts // (size * steps.activities)]
    again[of_case + firsts % size] = False
    return again


def rework(steps: Steps) -> Ints:
    """Events by activity whose activity stood in the case before."""
    return np.bincount(steps.activity[repeated(steps)], minlength=steps.activities)


def self_loops(steps: Steps) -> Ints:
    """Events by activity whose activity is that of the event directly before."""
    loops = steps.same_case & (steps.activity[1:] == steps.activity[:-1])
    return np.bincount(steps.activity[1:][loops], minlength=steps.activities)


def variants(steps: Steps) -> Variants:
    """The sequences of activities; of two as frequent the one whose first case comes first."""
    starts, ends = steps.starts.tolist(), (steps.ends + 1).tolist()
    raw, width = np.ascontiguousarray(steps.activity).tobytes(), steps.activity.itemsize
    found: dict[bytes, list[int]] = {}
    for begin, end in zip(starts, ends, strict=True):
        found.setdefault(raw[begin * width : end * width], [0, begin, end - begin])[0] += 1
    table = np.array(list(found.values()), np.int64).reshape(-1, 3)
    table = table[np.lexsort((table[:, 1], -table[:, 0]))]
    return Variants(table[:, 0], table[:, 1], table[:, 2])
