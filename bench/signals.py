"""How right signals are, on made-up provinces whose truth is known, beside the league tables they replace.

Figures are means over seeds with the 95 % interval of that mean. They say how wrong the engine is on provinces of
this making, not on any real one.
"""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.row import Row
from congvu.engines.analytics.signals import Events, Flag, detect, score
from congvu.engines.analytics.signals.events import KEYS, Coded
from congvu.engines.analytics.simulate import Province, Settings, simulate

Array = npt.NDArray[Any]
SEEDS = range(100, 120)
BASE = Settings()
WILD = replace(BASE, sd_own=0.35, sd_unit=0.3, group_share=0.10, mark_honest=0.25, mark_planted=0.45, band_noise=1.0)


def run() -> list[Row]:
    rows = []
    provinces = [(province, _flags(province)) for province in map(simulate, SEEDS)]
    for level, aims in ((1, {3.5: 0.40, 6.0: 0.78}), (2, {3.5: 0.20, 6.0: 0.55})):
        scores = [score(flags, province.truth, level) for province, flags in provinces]
        rows.append(_row(f"false share, level {level}", [one.false_share for one in scores], 0.05))
        for odds, aim in aims.items():
            found = [one.recall(odds) for one in scores]
            rows.append(
                _row(f"found of x{odds:g}, level {level}", [one for one in found if one is not None], aim, more=True)
            )
    for name, chosen in (("top 5 % of a league table", _top), ("twice the mean of a league table", _twice)):
        rows.append(_row(f"false share, {name}", [_false(province, chosen) for province, _ in provinces]))
    rows += _groups(provinces)
    clean = [_flags(simulate(seed, replace(BASE, planted_share=0.0))) for seed in SEEDS]
    each = [1000 * len(flags) / BASE.officials for flags in clean]
    rows.append(_row("false flags a 1,000 officials and year, nobody planted", each, 0.5))
    padded = [
        (province, _flags(province)) for province in (simulate(seed, replace(BASE, padding=3.0)) for seed in SEEDS)
    ]
    found = [score(flags, province.truth, 1).recall(6.0) for province, flags in padded]
    rows.append(_row("found of x6 who pad with easy holds", [one for one in found if one is not None], 0.60, more=True))
    wild = [score(_flags(province), province.truth, 1) for province in (simulate(seed, WILD) for seed in SEEDS)]
    rows.append(_row("false share, level 1, other settings", [one.false_share for one in wild], 0.10))
    return rows


def _row(what: str, values: list[float], aim: float | None = None, *, more: bool = False) -> Row:
    mean = statistics.fmean(values)
    half = 1.96 * statistics.stdev(values) / len(values) ** 0.5
    return Row(f"{what} (± {half:.3f}, {len(values)} seeds)", mean, None, mean, aim, more_is_better=more)


def _events(province: Province) -> Events:
    keys = {}
    for name in KEYS:
        names, codes = np.unique(province.columns[name], return_inverse=True)
        keys[name] = Coded.of(codes, [str(one) for one in names])
    return Events.from_columns(keys, {name: values for name, values in province.columns.items() if name not in KEYS})


def _flags(province: Province) -> list[Flag]:
    return detect(_events(province), monthly=True)[0]


def _rates(province: Province, signal: str) -> tuple[list[str], Array]:
    """What a league table would show: broad events by exposed holds, of who has at least thirty."""
    columns = province.columns
    exposed = columns[f"{signal}_eligible"]
    holders, who = np.unique(columns["holder"][exposed], return_inverse=True)
    holds = np.bincount(who)
    events = np.bincount(who, columns[f"{signal}_event"][exposed])
    enough = holds >= 30
    return [str(name) for name in holders[enough]], events[enough] / holds[enough]


def _top(rates: Array) -> Array:
    chosen: Array = rates >= np.quantile(rates, 0.95)
    return chosen


def _twice(rates: Array) -> Array:
    chosen: Array = rates > 2 * rates.mean()
    return chosen


def _false(province: Province, chosen: Callable[[Array], Array]) -> float:
    planted = {(pair.holder, pair.signal) for pair in province.truth}
    raised = false = 0
    for signal in ("S1", "S2", "S3", "S4", "S5", "S6", "S7"):
        names, rates = _rates(province, signal)
        for place in np.flatnonzero(chosen(rates)):
            raised += 1
            false += (names[place], signal) not in planted
    return false / raised if raised else 0.0


def _groups(provinces: Iterable[tuple[Province, list[Flag]]]) -> list[Row]:
    """P(p < 0.05) of each honest group beside that of ordinary officials."""
    tested: dict[str, int] = {}
    low: dict[str, int] = {}
    for province, _ in provinces:
        planted = {pair.holder for pair in province.truth}
        for flag in detect(_events(province), every=True)[0]:
            if flag.holder not in planted:
                group = province.groups[flag.holder]
                tested[group] = tested.get(group, 0) + 1
                low[group] = low.get(group, 0) + (flag.p < 0.05)
    usual = low["ordinary"] / tested["ordinary"]
    return [
        Row(
            f"P(p < 0.05) of the group “{group}” beside ordinary", low[group] / tested[group], usual,
            low[group] / tested[group] / usual, 1.5 if group in ("magnet", "slow") else 1.25, peer_name="ordinary",
            more_is_better=False,
        )
        for group in sorted(tested) if group != "ordinary"
    ]  # fmt: skip
