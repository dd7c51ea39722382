"""Where things stand in a drawing, in per cent of its width: letters and patterns keep their size on every screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from congvu.kit.charts.shapes import Part, Point

SPARK_HEIGHT = 32
LABELS_THAT_FIT = 4  # on 320 px, at about 70 px each
_STEPS = (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10)  # each cut in four gives round marks


@dataclass(frozen=True)
class Placed:
    """A part with its place: `x` and `width` in per cent."""

    part: Part
    x: float
    width: float


def stacked(parts: Sequence[Part], most: float) -> list[Placed]:
    """The parts end to end; `most` fills the whole width. Empty parts take no room."""
    placed, at = [], 0.0
    for part in parts:
        if part.value:
            width = 100 * part.value / most
            placed.append(Placed(part, round(at, 3), round(width, 3)))
            at += width
    return placed


def nice_top(most: float) -> float:
    """The top of a scale: a round number not below `most`, never zero."""
    if most <= 0:
        return 1
    power = 10.0 ** floor(log10(most))
    return next((step * power for step in _STEPS if step * power >= most), 100 * power)


def ticks(top: float) -> list[float]:
    """Round marks from zero to the top: whole numbers where the scale is small."""
    parts = 4 if top >= 4 else max(1, ceil(top))
    return [top * n / parts for n in range(parts + 1)]


def spark(values: Sequence[float], most: float) -> list[tuple[float, float]]:
    """Points of a small line in a box of 100 by SPARK_HEIGHT, zero at the bottom."""
    room, last = SPARK_HEIGHT - 6, max(len(values) - 1, 1)
    return [
        (round(2 + 96 * n / last, 2), round(SPARK_HEIGHT - 3 - room * (value / most if most else 0), 2))
        for n, value in enumerate(values)
    ]


def columns(count: int, gap: float = 0.25) -> list[tuple[float, float, float]]:
    """Left edge, width and middle of each of `count` columns, in per cent."""
    step = 100 / max(count, 1)
    return [
        (round(n * step + step * gap / 2, 3), round(step * (1 - gap), 3), round((n + 0.5) * step, 3))
        for n in range(count)
    ]


def across(n: int, count: int) -> float:
    """Where the n-th of `count` points stands, in per cent; the ends leave room for their dot."""
    return round(2 + 96 * n / max(count - 1, 1), 3)


def runs(points: Sequence[Point], which: str, top: float) -> Iterator[list[tuple[float, float]]]:
    """The unbroken stretches of a line in a box of 100 by 100: an unknown value is a gap, never a zero."""
    run: list[tuple[float, float]] = []
    for n, point in enumerate(points):
        value = getattr(point, which)
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((across(n, len(points)), round(100 - 100 * value / top, 3)))
    if run:
        yield run


def bands(points: Sequence[Point], top: float) -> list[list[tuple[float, float]]]:
    """The outlines between `low` and `high`, along one and back along the other; unknown ones are gaps."""
    uppers, lowers = runs(points, "high", top), runs(points, "low", top)
    return [upper + lower[::-1] for upper, lower in zip(uppers, lowers, strict=True) if len(upper) > 1]


def labelled(count: int) -> set[int]:
    """Which of many labels below a drawing are written: the last, and as many before it as fit on a phone."""
    step = max(1, ceil(count / LABELS_THAT_FIT))
    return set(range(count - 1, -1, -step))
