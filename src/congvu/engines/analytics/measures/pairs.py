"""Counting pairs of codes."""

from dataclasses import dataclass

import numpy as np

from congvu.engines.analytics.logs.log import Ints
from congvu.engines.analytics.measures.steps import Codes

# Up to so many possible pairs are counted in a table of all of them: one pass, no sort. 2²⁴ cells are 128 MiB.
DENSE_CELLS = 1 << 24


@dataclass(frozen=True)
class Pairs:
    """Counted pairs of codes, the most frequent first, then in the order of codes; `seconds` is their time together."""

    first: Ints
    second: Ints
    count: Ints
    seconds: Ints

    @property
    def total(self) -> int:
        return int(self.count.sum())


def keys_of(first: Codes | Ints, second: Codes | Ints, names: int) -> Ints:
    """One number a pair of codes below `names`."""
    keys: Ints = first.astype(np.int64) * names + second
    return keys


def pairs_of(keys: Ints, names: int, seconds: Ints | None = None) -> Pairs:
    """The pairs behind `keys_of`, counted, with the sum of their seconds (zero when none are given)."""
    if names * names <= DENSE_CELLS and len(keys) * 8 >= names * names:
        count = np.bincount(keys, minlength=1)
        found = np.flatnonzero(count)
        count, total = count[found], _sums(keys, seconds)[found] if seconds is not None else np.zeros(len(found))
    else:
        found, place, count = np.unique(keys, return_inverse=True, return_counts=True)
        total = _sums(place, seconds) if seconds is not None and len(keys) else np.zeros(len(found))
    order = np.lexsort((found, -count))
    found = found[order].astype(np.int64)
    return Pairs(
        found // max(names, 1), found % max(names, 1), count[order].astype(np.int64), total[order].astype(np.int64)
    )


def _sums(group: Ints, seconds: Ints) -> Ints:
    """Sums by group; exact, since sums of seconds stay far below 2⁵³."""
    return np.bincount(group, weights=seconds).astype(np.int64)
