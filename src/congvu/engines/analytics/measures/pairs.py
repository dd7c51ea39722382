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
    if is_dense(len(keys), names):
        return dense_pairs(keys, names, seconds, np.empty(0, np.int64))
    found, place, count = np.unique(keys, return_inverse=True, return_counts=True)
    total = np.zeros(len(found), np.int64) if seconds is None or not len(keys) else _sums(place, seconds)
    return _ordered(found.astype(np.int64), count, total, names)


def is_dense(keys: int, names: int) -> bool:
    """Whether a table of all possible pairs is worth its room."""
    return names * names <= min(DENSE_CELLS, 8 * keys)


def dense_pairs(keys: Ints, names: int, seconds: Ints | None, apart: Ints) -> Pairs:
    """`pairs_of` by a table of all possible pairs, without the keys at the places `apart`."""
    cells = names * names
    count = np.bincount(keys, minlength=cells) - np.bincount(keys[apart], minlength=cells)
    found = np.flatnonzero(count)
    total = np.zeros(len(found), np.int64)
    if seconds is not None and len(keys):
        total = (_sums(keys, seconds, cells) - _sums(keys[apart], seconds[apart], cells))[found]
    return _ordered(found, count[found], total, names)


def _ordered(found: Ints, count: Ints, seconds: Ints, names: int) -> Pairs:
    order = np.lexsort((found, -count))
    found = found[order]
    return Pairs(found // max(names, 1), found % max(names, 1), count[order].astype(np.int64), seconds[order])


def _sums(group: Ints, seconds: Ints, groups: int = 0) -> Ints:
    """Sums by group; exact, since sums of seconds stay far below 2⁵³."""
    return np.bincount(group, weights=seconds, minlength=groups).astype(np.int64)
