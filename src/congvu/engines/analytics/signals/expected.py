"""How many events an official's own holds would carry at his peers' rates (indirect standardisation).

p̂ of a hold = r(stratum, without himself) · f(load) · f(month) · f(the mix of cases he is given) · f(unit).
Multiplicative factors by iterative proportional fitting (Deming and Stephan 1940); non-decreasing ones by pooling
adjacent violators (Ayer et al. 1955). Without the mix people given hard cases are accused; were it not forced to
rise, who pads his record with easy holds would hide in its lowest bin.
"""

from dataclasses import dataclass

import numpy as np

from congvu.engines.analytics.signals.events import Floats, Marks
from congvu.engines.analytics.signals.layout import Grouping, Index, Layout

KAPPA = 30.0  # holds by which a rate is drawn to its parent's
SMOOTH = 20.0  # events by which the factors of load and month are drawn to 1
MIX_SMOOTH = 5.0
UNIT_SMOOTH = 10.0
UNIT_MOST = 2.0  # a whole unit that agrees to pass work on does not become its own excuse
CAP = 3.0  # in the factors of others an official counts with at most so many times his expectation
ROUNDS = 6
LOAD_BINS = 6
MIX_BINS = 8
HIGHEST = 0.95
FEWEST_OFFICIALS = 3  # a stratum with fewer takes its parent's rate


@dataclass(frozen=True)
class Counts:
    """One signal at one look; one place an exposed official. `holder` are the table's codes, ascending.

    `observed` and `expected` count strict events; `months` in how many months they fell; `peers` is the share of his
    holds in strata with at least three officials.
    """

    holder: Index
    holds: Index
    observed: Index
    expected: Floats
    months: Index
    peers: Floats
    tenure_days: Index


def expected(layout: Layout, marks: Marks, *, timed: bool = False) -> Counts:
    """Observed and expected strict events of everybody exposed in the rows given; empty where nobody is.

    `timed`: the signal is about time. Then the factors of the mix also hold how often the official is slow without
    any mark of not working, so that who is slow but diligent is compared with others who are.
    """
    rows, n = marks.rows, layout.holders
    who, y = layout.holder[rows], marks.strict.astype(np.float64)
    rates = _Rates(layout, rows, y)
    load = _quantile_bins(layout.log_load[rows], LOAD_BINS)
    month = layout.month[rows]
    holds = np.bincount(who, minlength=n)
    observed = _total(who, y, n)
    mixes = [_official_bins(_total(who, values[rows], n), holds) for values in (layout.band, layout.log_load)]
    if timed:
        mixes.append(_slow_bins(layout, marks, holds))
    by_load, by_month = np.ones(LOAD_BINS), np.ones(len(layout.ends))
    by_mix = [np.ones(MIX_BINS) for _ in mixes]
    for _ in range(ROUNDS):
        mixed = _product(by_mix, mixes)
        own = mixed[who]
        of_month = by_month[month]
        rate = rates.together(by_load[load] * of_month * own)
        by_load *= _factor(load, y, rate * by_load[load] * of_month * own, LOAD_BINS)
        of_load = by_load[load]
        by_month *= _factor(month, y, rate * of_load * of_month * own, len(by_month))
        per_official = _total(who, rate * of_load * by_month[month], n)
        for place, bins in enumerate(mixes):
            by_mix[place] = _mix_factor(by_mix[place], bins, observed, per_official * _product(by_mix, mixes))
    other = by_load[load] * by_month[month] * _product(by_mix, mixes)[who]
    chance = np.minimum(rates.without_self(other) * other, HIGHEST)
    with_unit = _of_unit(layout.unit, rows, y, chance, observed, n)
    seen = np.flatnonzero(holds)
    return Counts(
        holder=seen,
        holds=holds[seen],
        observed=observed[seen].astype(np.int64),
        expected=with_unit[seen],
        months=_months(who[marks.strict], month[marks.strict], n, len(by_month))[seen],
        peers=_total(who, rates.has_peers, n)[seen] / holds[seen],
        tenure_days=_highest(who, layout.tenure_days[rows], n)[seen],
    )


class _Rates:
    """The rate of each row's stratum, drawn to its parent's, and that to the whole table's."""

    def __init__(self, layout: Layout, rows: Index, y: Floats) -> None:
        self.layout, self.rows, self.y = layout, rows, y
        self.stratum, self.parent = layout.stratum.group[rows], layout.parent.group[rows]
        cells = np.unique(layout.stratum.cell[rows])
        officials = np.bincount(layout.stratum.group_of[cells], minlength=layout.stratum.groups)
        self.few = officials < FEWEST_OFFICIALS
        self.has_peers = (~self.few[self.stratum]).astype(np.float64)

    def together(self, other: Floats) -> Floats:
        """With everybody's events; `other`: the product of the other factors, a row."""
        whole = self.y.sum() / max(float(other.sum()), 1.0)
        parents = _drawn(*self._sums(self.parent, other, self.layout.parent.groups), whole)
        above = parents[self.layout.parent_of]
        strata = np.where(self.few, above, _drawn(*self._sums(self.stratum, other, self.layout.stratum.groups), above))
        return strata[self.stratum]

    def without_self(self, other: Floats) -> Floats:
        """The same for each row without the events of the one who held it."""
        whole = self.y.sum() / max(float(other.sum()), 1.0)
        above = self._apart(self.layout.parent, other, np.full(len(self.rows), whole))
        return np.where(self.few[self.stratum], above, self._apart(self.layout.stratum, other, above))

    def _apart(self, grouping: Grouping, other: Floats, above: Floats) -> Floats:
        group, cell = grouping.group[self.rows], grouping.cell[self.rows]
        events, exposure = self._sums(group, other, grouping.groups)
        own_events, own_exposure = self._sums(cell, other, len(grouping.group_of))
        return _drawn(events[group] - own_events[cell], exposure[group] - own_exposure[cell], above)

    def _sums(self, group: Index, other: Floats, groups: int) -> tuple[Floats, Floats]:
        return _total(group, self.y, groups), _total(group, other, groups)


def _total(group: Index, values: Floats, groups: int) -> Floats:
    """The sum of the values of each group."""
    total: Floats = np.bincount(group, values, groups).astype(np.float64, copy=False)
    return total


def _drawn(events: Floats, exposure: Floats, above: Floats | float) -> Floats:
    drawn: Floats = (events + KAPPA * above) / (np.maximum(exposure, 0.0) + KAPPA)
    return drawn


def _quantile_bins(values: Floats, bins: int) -> Index:
    """The bin of each value between the quantiles of all; equal values share a bin."""
    if not len(values):
        return np.empty(0, np.int64)
    edges = np.quantile(values, np.arange(1, bins) / bins)
    return np.searchsorted(edges, values, side="left")


def _official_bins(sums: Floats, holds: Index) -> Index:
    """The bin of each official's mean; who holds nothing is in the first and weighs nothing."""
    bins = np.zeros(len(holds), np.int64)
    seen = np.flatnonzero(holds)
    bins[seen] = _quantile_bins(sums[seen] / holds[seen], MIX_BINS)
    return bins


def _slow_bins(layout: Layout, marks: Marks, holds: Index) -> Index:
    """The bin of each official's events without a mark, against what his strata would have."""
    who, unmarked = layout.holder[marks.rows], (marks.broad & ~marks.strict).astype(np.float64)
    rates = _Rates(layout, marks.rows, unmarked)
    hoped = _total(who, rates.without_self(np.ones(len(who))), layout.holders)
    ratio = np.log((_total(who, unmarked, layout.holders) + 1) / (hoped + 1))
    return _official_bins(ratio * holds, holds)


def _product(factors: list[Floats], bins: list[Index]) -> Floats:
    product: Floats = np.prod([factor[place] for factor, place in zip(factors, bins, strict=True)], axis=0)
    return product


def _factor(group: Index, y: Floats, hoped: Floats, groups: int) -> Floats:
    return (_total(group, y, groups) + SMOOTH) / (_total(group, hoped, groups) + SMOOTH)


def _mix_factor(factor: Floats, bins: Index, observed: Floats, hoped: Floats) -> Floats:
    events = _total(bins, np.minimum(observed, CAP * hoped), MIX_BINS)
    exposure = _total(bins, hoped, MIX_BINS)
    return rising(factor * (events + MIX_SMOOTH) / (exposure + MIX_SMOOTH), exposure / factor + 1e-9)


def rising(values: Floats, weights: Floats) -> Floats:
    """The closest non-decreasing values in weighted squares: adjacent violators are pooled."""
    pools: list[list[float]] = []  # value, weight, how many
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            last = pools.pop()
            before = pools[-1]
            total = before[1] + last[1]
            pools[-1] = [(before[0] * before[1] + last[0] * last[1]) / total, total, before[2] + last[2]]
    return np.repeat([pool[0] for pool in pools], [int(pool[2]) for pool in pools])


def _of_unit(unit: Grouping, rows: Index, y: Floats, chance: Floats, observed: Floats, n: int) -> Floats:
    """Expected events of each official, with what is common to the colleagues of his unit."""
    cell = unit.cell[rows]
    cells = len(unit.group_of)
    hoped = _total(cell, chance, cells)
    events = _total(cell, y, cells)
    own = _total(unit.holder_of, hoped, n)
    kept = np.minimum(1.0, CAP * own / np.maximum(observed, 1e-12))
    events = events * kept[unit.holder_of]
    of_unit = _total(unit.group_of, events, unit.groups)[unit.group_of]
    hoped_of_unit = _total(unit.group_of, hoped, unit.groups)[unit.group_of]
    factor = (of_unit - events + UNIT_SMOOTH) / (hoped_of_unit - hoped + UNIT_SMOOTH)
    return _total(unit.holder_of, hoped * np.clip(factor, 1 / UNIT_MOST, UNIT_MOST), n)


def _months(who: Index, month: Index, n: int, months: int) -> Index:
    pairs = np.unique(who * months + month)
    return np.bincount(pairs // months, minlength=n)


def _highest(who: Index, values: Index, n: int) -> Index:
    most = np.zeros(n, np.int64)
    np.maximum.at(most, who, values)
    return most
