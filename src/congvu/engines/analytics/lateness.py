"""True lateness: every late working second of a duty is carried by whoever used more than his allowance.

The time of a duty is laid on one axis of working seconds, pauses taken out: 0 is its start, the end is where it was
handed in. On this axis lie spans; where several cover the same second the first of `KINDS` wins:

    outage     a registered fault of the machine                     allowance 0, nobody's
    cause      an objective cause that was confirmed                 allowance 0, nobody's
    decision   waiting for a decision or a ruling                    allowance: its limit
    consulted  a consulted person beyond the limit of his answer     allowance 0
    child      a part of the work that is late holds the whole up    allowance 0, passed to the part's own segments
    citizen    beyond the limit of a citizen's own supplement        allowance 0
    step       another step with a norm (placing, verifying)         allowance: its norm
    holder     who had the work                                      allowance: `pass_on`, or the rest of the term

Law: work-rules/pass_on, decide_within, verify_within, settle_within.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

KINDS = ("outage", "cause", "decision", "consulted", "child", "citizen", "step", "holder")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
WITHOUT_ALLOWANCE = frozenset({"outage", "cause", "consulted", "child", "citizen"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one segment carries: `seconds` of the delay, of `used` seconds against an `allowance` (rounded down)."""

    kind: str
    bearer: int | None
    seconds: int
    used: int
    allowance: int
    key: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the axis, `start` included, `end` not. `allowance` None: this hold did the work.

    `bearer` is whoever answers for it (None: nobody); `key` is unique and names the entries behind it; `within` are
    the parts of the late child that it stands for.
    """

    kind: str
    bearer: int | None
    start: int
    end: int
    key: str
    allowance: int | None = 0
    within: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _RANK:
            raise ValueError(f"no such kind of span: {self.kind}")
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"a span runs forward from the start of the duty: {self.start} to {self.end}")
        if self.kind in WITHOUT_ALLOWANCE and self.allowance != 0:
            raise ValueError(f"a span of kind {self.kind} has no allowance")


@dataclass(frozen=True, slots=True)
class Segment:
    """What is left of a span after better ones were cut out of it: `used` working seconds."""

    kind: str
    bearer: int | None
    used: int
    allowance: int | None
    key: str
    within: tuple[Part, ...] = ()


def cut(length: int, spans: Iterable[Span]) -> list[Segment]:
    """The segments of an axis of `length` seconds; each second belongs to the first kind that covers it.

    Of two spans of one kind the one that began later wins, then the one that ends later, then the key: the order in
    which they are given does not matter. A hold that used nothing is left out; a second that nothing covers is
    nobody's and is left out as well.
    """
    laid = sorted(
        (span for span in spans if span.start < min(span.end, length)),
        key=lambda span: (_RANK[span.kind], -span.start, -span.end, span.key),
    )
    marks = sorted({0, length, *(mark for span in laid for mark in (span.start, min(span.end, length)))})
    used = dict.fromkeys((span.key for span in laid), 0)
    if len(used) != len(laid):
        raise ValueError("two spans have the same key")
    for begin, end in pairwise(marks):
        winner = next((span for span in laid if span.start <= begin and end <= span.end), None)
        if winner is not None:
            used[winner.key] += end - begin
    return [
        Segment(span.kind, span.bearer, used[span.key], span.allowance, span.key, span.within)
        for span in laid
        if used[span.key]
    ]


def allowances(segments: Sequence[Segment], term: int) -> list[Fraction]:
    """What each segment may use, scaled so that together they are the term where anybody has an allowance at all.

    The holds that did the work share what the norms leave of the term, in proportion to what they used.
    """
    fixed = sum(segment.allowance or 0 for segment in segments)
    worked = sum(segment.used for segment in segments if segment.allowance is None)
    rest = max(term - fixed, 0) if worked else 0
    scale = Fraction(term - rest, fixed) if fixed else Fraction(0)
    return [
        Fraction(rest * segment.used, worked) if segment.allowance is None else segment.allowance * scale
        for segment in segments
    ]


def attribute(segments: Sequence[Segment], term: int) -> list[Part]:
    """The parts of the delay, sorted by key; together they are `sum(used) - term`, or nothing when that is not late.

    A segment within its allowance carries nothing. What a late child carries is passed on to the child's own parts,
    whose keys then stand after its key and a stroke.
    """
    if term < 0 or any(segment.used < 0 or (segment.allowance or 0) < 0 for segment in segments):
        raise ValueError("seconds are never below zero")
    ordered = sorted(segments, key=lambda segment: segment.key)
    late = sum(segment.used for segment in ordered) - term
    if late <= 0:
        return []
    allowed = allowances(ordered, term)
    over = [max(Fraction(0), segment.used - limit) for segment, limit in zip(ordered, allowed, strict=True)]
    shares = largest_remainder(late, over)
    parts: list[Part] = []
    for segment, limit, seconds in zip(ordered, allowed, shares, strict=True):
        if seconds:
            parts += _passed_on(segment, int(limit), seconds)
    return parts


def _passed_on(segment: Segment, allowance: int, seconds: int) -> list[Part]:
    """The share of one segment; that of a late child goes to the parts of the child's own delay."""
    whole = Part(segment.kind, segment.bearer, seconds, segment.used, allowance, segment.key)
    inner = [part for part in segment.within if part.seconds]
    if not inner:
        return [whole]
    shares = largest_remainder(seconds, [Fraction(part.seconds) for part in inner])
    return [
        replace(part, seconds=share, key=f"{segment.key}/{part.key}")
        for part, share in zip(inner, shares, strict=True)
        if share
    ]


def largest_remainder(total: int, weights: Sequence[Fraction]) -> list[int]:
    """`total` in whole numbers in proportion to the weights; the largest remainders get what is left, the first of
    equal ones first. Weights that are all zero share nothing.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    left = total - sum(shares)
    order = sorted(range(len(weights)), key=lambda n: (shares[n] - exact[n], n))
    for n in order[:left]:
        shares[n] += 1
    return shares
