"""Flags from a table of events: monthly looks, two levels that are raised, one that only calibrates."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from congvu.engines.analytics.signals.events import Bools, Events, EventsError, Floats
from congvu.engines.analytics.signals.expected import Counts, expected
from congvu.engines.analytics.signals.family import benjamini_hochberg, e_benjamini_hochberg, mirror
from congvu.engines.analytics.signals.honest import Fit, fit
from congvu.engines.analytics.signals.layout import Index, Layout

LEVEL_1_Q = 0.02
LEVEL_2_Q = 0.05
TIMED = frozenset({"S4", "S7"})  # late start, limit passed
TESTED_HOLDS = 30
TESTED_EXPECTED = 0.5
EVIDENCE_EVENTS = 4
EVIDENCE_MONTHS = 2
EVIDENCE_TENURE_DAYS = 90
EVIDENCE_PEERS = 0.5  # the share of his holds in strata with at least three officials
FEWEST_TESTED = 20  # officials, below which honest variety cannot be told
MIRROR_FLAGS = 20
MIRROR_SHARE = 0.10
MIRROR_FEWEST = 3  # one or two in the other tail happen by chance in a tenth of all months
RANK_SEED = 335


@dataclass(frozen=True)
class Flag:
    """One official and one signal; `ratio` with its 95 % interval is what people are shown (signals_format.md)."""

    holder: str
    signal: str
    level: int
    first_period: str | None
    observed: int
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    e: float
    events: int


@dataclass(frozen=True)
class Asked:
    """One signal at one look: the officials tested, their numbers and whether the evidence is enough to speak."""

    signal: str
    fit: Fit
    holder: Index
    observed: Index
    expected: Floats
    p: Floats
    e: Floats
    enough: Bools


@dataclass(frozen=True)
class Look:
    """One month: all that was asked, and by the place in that one list who stands out (BH) and how strongly (e-BH)."""

    asked: tuple[Asked, ...]
    out: Bools
    strong: Bools
    trusted: bool

    def pairs(self, chosen: Bools) -> set[tuple[str, int]]:
        """(signal, holder) of the places chosen."""
        keys = [(one.signal, int(holder)) for one in self.asked for holder in one.holder]
        return {keys[place] for place in np.flatnonzero(chosen)}


def detect(
    events: Events, *, until: str | None = None, monthly: bool = False, every: bool = False
) -> tuple[list[Flag], list[str]]:
    """Flags sorted by holder and signal, and what should be told beside them.

    Rows after `until` (YYYY-MM; default the last month there is) influence nothing. With `monthly`: pairs ever
    raised, at the highest level reached; without: pairs raised at the last look. With `every`: every other pair
    that was tested, at level 0. Raises EventsError when nothing lies before `until`.
    """
    events = events.in_order()
    layout = Layout.of(events)
    periods = events.period.names
    last = sum(1 for period in periods if until is None or period <= until) - 1
    if last < 0:
        raise EventsError(f"không có dòng nào đến hết kỳ {until}" if until else "bảng không có dòng nào")
    messages = [f"{signal}: thiếu cột nên không xét" for signal in events.skipped]
    level: dict[tuple[str, int], int] = {}
    first: dict[tuple[str, int], str] = {}
    before: set[tuple[str, int]] = set()
    now: dict[tuple[str, int], int] = {}
    looks: list[Look] = []
    for month in range(min(1, last), last + 1):
        look = _look(events, layout, month)
        looks.append(look)
        if not look.trusted:
            messages.append(f"{periods[month]}: mô hình chưa tin cậy, không nêu ai")
        standing = look.pairs(look.out)
        enough = look.pairs(np.concatenate([one.enough for one in look.asked]) if look.asked else look.out)
        strong = look.pairs(look.strong)
        now = {pair: 1 + (pair in strong) for pair in standing & before & enough}
        for pair, reached in now.items():
            level[pair] = max(level.get(pair, 0), reached)
            first.setdefault(pair, periods[month])
        before = standing
    raised = level if monthly else now
    flags = {(flag.holder, flag.signal): flag for flag in _flags(events, looks[-1], raised, first, every)}
    for look in reversed(looks):  # who was raised once and is not tested any more: as he was tested last
        for flag in _flags(events, look, raised, first, False):
            flags.setdefault((flag.holder, flag.signal), flag)
    return [flags[pair] for pair in sorted(flags)], messages


def _look(events: Events, layout: Layout, month: int) -> Look:
    asked = []
    for signal, marks in events.signals.items():
        one = _ask(signal, expected(layout, layout.at(marks, month), timed=signal in TIMED))
        if one is not None:
            asked.append(one)
    p = np.concatenate([one.p for one in asked]) if asked else np.empty(0)
    e = np.concatenate([one.e for one in asked]) if asked else np.empty(0)
    out = benjamini_hochberg(p, LEVEL_1_Q)
    trusted = int(out.sum()) < MIRROR_FLAGS or _mirror_fits(asked, float(p[out].max()))
    strong = e_benjamini_hochberg(e, LEVEL_2_Q)
    return Look(tuple(asked), out & trusted, strong & trusted, trusted)


def _mirror_fits(asked: list[Asked], threshold: float) -> bool:
    below, above = mirror(_ranks(asked), threshold)
    return below < MIRROR_FEWEST or (1 + below) / above <= MIRROR_SHARE


def _ask(signal: str, counts: Counts) -> Asked | None:
    """Test one signal; None where too few officials can be compared."""
    tested = (counts.holds >= TESTED_HOLDS) & (counts.expected >= TESTED_EXPECTED)
    if int(tested.sum()) < FEWEST_TESTED:
        return None
    observed, hoped = counts.observed[tested], counts.expected[tested]
    fitted = fit(observed, hoped)
    enough = (
        (observed >= EVIDENCE_EVENTS)
        & (counts.months[tested] >= EVIDENCE_MONTHS)
        & (counts.peers[tested] >= EVIDENCE_PEERS)
        & (counts.tenure_days[tested] >= EVIDENCE_TENURE_DAYS)
    )
    p, e = fitted.p(observed, hoped), fitted.e(observed, hoped)
    return Asked(signal, fitted, counts.holder[tested], observed, hoped, p, e, enough)


def _ranks(asked: list[Asked]) -> Floats:
    """Randomised by numbers that are always the same, so that the same input gives the same answer."""
    draw = np.random.default_rng(RANK_SEED)
    return np.concatenate([one.fit.rank(one.observed, one.expected, draw.random(len(one.p))) for one in asked])


def _flags(
    events: Events, look: Look, raised: dict[tuple[str, int], int], first: dict[tuple[str, int], str], every: bool
) -> Iterator[Flag]:
    """Numbers as of the last look, for pairs raised and, with `every`, for all others tested."""
    for one in look.asked:
        wanted = [place for place, holder in enumerate(one.holder) if every or (one.signal, int(holder)) in raised]
        ratios = one.fit.ratio(one.observed[wanted], one.expected[wanted])
        for place, (low, middle, high) in zip(wanted, ratios, strict=True):
            pair = (one.signal, int(one.holder[place]))
            level = raised.get(pair, 0)
            yield Flag(
                holder=events.holder.names[pair[1]],
                signal=one.signal,
                level=level,
                first_period=first[pair] if level else None,
                observed=int(one.observed[place]),
                expected=round(float(one.expected[place]), 4),
                ratio=round(float(middle), 4),
                ratio_low=round(float(low), 4),
                ratio_high=round(float(high), 4),
                p=float(f"{one.p[place]:.6g}"),
                e=float(f"{one.e[place]:.6g}"),
                events=int(one.observed[place]),
            )
