"""Tags that draw: `{% load charts %}`. What they take is in `congvu.kit.charts`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from congvu.kit.charts import Bar, Card, Part, Point, geometry

register = template.Library()
PATTERNED = ("soon", "wait", "paused", "done", "other")


@register.filter
def figure(value: float | None) -> str:
    """A number as the language of the page writes it: "1.240", "12,5"; an unknown one is a dash."""
    if value is None:
        return "–"
    places = 0 if float(value).is_integer() else 1
    separators = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    # Django's Vietnamese formats name the separator but group nothing
    return numberformat.format(round(value, places), separators[0], places, 3, separators[1], force_grouping=True)


def _draw(context: Context, name: str, kinds: Sequence[str], values: dict[str, Any]) -> SafeString:
    """One drawing, with ids that no other on the page has and only the patterns that it uses."""
    number = int(context.render_context.get("charts") or 0) + 1
    context.render_context["charts"] = number
    own = {**values, "id": f"bd{number}", "patterns": [kind for kind in PATTERNED if kind in kinds]}
    return mark_safe(get_template(f"charts/{name}.html").render(own))


def _told(part: Part) -> str:
    return f"{part.label} {part.text or figure(part.value)}"


def _legend(bars: Sequence[Sequence[Part]]) -> list[Part]:
    """The first part of each label, in order of standing: every bar of a chart has the same ones."""
    keys: dict[str, Part] = {}
    for parts in bars:
        for part in parts:
            keys.setdefault(part.label, part)
    return list(keys.values())


@register.simple_tag(takes_context=True)
def bars(
    context: Context, rows: Sequence[Bar], title: str, who: str = "", total: str = "", most: float = 0
) -> SafeString:
    """A table with a stacked bar in each line; `who` heads the first column; `most` (else the longest) fills a bar."""
    keys = _legend([row.parts for row in rows])
    scale = most or max((row.total for row in rows), default=0) or 1
    lines = []
    for row in rows:
        cells = {part.label: part for part in row.parts}
        lines.append(
            {
                "bar": row,
                "placed": geometry.stacked(row.parts, scale),
                "cells": [(key, cells.get(key.label)) for key in keys],
                "told": f"{row.label}: {', '.join(_told(part) for part in row.parts)}",
            }
        )
    values = {"title": title, "who": who or _("Ai"), "total": total or _("Cộng"), "keys": keys, "lines": lines}
    return _draw(context, "bars", [key.kind for key in keys], values)


@register.simple_tag(takes_context=True)
def parts(context: Context, pieces: Sequence[Part], title: str, total: str = "") -> SafeString:
    """One bar cut into parts, and under it the table of the parts, each opening its rows; `total` is said in words."""
    whole = sum(part.value for part in pieces)
    shown = [(part, f"{figure(100 * part.value / whole)} %" if whole else "") for part in pieces]
    values = {
        "title": title,
        "told": ", ".join(_told(part) for part in pieces),
        "placed": geometry.stacked(pieces, whole or 1),
        "shown": shown,
        "total": total,
        "linked": any(part.url for part in pieces),
    }
    return _draw(context, "parts", [part.kind for part in pieces], values)


@register.simple_tag(takes_context=True)
def cards(
    context: Context, units: Sequence[Card], title: str, labels: Sequence[str] = (), open_table: bool = True
) -> SafeString:
    """Small drawings on one scale; `labels` name the moments of their values and head the table behind them."""
    most = max((value for unit in units for value in unit.values), default=0)
    shown = []
    for unit in units:
        points = geometry.spark(unit.values, most)
        places = geometry.columns(len(unit.values))
        shown.append(
            {
                "card": unit,
                "line": " ".join(f"{x},{y}" for x, y in points),
                "points": points,
                "last": points[-1] if points else None,
                "floor": geometry.SPARK_HEIGHT - 3,
                "columns": [
                    (x, width, round(geometry.SPARK_HEIGHT * value / (most or 1), 2))
                    for (x, width, _middle), value in zip(places, unit.values, strict=True)
                ],
                "told": ", ".join(figure(value) for value in unit.values),
            }
        )
    values = {"title": title, "labels": labels, "shown": shown, "height": geometry.SPARK_HEIGHT, "table": open_table}
    return _draw(context, "cards", [], values)


@register.simple_tag(takes_context=True)
def target_line(
    context: Context,
    points: Sequence[Point],
    title: str,
    unit: str = "",
    value: str = "",
    target: str = "",
    note: str = "",
) -> SafeString:
    """What was reached, period by period, as a line with dots, against the target as a dashed one; how sure it is, as a
    band. `note` heads the column of notes in the table.
    """
    numbers = [n for point in points for n in (point.value, point.target, point.high) if n is not None]
    top = geometry.nice_top(max(numbers, default=0))
    written = geometry.labelled(len(points))
    known = [(n, point) for n, point in enumerate(points) if point.value is not None]
    names = {"value": value or _("Thực hiện"), "target": target or _("Chỉ tiêu")}
    values = {
        "title": title,
        "unit": unit,
        "names": names,
        "note": note,
        "points": points,
        "bands": [" ".join(f"{x},{y}" for x, y in outline) for outline in geometry.bands(points, top)],
        "ticks": [(tick, round(100 - 100 * tick / top, 2)) for tick in geometry.ticks(top)],
        "reached": [" ".join(f"{x},{y}" for x, y in run) for run in geometry.runs(points, "value", top)],
        "dots": [
            (geometry.across(n, len(points)), round(100 - 100 * (point.value or 0) / top, 3)) for n, point in known
        ],
        "wanted": [" ".join(f"{x},{y}" for x, y in run) for run in geometry.runs(points, "target", top)],
        "below": [
            (point.label, geometry.across(n, len(points)), _anchor(n, len(points)))
            for n, point in enumerate(points)
            if n in written
        ],
        "told": _line_told(points, unit, names),
    }
    return _draw(context, "line", [], values)


def _anchor(n: int, count: int) -> str:
    return "start" if n == 0 else "end" if n == count - 1 else "middle"


def _line_told(points: Sequence[Point], unit: str, names: dict[str, str]) -> str:
    """The line in words: the last known value and the target that stands beside it."""
    known = [point for point in points if point.value is not None]
    if not known:
        return _("Chưa có số liệu.")
    last = known[-1]
    text = f"{last.label}: {names['value']} {figure(last.value)} {unit}".strip()
    return text if last.target is None else f"{text}; {names['target']} {figure(last.target)} {unit}".strip()


@register.simple_tag(takes_context=True)
def ages(context: Context, bins: Sequence[Part], title: str, head: str = "", count: str = "") -> SafeString:
    """Columns, one for each age (or other class), the number above and the name below; `head` and `count` the table."""
    most = max((part.value for part in bins), default=0) or 1
    room = 96
    placed = []
    for part, (x, width, middle) in zip(bins, geometry.columns(len(bins)), strict=True):
        height = round(room * part.value / most, 1)
        placed.append(
            {"part": part, "x": x, "width": width, "middle": middle, "y": 20 + room - height, "height": height}
        )
    values = {
        "title": title,
        "head": head or _("Tuổi"),
        "count": count or _("Số việc"),
        "placed": placed,
        "base": 20 + room,
        "linked": any(part.url for part in bins),
        "told": ", ".join(_told(part) for part in bins),
    }
    return _draw(context, "ages", [part.kind for part in bins], values)
