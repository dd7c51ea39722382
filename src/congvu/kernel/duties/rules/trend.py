"""Whether a number of late duties has risen beyond chance, against the same body's own past weeks."""

from collections.abc import Sequence
from math import sqrt

FEWEST = 3  # fewer than these say nothing
SPREAD = 2  # counts scatter by about the root of their mean; twice that is passed by chance once in forty


def risen(values: Sequence[float]) -> bool:
    """The last of the values stands clearly above the mean of those before it; with fewer than three before: no."""
    *before, last = values or (0,)
    if len(before) < 3 or last < FEWEST:
        return False
    mean = sum(before) / len(before)
    return last > mean + SPREAD * sqrt(max(mean, 1))
