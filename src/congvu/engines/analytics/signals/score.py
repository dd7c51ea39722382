"""How right a list of flags was, where the truth is known: on simulated provinces only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from congvu.engines.analytics.signals.detect import Flag


@dataclass(frozen=True)
class TruePair:
    """An official to whom a habit was given: the signal it shows in, and by how much it raises the odds."""

    holder: str
    signal: str
    odds: float


@dataclass(frozen=True)
class Score:
    """At or above one level: how many pairs were raised, how many of them falsely, and the share found by odds."""

    level: int
    raised: int
    false: int
    found: Mapping[float, tuple[int, int]]

    @property
    def false_share(self) -> float:
        return self.false / self.raised if self.raised else 0.0

    def recall(self, odds: float) -> float | None:
        """The share of planted pairs of these odds that were raised; None where none was planted."""
        found, planted = self.found.get(odds, (0, 0))
        return found / planted if planted else None


def score(flags: Iterable[Flag], truth: Iterable[TruePair], level: int) -> Score:
    """Compare flags at `level` or above with the truth."""
    raised = {(flag.holder, flag.signal) for flag in flags if flag.level >= level}
    planted = {(pair.holder, pair.signal): pair.odds for pair in truth}
    found: dict[float, tuple[int, int]] = {}
    for pair, odds in planted.items():
        hit, all_of = found.get(odds, (0, 0))
        found[odds] = (hit + (pair in raised), all_of + 1)
    return Score(level, len(raised), len(raised - planted.keys()), dict(sorted(found.items())))
