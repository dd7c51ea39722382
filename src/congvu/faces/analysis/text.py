"""Findings for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from congvu.faces.analysis.findings import Kept, Row
from congvu.faces.analysis.words import LATENESS, TITLES, Column, clock_words, columns_of, said, summary_words

WIDEST = 44
LINE = 100
PERIODS = 12  # so many of the last ones; JSON and the page have them all


def lines(found: Kept, tables: Mapping[str, Any], told: Iterable[str] = ()) -> Iterator[str]:
    """What is told of the whole, then the tables in the order given."""
    yield clock_words(found)
    for sentence in told:
        yield from textwrap.wrap(sentence, LINE, initial_indent="• ", subsequent_indent="  ")
    for name, rows in tables.items():
        if rows:
            yield f"\n{TITLES[name]}"
            yield from _section(found, name, rows)


def _section(found: Kept, name: str, rows: Any) -> Iterator[str]:
    if name == "summary":
        yield "  " + ", ".join(summary_words(rows))
    elif name == "lateness":
        for part in ("by_step", "by_holder"):
            yield from _table(found, LATENESS, rows[part])
    elif name == "variants":
        yield from _table(found, columns_of(name, found), rows["most"])
    else:
        listed = rows if isinstance(rows, list) else [rows]
        yield from _table(found, columns_of(name, found), listed[-PERIODS:] if name == "periods" else listed)


def _table(found: Kept, columns: tuple[Column, ...], rows: list[Row]) -> Iterator[str]:
    cells = [[title for _, title, _ in columns]]
    cells += [[said(found, row[key], kind) for key, _, kind in columns] for row in rows]
    right = [kind not in ("text", "path") for _, _, kind in columns]
    widths = [min(max(len(line[place]) for line in cells), WIDEST) for place in range(len(columns))]
    for line in cells:
        shown = [
            cell.rjust(width) if is_right else _short(cell, width).ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ]
        yield "  " + "  ".join(shown).rstrip()


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
