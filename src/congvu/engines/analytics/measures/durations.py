"""Durations by group with exact quantiles, without sorting them all.

A quantile is nearest rank, also called discontinuous (Hyndman and Fan 1996, "Sample Quantiles in Statistical
Packages", definition 1): the smallest value that at least the share q of all values do not exceed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import Ints
from congvu.engines.analytics.measures.steps import Codes

QUANTILES = (0.5, 0.9)
# A value's cell is what is left of its float32 without the last bits: rising with the value, narrower than 1/16 of it.
CELL_SHIFT = 19
CELLS = 1 << (31 - CELL_SHIFT)


@dataclass(frozen=True)
class Durations:
    """Seconds by group: how many, their sum, nearest-rank quantiles (one column each of QUANTILES) and the longest.

    One place for each group of `group` that occurs, in the order of groups.
    """

    group: Ints
    count: Ints
    total: Ints
    quantiles: npt.NDArray[np.int64]
    longest: Ints


def durations(group: Codes | Ints, seconds: Ints, groups: int) -> Durations:
    """Durations of (n,) seconds, none below zero, by (n,) groups below `groups`."""
    counts = np.bincount(group, minlength=groups)
    found = np.flatnonzero(counts)
    count = counts[found].astype(np.int64)
    total = np.bincount(group, weights=seconds, minlength=groups)[found].astype(np.int64)
    longest = np.zeros(groups, np.int64)
    np.maximum.at(longest, group, seconds)
    dense = np.zeros(groups, np.int64)
    dense[found] = np.arange(len(found))
    ranks = [ranks_of(count, q) for q in QUANTILES]
    values = _ranked(dense[group], seconds, count, ranks)
    return Durations(found, count, total, values, longest[found])


def ranks_of(count: Ints, q: float) -> Ints:
    """The place, from 0, of the quantile among so many values in order."""
    return np.ceil(np.round(q * count, 9)).astype(np.int64) - 1


def _ranked(group: Ints, seconds: Ints, count: Ints, ranks: Sequence[Ints]) -> npt.NDArray[np.int64]:
    """The values at these places of each group in order: only the cells in which a place falls are sorted."""
    groups = len(count)
    if not groups:
        return np.empty((0, len(ranks)), np.int64)
    cell = group * CELLS + (seconds.astype(np.float32).view(np.int32) >> CELL_SHIFT)
    sizes = np.bincount(cell, minlength=groups * CELLS)
    below = np.concatenate(([0], np.cumsum(sizes)))
    first = below[np.arange(groups) * CELLS]
    places = [first + rank for rank in ranks]
    cells = [np.searchsorted(below, place, "right") - 1 for place in places]
    wanted = np.zeros(groups * CELLS, np.bool_)
    wanted[np.concatenate(cells)] = True
    chosen = wanted[cell]
    inside = np.flatnonzero(chosen)
    order = np.lexsort((seconds[inside], cell[inside]))
    values = seconds[inside][order]
    # where each wanted cell begins among the values that were sorted
    starts = np.concatenate(([0], np.cumsum(np.where(wanted, sizes, 0))))
    return np.stack([values[starts[at] + place - below[at]] for at, place in zip(cells, places, strict=True)], axis=1)
