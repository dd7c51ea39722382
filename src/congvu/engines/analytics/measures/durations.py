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
# A value's cell is its float32 without the last 19 bits: rising with the value, sixteen cells from each power of two to
# the next. Cell 0 is the value 0; up to 31 a cell is one value, so that what is commonest need not be sorted.
CELL_SHIFT = 19
FIRST_CELL = (127 << 23 >> CELL_SHIFT) - 1  # of what lies below 1
CELLS = 16 * 41 + 1  # up to 2⁴¹ seconds
EXACT_CELLS = 16 * 5


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
    cell = np.maximum((seconds.astype(np.float32).view(np.int32) >> CELL_SHIFT) - FIRST_CELL, 0)
    cell = group.astype(np.int64) * CELLS + cell
    sizes = np.bincount(cell, minlength=groups * CELLS)
    counts = sizes.reshape(groups, CELLS).sum(axis=1)
    found = np.flatnonzero(counts)
    count = counts[found].astype(np.int64)
    total = np.bincount(group, weights=seconds, minlength=groups)[found].astype(np.int64)
    ranks = [*(ranks_of(count, q) for q in QUANTILES), count - 1]
    values = _ranked(found, seconds, cell, sizes, ranks)
    return Durations(found, count, total, values[:, :-1], values[:, -1])


def ranks_of(count: Ints, q: float) -> Ints:
    """The place, from 0, of the quantile among so many values in order."""
    return np.ceil(np.round(q * count, 9)).astype(np.int64) - 1


def _ranked(found: Ints, seconds: Ints, cell: Ints, sizes: Ints, ranks: Sequence[Ints]) -> npt.NDArray[np.int64]:
    """The values at these places of each group in order: only the cells in which a place falls are sorted."""
    below = np.concatenate(([0], np.cumsum(sizes)))
    places = [below[found * CELLS] + rank for rank in ranks]
    cells = [np.searchsorted(below, place, "right") - 1 for place in places]
    wanted = np.zeros(len(sizes), np.bool_)
    for at in cells:
        wanted[at[at % CELLS > EXACT_CELLS]] = True
    inside = np.flatnonzero(wanted[cell])
    values = seconds[inside][np.lexsort((seconds[inside], cell[inside]))]
    # where each wanted cell begins among the values that were sorted
    starts = np.concatenate(([0], np.cumsum(np.where(wanted, sizes, 0))))
    columns = []
    for at, place in zip(cells, places, strict=True):
        value = _exact(at % CELLS)
        sort = wanted[at]
        value[sort] = values[starts[at[sort]] + place[sort] - below[at[sort]]]
        columns.append(value)
    return np.stack(columns, axis=1)


def _exact(cell: Ints) -> Ints:
    """The one value of a cell up to EXACT_CELLS."""
    bits = ((cell + FIRST_CELL) << CELL_SHIFT).astype(np.int32)
    return np.where(cell > 0, bits.view(np.float32), 0).astype(np.int64)
