"""Pictures of a report as SVG: no script, letters keep their size on every screen, nothing is told by colour alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from congvu.faces.analysis.words import number
from congvu.kit.charts.geometry import across, columns, labelled, nice_top, ticks

HEIGHT, SMALL, FOOT, HEAD = 200, 90, 24, 14  # px of a drawing, of a small one, below and above it
MAP_SIZE, MAP_ROOM = 360, 44


@dataclass(frozen=True)
class Line:
    """One line of a chart; `dashed` tells it from the other."""

    name: str
    values: Sequence[float | None]
    dashed: bool = False


def bar(part: float) -> str:
    """A bar that fills this part of its room; what it says stands beside it as text."""
    return f'<svg class="bar" aria-hidden="true"><rect width="{100 * min(max(part, 0), 1):.2f}%" height="100%"/></svg>'


def line_chart(title: str, labels: Sequence[str], lines: Sequence[Line], unit: str = "") -> str:
    """Lines over periods, with their legend; an unknown value is a gap."""
    top = nice_top(max((value for line in lines for value in line.values if value is not None), default=0))
    return _drawn_lines(title, labels, lines, top, unit, HEIGHT) + _legend(
        [("line second" if line.dashed else "line first", line.name) for line in lines]
    )


def small_lines(rows: Sequence[tuple[str, Line]], labels: Sequence[str]) -> str:
    """One small chart a row, each under its heading, all on one scale."""
    top = nice_top(max((value for _, line in rows for value in line.values if value is not None), default=0))
    return "".join(
        f"<div><h3>{escape(title)}</h3>{_drawn_lines(f'{title}: {line.name}', labels, [line], top, '', SMALL)}</div>"
        for title, line in rows
    )


def _drawn_lines(title: str, labels: Sequence[str], lines: Sequence[Line], top: float, unit: str, height: int) -> str:
    drawn = "".join(
        _stretch(points, "second" if line.dashed else "first")
        for line in lines
        for points in _stretches(line.values, top)
    )
    return _framed(title, labels, top, unit, drawn, height)


def _stretch(points: str, kind: str) -> str:
    """A line; of a single point, a dot."""
    if " " in points:
        return f'<polyline class="{kind}" points="{points}"/>'
    return f'<path class="{kind} only" d="M{points.replace(",", " ")}h0"/>'


def _stretches(values: Sequence[float | None], top: float) -> Iterable[str]:
    run: list[str] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append(f"{across(place, len(values))},{100 - 100 * value / top:.2f}")
        elif run:
            yield " ".join(run)
            run = []


def column_chart(
    title: str, labels: Sequence[str], pairs: Sequence[tuple[float, float]], names: tuple[str, str]
) -> str:
    """Two columns a period, side by side: the first filled, the second only outlined."""
    top = nice_top(max((max(pair) for pair in pairs), default=0))
    drawn = ""
    for (left, width, _), pair in zip(columns(len(labels)), pairs, strict=True):
        for n, value in enumerate(pair):
            height = 100 * value / top
            drawn += (
                f'<rect class="{"second" if n else "first"}" x="{left + n * width / 2:.2f}" y="{100 - height:.2f}" '
                f'width="{width / 2:.2f}" height="{height:.2f}"/>'
            )
    kinds = [("box first", names[0]), ("box second", names[1])]
    return _framed(title, labels, top, "", drawn, HEIGHT) + _legend(kinds)


def _framed(title: str, labels: Sequence[str], top: float, unit: str, drawn: str, height: int) -> str:
    """A drawing of 100 by 100 stretched over the width, its scale, and as many labels below as fit on a phone."""
    inner = f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="{height}">{drawn}</svg>'
    grid = ""
    for mark in ticks(top):
        y = height - height * mark / top
        said = f"{mark:.4g}".replace(".", ",") if mark < 1000 else number(mark)
        said += f" {unit}" if mark == top and unit else ""
        grid += f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        if mark and (height > SMALL or mark == top):
            grid += f'<text class="mark" x="0" y="{y - 3:.1f}">{said}</text>'
    below = "".join(
        f'<text class="label" x="{across(n, len(labels))}%" y="{height + 17}" '
        f'text-anchor="{_anchor(n, len(labels))}">{escape(labels[n])}</text>'
        for n in sorted(labelled(len(labels)))
    )
    return (
        f'<svg class="chart" role="img" aria-label="{escape(title)}" width="100%" height="{height + FOOT + HEAD}">'
        f'<svg y="{HEAD}" overflow="visible" height="{height + FOOT}">{grid}{inner}{below}</svg></svg>'
    )


def _anchor(place: int, count: int) -> str:
    if count > 1 and place == 0:
        return "start"
    return "end" if count > 1 and place == count - 1 else "middle"


def _legend(kinds: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<li><span class="{kind}" aria-hidden="true"></span>{escape(name)}</li>' for kind, name in kinds)
    return f'<ul class="legend">{items}</ul>'


@dataclass(frozen=True)
class Dots:
    """One kind of event: `points` are (time, case) in thousandths of the picture."""

    kind: str
    name: str
    points: Sequence[tuple[int, int]]


def dotted_chart(title: str, labels: Sequence[str], kinds: Sequence[Dots]) -> str:
    """A dot an event, a line a case (Song and van der Aalst 2007, "Supporting Process Mining by Showing Events")."""
    drawn = "".join(
        f'<path class="dots {one.kind}" d="{"".join(f"M{x} {y}h0" for x, y in one.points)}"/>' for one in kinds
    )
    below = "".join(
        f'<text class="label" x="{100 * n / max(len(labels) - 1, 1)}%" y="357" text-anchor="{_anchor(n, len(labels))}">'
        f"{escape(label)}</text>"
        for n, label in enumerate(labels)
    )
    field = f'<svg viewBox="0 -15 1000 1030" preserveAspectRatio="none" width="100%" height="340">{drawn}</svg>'
    return (
        f'<svg class="chart" role="img" aria-label="{escape(title)}" width="100%" height="364">{field}{below}</svg>'
    ) + _legend([(f"dot {one.kind}", one.name) for one in kinds])


@dataclass(frozen=True)
class Arc:
    """So many handovers from one place of the map to another."""

    first: int
    second: int
    count: int


def handover_map(title: str, sizes: Sequence[int], arcs: Sequence[Arc]) -> str:
    """Places on a circle with their numbers, and an arrow for each pair, the thicker the more."""
    count, middle, radius = len(sizes), MAP_SIZE / 2, MAP_SIZE / 2 - MAP_ROOM
    turns = [2 * math.pi * n / max(count, 1) - math.pi / 2 for n in range(count)]
    spots = [(middle + radius * math.cos(turn), middle + radius * math.sin(turn)) for turn in turns]
    most_arc, most = max((arc.count for arc in arcs), default=1), max(sizes, default=1) or 1
    radii = [11 + 11 * math.sqrt(size / most) for size in sizes]
    drawn = "".join(_arc(arc, spots, radii, most_arc) for arc in sorted(arcs, key=lambda arc: arc.count))
    for n, ((x, y), size) in enumerate(zip(spots, radii, strict=True), 1):
        drawn += f'<circle class="place" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
        drawn += f'<text class="number" x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle">{n}</text>'
    return (
        f'<svg class="map" role="img" aria-label="{escape(title)}" viewBox="0 0 {MAP_SIZE} {MAP_SIZE}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>{drawn}</svg>'
    )


def _arc(arc: Arc, spots: Sequence[tuple[float, float]], radii: Sequence[float], most: int) -> str:
    """Bent to its own right side, so that the way there and the way back lie apart; it ends at the circle's edge."""
    (x1, y1), (x2, y2) = spots[arc.first], spots[arc.second]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    bend = min(0.18 * length, 30)
    bx, by = (x1 + x2) / 2 - (y2 - y1) / length * bend, (y1 + y2) / 2 + (x2 - x1) / length * bend
    back = math.hypot(x2 - bx, y2 - by) or 1.0
    reach = radii[arc.second] + 1
    ex, ey = x2 - (x2 - bx) / back * reach, y2 - (y2 - by) / back * reach
    width = 1 + 5 * arc.count / most
    return (
        f'<path class="arc" stroke-width="{width:.2f}" marker-end="url(#tip)" '
        f'd="M{x1:.1f} {y1:.1f}Q{bx:.1f} {by:.1f} {ex:.1f} {ey:.1f}"><title>{arc.first + 1} → {arc.second + 1}: '
        f"{number(arc.count)}</title></path>"
    )
