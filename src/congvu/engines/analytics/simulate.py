"""A made-up province whose truth is known: holds, events and marks of honest, planted and good officials.

Everything is drawn from one seed. Rates, groups and effects are settings: other settings are other provinces, and a
detector must not know them. The truth is a value of its own, to be written apart from the events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.signals.score import TruePair

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Index = npt.NDArray[np.int64]

SIGNALS = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
GROUPS = ("ordinary", "specialist", "overloaded", "magnet", "new", "slow", "leave", "no_authority")
FIELDS = ("dat_dai", "xay_dung", "dau_tu", "ho_tich", "lao_dong")
STEPS = ("tiep_nhan", "xu_ly", "quyet_dinh")
SEASON = (0.8, 0.7, 1.1, 1.05, 1.0, 1.05, 0.95, 1.0, 1.05, 1.05, 1.1, 1.25)

_RATES = {"S1": 0.05, "S2": 0.06, "S3": 0.08, "S4": 0.08, "S5": 0.15, "S6": 0.05, "S7": 0.07, "P1": 0.25}
_EXPOSED = {"S1": 1.0, "S2": 0.7, "S3": 0.8, "S4": 0.95, "S5": 0.25, "S6": 0.8, "S7": 0.95, "P1": 0.6}
_HARD = {"S1": 0.35, "S2": 0.45, "S3": 0.45, "S4": 0.25, "S5": 0.35, "S6": 0.4, "S7": 0.4, "P1": -0.3}
_LOAD = {"S1": 0.2, "S2": 0.1, "S3": 0.0, "S4": 0.5, "S5": 0.0, "S6": 0.4, "S7": 0.6, "P1": -0.4}


@dataclass(frozen=True)
class Settings:
    """A province. Standard deviations are of log odds; shares are of officials or of events."""

    officials: int = 600
    months: int = 12
    first_year: int = 2025
    officials_a_unit: int = 12
    kinds_a_field: int = 6
    holds_a_month: float = 30.0
    holds_spread: float = 0.35
    sd_own: float = 0.25
    sd_common: float = 0.15
    sd_unit: float = 0.20
    sd_month: float = 0.20
    band_noise: float = 0.7
    group_share: float = 0.08
    planted_share: float = 0.06
    planted_odds: tuple[float, ...] = (2.0, 3.5, 6.0)
    late_start_share: float = 0.30
    good_share: float = 0.05
    mark_honest: float = 0.18
    mark_planted: float = 0.50
    padding: float = 0.0  # extra easy holds of planted officials, as a share of their own
    rates: Mapping[str, float] = field(default_factory=lambda: dict(_RATES))


@dataclass(frozen=True)
class Province:
    """`columns` are those of the table of events (signals_format.md); `truth` and `groups` belong into another file."""

    columns: dict[str, npt.NDArray[Any]]
    truth: tuple[TruePair, ...]
    groups: dict[str, str]


def simulate(seed: int, settings: Settings = Settings()) -> Province:
    """The events of a province and its truth; the same seed and settings give the same bytes."""
    draw = np.random.default_rng(seed)
    people = _People(draw, settings)
    holds = _Holds(draw, settings, people)
    columns = holds.columns()
    for signal in (*SIGNALS, "P1"):
        columns |= _signal(draw, settings, people, holds, signal)
    groups = {people.name(i): GROUPS[people.group[i]] for i in range(settings.officials)}
    return Province(columns, tuple(people.truth()), groups)


class _People:
    def __init__(self, draw: np.random.Generator, settings: Settings) -> None:
        n = settings.officials
        self.unit = np.arange(n) // settings.officials_a_unit
        self.field = self.unit % len(FIELDS)
        self.step = draw.choice(len(STEPS), n, p=(0.3, 0.5, 0.2))
        shares = [1 - settings.group_share * (len(GROUPS) - 1)] + [settings.group_share] * (len(GROUPS) - 1)
        self.group = draw.choice(len(GROUPS), n, p=shares)
        units = int(self.unit.max()) + 1
        heavy = draw.random(units) < settings.group_share
        self.group[self.group == GROUPS.index("overloaded")] = 0
        self.group[heavy[self.unit]] = GROUPS.index("overloaded")
        self.volume = settings.holds_a_month * np.exp(settings.holds_spread * draw.standard_normal(n))
        self.common = settings.sd_common * draw.standard_normal(n)
        self.unit_effect = {k: settings.sd_unit * draw.standard_normal(units) for k in (*SIGNALS, "P1")}
        self.own = {k: settings.sd_own * draw.standard_normal(n) for k in (*SIGNALS, "P1")}
        self.tenure = draw.integers(200, 4000, n)
        self.tenure[self.is_("new")] = draw.integers(0, 60, int(self.is_("new").sum()))
        self.planted: dict[tuple[int, str], tuple[float, int]] = {}
        offenders = draw.random(n) < settings.planted_share
        for i in np.flatnonzero(offenders):
            start = int(draw.integers(1, 6)) if draw.random() < settings.late_start_share else 0
            for signal in draw.choice(SIGNALS, int(draw.integers(1, 4)), replace=False):
                self.planted[int(i), str(signal)] = (float(draw.choice(settings.planted_odds)), start)
        self.offends = offenders
        self.good = ~offenders & (draw.random(n) < settings.good_share)

    def is_(self, group: str) -> Bools:
        of_group: Bools = self.group == GROUPS.index(group)
        return of_group

    def name(self, i: int) -> str:
        return f"H{i:05d}"

    def truth(self) -> list[TruePair]:
        return [TruePair(self.name(i), signal, odds) for (i, signal), (odds, _) in sorted(self.planted.items())]


class _Holds:
    """Rows: who, when, what kind and step, how hard in truth, in which band it seems to be, under what load."""

    def __init__(self, draw: np.random.Generator, settings: Settings, people: _People) -> None:
        n, months = settings.officials, settings.months
        season = np.array(SEASON)[np.arange(months) % 12]
        padded = 1 + settings.padding * people.offends
        counts = draw.poisson(people.volume[:, None] * padded[:, None] * season)
        self.who = np.repeat(np.arange(n), counts.sum(axis=1))
        self.month = np.concatenate([np.repeat(np.arange(months), row) for row in counts])
        rows = len(self.who)
        easy = draw.random(rows) < (1 - 1 / padded)[self.who]
        own_kind = draw.integers(0, settings.kinds_a_field, n)
        other = draw.random(rows) < 0.6
        place = np.where(other, draw.integers(0, settings.kinds_a_field, rows), own_kind[self.who])
        self.kind = people.field[self.who] * settings.kinds_a_field + place
        self.step = np.where(draw.random(rows) < 0.85, people.step[self.who], draw.integers(0, len(STEPS), rows))
        hard = draw.standard_normal(rows) + 0.8 * people.is_("magnet")[self.who] - 2.0 * easy
        seen = hard + settings.band_noise * draw.standard_normal(rows)
        cuts = np.quantile(seen, (0.3, 0.8))
        self.hard, self.band = hard, np.searchsorted(cuts, seen)
        load = 0.25 * draw.standard_normal(rows) + np.log(1.8) * people.is_("overloaded")[self.who]
        self.load = np.exp(load + 0.15 * draw.standard_normal(n)[self.who])
        self.tenure = people.tenure[self.who] + self.month * 30
        away = people.is_("leave")[:, None] & (draw.random((n, months)) < 0.25)
        self.absent = np.where(away[self.who, self.month], draw.uniform(0.5, 1, rows), draw.uniform(0, 0.1, rows))
        self.left = np.where(draw.random(rows) < 0.06, draw.uniform(0, 1, rows), 1.0)
        self.people, self.settings = people, settings

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        first, kinds = self.settings.first_year, self.settings.kinds_a_field
        periods = np.array([f"{first + m // 12}-{m % 12 + 1:02d}" for m in range(self.settings.months)])
        holders = np.array([self.people.name(i) for i in range(self.settings.officials)])
        units = np.array([f"U{u:03d}" for u in range(int(self.people.unit.max()) + 1)])
        return {
            "holder": holders[self.who],
            "unit": units[self.people.unit[self.who]],
            "field": np.array(FIELDS)[self.kind // kinds],
            "kind": np.array([f"TT{k:02d}" for k in range(len(FIELDS) * kinds)])[self.kind],
            "step": np.array(STEPS)[self.step],
            "band": self.band.astype(np.int8),
            "load": self.load,
            "period": periods[self.month],
            "left_at_receipt": self.left,
            "tenure_days": self.tenure.astype(np.int32),
            "absent_share": self.absent,
        }


def _signal(
    draw: np.random.Generator, settings: Settings, people: _People, holds: _Holds, signal: str
) -> dict[str, Bools]:
    rows, who = len(holds.who), holds.who
    eligible = (holds.left >= 1) & (holds.absent <= 0.5) & (draw.random(rows) < _EXPOSED[signal])
    if signal in ("S2", "P1"):
        eligible &= ~people.is_("no_authority")[who]
    if signal == "S2":
        eligible &= holds.step > 0
    if signal == "P1":
        eligible &= holds.band >= 1
    if signal == "S3":  # most of what a specialist must ask is known to be mandatory
        eligible &= ~(people.is_("specialist")[who] & (draw.random(rows) < 0.6))
    odds = np.log(settings.rates[signal] / (1 - settings.rates[signal]))
    honest = (
        odds
        + _HARD[signal] * holds.hard
        + _LOAD[signal] * np.log(holds.load)
        + people.own[signal][who]
        + people.common[who]
        + people.unit_effect[signal][people.unit[who]]
        + settings.sd_month * draw.standard_normal(settings.months)[holds.month]
        + _group_effect(people, holds, signal)
    )
    extra = np.zeros(rows)
    for (i, planted), (times, start) in people.planted.items():
        if planted == signal:
            extra += np.log(times) * ((who == i) & (holds.month >= start))
    if signal == "P1":
        extra += np.log(3.0) * people.good[who]
    roll = draw.random(rows)
    usual = roll < 1 / (1 + np.exp(-honest))
    event = eligible & (roll < 1 / (1 + np.exp(-honest - extra)))
    rate = np.where(usual, settings.mark_honest, settings.mark_planted)
    mark = event if signal == "P1" else event & (draw.random(rows) < rate)
    return {f"{signal}_eligible": eligible, f"{signal}_event": event, f"{signal}_mark": mark}


def _group_effect(people: _People, holds: _Holds, signal: str) -> Floats:
    who = holds.who
    effect = np.zeros(len(who))
    if signal == "S3":
        effect += 0.5 * people.is_("specialist")[who]
    if signal in ("S4", "S7"):
        effect += np.log(1.5) * people.is_("slow")[who]
    if signal in ("S1", "S3"):
        effect += np.log(1.3) * (people.is_("new")[who] & (holds.tenure < 90))
    if signal == "S1":
        effect += np.log(1.3) * people.is_("no_authority")[who]
    return effect
