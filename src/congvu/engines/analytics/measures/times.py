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
    chosen = steps.same_case.copy()
    for column in columns:
        chosen &= column[1:] >= 0
    rows = np.flatnonzero(chosen)
    group = np.zeros(len(rows), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        group = group * size + column[1:][rows]
    groups = int(np.prod(sizes, dtype=np.int64))
    if groups > len(rows):  # few of the many combinations occur
        kinds, group = np.unique(group, return_inverse=True)
        found = durations(group, steps.waited[rows], len(kinds))
        found = replace(found, group=kinds[found.group])
    else:
        found = durations(group, steps.waited[rows], groups)
    codes, parts = found.group, list[Ints]()
    for size in reversed(sizes):
        parts.insert(0, codes % max(size, 1))
        codes = codes // max(size, 1)
    return found, parts


def throughput(steps: Steps) -> Durations:
    """From the first to the last event of each case, all cases together."""
    whole = np.maximum(steps.clock[steps.ends] - steps.clock[steps.starts], 0)
    return durations(np.zeros(len(whole), np.int64), whole, 1)
