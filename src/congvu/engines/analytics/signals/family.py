"""Many questions at once: which of them may be asked aloud."""

import numpy as np

from congvu.engines.analytics.signals.events import Bools, Floats


def benjamini_hochberg(p: Floats, q: float) -> Bools:
    """Which are raised so that on average at most the share q of them is false (Benjamini and Hochberg 1995)."""
    n = len(p)
    if not n:
        return np.zeros(0, np.bool_)
    ordered = np.sort(p)
    within = np.flatnonzero(ordered <= q * np.arange(1, n + 1) / n)
    return p <= (ordered[within[-1]] if len(within) else -1.0)


def e_benjamini_hochberg(e: Floats, q: float) -> Bools:
    """The same for e-values, however they depend on one another (Wang and Ramdas 2022)."""
    n = len(e)
    if not n:
        return np.zeros(0, np.bool_)
    ordered = np.sort(e)[::-1]
    enough = np.flatnonzero(ordered >= n / (q * np.arange(1, n + 1)))
    return e >= (ordered[enough[-1]] if len(enough) else np.inf)


def mirror(rank: Floats, threshold: float) -> tuple[int, int]:
    """How many randomised ranks lie as far out at the lower end as at the upper: (below, above).

    As many of the honest stand out for too little as for too much, so (1 + below) / above estimates the share of
    false flags among those above (Barber and Candès 2015).
    """
    return int((rank <= threshold).sum()), int((1 - rank <= threshold).sum())
