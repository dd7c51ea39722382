"""True lateness, second by second and share by share, straight from the words of the rule: slow and obvious."""

from collections.abc import Sequence
from fractions import Fraction

from congvu.engines.analytics import KINDS, Segment, Span


def cut(length: int, spans: Sequence[Span]) -> dict[str, int]:
    """How many seconds belong to each span: ask for every second who covers it."""
    used: dict[str, int] = {}
    for second in range(length):
        covering = [span for span in spans if span.start <= second < span.end]
        if covering:
            best = min(covering, key=lambda span: (KINDS.index(span.kind), -span.start, -span.end, span.key))
            used[best.key] = used.get(best.key, 0) + 1
    return used


def shares(segments: Sequence[Segment], term: int) -> dict[str, int]:
    """Who carries how much: exact shares first, then whole seconds one by one to the largest remainder."""
    late = sum(segment.used for segment in segments) - term
    if late <= 0:
        return {}
    limits = _limits(segments, term)
    over = {segment.key: max(Fraction(0), segment.used - limits[segment.key]) for segment in segments}
    together = sum(over.values())
    exact = {key: late * share / together for key, share in over.items()}
    found = {key: share.numerator // share.denominator for key, share in exact.items()}
    while sum(found.values()) < late:
        key = max(sorted(exact), key=lambda one: exact[one] - found[one])
        found[key] += 1
    return {key: seconds for key, seconds in found.items() if seconds}


def _limits(segments: Sequence[Segment], term: int) -> dict[str, Fraction]:
    norms = sum(segment.allowance for segment in segments if segment.allowance is not None)
    work = [segment for segment in segments if segment.allowance is None]
    limits: dict[str, Fraction] = {}
    if work and norms <= term:
        for segment in segments:
            limits[segment.key] = Fraction(segment.allowance or 0)
        together = sum(segment.used for segment in work)
        for segment in work:
            limits[segment.key] = (term - norms) * Fraction(segment.used, together)
        return limits
    for segment in segments:
        limits[segment.key] = Fraction((segment.allowance or 0) * term, norms) if norms else Fraction(0)
    return limits
