"""The statistics of signals written straight from their definitions, a row at a time: slow, and the judge of the fast.

Only what has one meaning stands here: the leave-one-out rates, the tail of a mixture, the two ways to choose.
"""

import math
from collections.abc import Sequence

KAPPA = 30.0


def rates_without_self(
    rows: Sequence[tuple[str, str, str]], events: Sequence[bool], other: Sequence[float]
) -> list[float]:
    """`rows`: (holder, stratum, parent). The rate of each row's stratum without its holder, drawn to the parent's."""
    whole = sum(events) / max(sum(other), 1.0)
    answer = []
    for holder, stratum, parent in rows:
        above = _drawn(rows, events, other, lambda r, h=holder, p=parent: r[2] == p and r[0] != h, whole)
        officials = {r[0] for r in rows if r[1] == stratum}
        if len(officials) < 3:
            answer.append(above)
        else:
            answer.append(_drawn(rows, events, other, lambda r, h=holder, s=stratum: r[1] == s and r[0] != h, above))
    return answer


def _drawn(rows, events, other, wanted, above) -> float:  # type: ignore[no-untyped-def]
    chosen = [place for place, row in enumerate(rows) if wanted(row)]
    return (sum(events[p] for p in chosen) + KAPPA * above) / (sum(other[p] for p in chosen) + KAPPA)


def tail(observed: int, expected: float, grid: Sequence[float], weights: Sequence[float]) -> float:
    """P(O' >= O) when O' | θ is Poisson(Eθ) and log θ has these weights on the grid."""
    total = 0.0
    for place, weight in zip(grid, weights, strict=True):
        mean = expected * math.exp(place)
        below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(observed))
        total += weight * (1 - below)
    return total


def chance(count: int, expected: float, grid: Sequence[float], weights: Sequence[float]) -> float:
    """P(O' = O) under the same."""
    means = [expected * math.exp(place) for place in grid]
    terms = [math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) for mean in means]
    return sum(weight * term for weight, term in zip(weights, terms, strict=True))


def benjamini_hochberg(p: Sequence[float], q: float) -> set[int]:
    order = sorted(range(len(p)), key=lambda place: p[place])
    last = max((k for k, place in enumerate(order, 1) if p[place] <= q * k / len(p)), default=0)
    limit = p[order[last - 1]] if last else -1
    return {place for place in range(len(p)) if p[place] <= limit}


def e_benjamini_hochberg(e: Sequence[float], q: float) -> set[int]:
    order = sorted(range(len(e)), key=lambda place: -e[place])
    last = max((k for k, place in enumerate(order, 1) if e[place] >= len(e) / (q * k)), default=0)
    return {place for place in range(len(e)) if last and e[place] >= e[order[last - 1]]}
