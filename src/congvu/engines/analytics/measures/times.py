"""How long work lies: before a step, with a person, in the whole case."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from congvu.engines.analytics.logs.log import Ints
from congvu.engines.analytics.measures.durations import Durations, durations
from congvu.engines.analytics.measures.steps import Codes, Steps


def held_by(steps: Steps, columns: Sequence[Codes], sizes: Sequence[int]) -> tuple[Durations, list[Ints]]:
    """Time from the event before it in its case to an event, by the event's values in these (n,) columns.

    `sizes` are how many codes a column has; rows with -1 in one are left out. The durations, and for each of their
    groups its code in each column.
    """
    chosen = steps.same_case
    for column in columns:
        if len(column) and column.min() < 0:
            chosen = chosen & (column[1:] >= 0)
    groups = int(np.prod(sizes, dtype=np.int64))
    group = np.zeros(len(chosen), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        group = group * size + column[1:]
    if groups > len(chosen):  # few of the many combinations occur
        kinds, place = np.unique(group[chosen], return_inverse=True)
        found = durations(place, steps.waited[chosen], len(kinds))
        found = replace(found, group=kinds[found.group])
    else:
        # rows that do not count are a group of their own, which is cheaper than taking them out
        found = _without_last(durations(np.where(chosen, group, groups), steps.waited, groups + 1), groups)
    codes, parts = found.group, list[Ints]()
    for size in reversed(sizes):
        parts.insert(0, codes % max(size, 1))
        codes = codes // max(size, 1)
    return found, parts


def throughput(steps: Steps) -> Durations:
    """From the first to the last event of each case, all cases together."""
    whole = np.maximum(steps.clock[steps.ends] - steps.clock[steps.starts], 0)
    return durations(np.zeros(len(whole), np.int64), whole, 1)


def _without_last(found: Durations, last: int) -> Durations:
    stays = found.group != last
    return Durations(*(getattr(found, name)[stays] for name in found.__dataclass_fields__))
