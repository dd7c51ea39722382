"""What a drawing is made of: plain values, no markup."""

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("late", "soon", "run", "wait", "paused", "done", "other")


@dataclass(frozen=True)
class Part:
    """One piece of a bar or one column: `value` is drawn, `text` is how it is written, `url` opens its rows."""

    kind: str
    label: str
    value: float
    text: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of part: {self.kind}")
        if self.value < 0:
            raise ValueError(f"a part is never below zero: {self.label} {self.value}")


@dataclass(frozen=True)
class Bar:
    """One line of a chart of bars: who or what, its parts in order, and the address of all its rows."""

    label: str
    parts: Sequence[Part]
    note: str = ""
    url: str = ""

    @property
    def total(self) -> float:
        """What the parts add up to."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class Card:
    """One of many small drawings on one scale: `values` in time order, `alarm` draws it in the colour of lateness."""

    title: str
    values: Sequence[float]
    text: str = ""
    url: str = ""
    alarm: bool = False
    columns: bool = False


@dataclass(frozen=True)
class Point:
    """One period of a line: `value` and `target` may be unknown. `low` and `high` bound how sure the value is; `note`
    stands beside the figures in the table.
    """

    label: str
    value: float | None = None
    target: float | None = None
    url: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""
