"""Words with their places on a page, put in the order in which an official document is read.

The head has two columns (issuer, number | national motto, day), and so has the foot (recipients | signature); between
them lines go across the page. Words come from the letters of a .pdf or from recognition: points from the left and top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_GAP = 18.0  # points between two columns; words of one line stand closer
_NARROW = 5.0  # the least that a long name in one column leaves to the other; a blank is narrower
_HEAD = 0.4  # share of the first page in which a letter head may lie
_SAME_LINE = 4.0  # points by which the tops of words in one line may differ
_FOOT = "Nơi nhận"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points; `confidence` from 0 to 100, 100 for letters that the file itself holds."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 100.0


Line = list[Word]


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words of one height together, from left to right."""
    out: list[Line] = []
    for word in sorted(words, key=lambda w: (round(w.top), w.x0)):
        if out and abs(out[-1][0].top - word.top) < _SAME_LINE:
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda w: w.x0) for line in out]


def in_order(lines: Sequence[Line], width: float, height: float, *, first: bool = True) -> list[Line]:
    """The lines of a page as they are read; only the `first` page has a head."""
    middle = width / 2
    top = [line for line in lines if line[0].top < height * _HEAD] if first else []
    gutter = _gutter(top, middle)
    head = _parted(top, gutter, middle) if gutter is not None else _head(top, middle)
    foot = _foot(lines, middle, head)
    heads = _split(lines[:head], gutter) if gutter is not None else _columns(lines[:head], middle)
    return [*heads, *lines[head:foot], *_columns(lines[foot:], middle)]


def join(line: Line) -> str:
    return " ".join(word.text for word in line)


def _gutter(top: Sequence[Line], middle: float) -> float | None:
    """The place from the left that most lines from the top on keep free; None when fewer than two have words on both
    sides of it. A long name may come very near to it, so what counts is that it stays free line after line.
    """
    places = [middle * share / 100 for share in range(60, 130)]
    best = max(places, key=lambda place: (_above(top, place), -abs(place - middle)), default=middle)
    both = [line for line in top[: _above(top, best)] if line[0].x0 < best < line[-1].x1]
    return best if len(both) >= 2 and any(_cut(line, middle) is not None for line in both) else None


def _above(top: Sequence[Line], place: float) -> int:
    """How many lines from the top on have no word at this place, nor close to it."""
    for number, line in enumerate(top):
        left = max((word.x1 for word in line if word.x0 < place), default=0.0)
        right = min((word.x0 for word in line if word.x0 >= place), default=place * 2)
        if left > place or right - left < _NARROW:
            return number
    return len(top)


def _parted(top: Sequence[Line], gutter: float, middle: float) -> int:
    """How many lines the head has; a line of the body that leaves the place free by chance comes after the last one
    that is clearly parted.
    """
    number = _above(top, gutter)
    while number and _cut(top[number - 1], middle) is None:
        number -= 1
    return number


def _split(lines: Sequence[Line], place: float) -> list[Line]:
    left = [[word for word in line if word.x0 < place] for line in lines]
    right = [[word for word in line if word.x0 >= place] for line in lines]
    return [line for line in [*left, *right] if line]


def _head(top: Sequence[Line], middle: float) -> int:
    """How many lines the head has: those above the first that goes across."""
    for number, line in enumerate(top):
        if _cut(line, middle) is None and not _one_sided(line, middle):
            return number
    return len(top)


def _foot(lines: Sequence[Line], middle: float, after: int) -> int:
    """Where the foot begins: with the list of recipients, when something stands beside it."""
    for number in range(len(lines) - 1, after - 1, -1):
        if join(lines[number]).startswith(_FOOT):
            beside = any(_cut(line, middle) is not None for line in lines[number:])
            return _beside(lines, number, middle) if beside else len(lines)
    return len(lines)


def _beside(lines: Sequence[Line], number: int, middle: float) -> int:
    """The title of who signs may stand a little higher than the list: lines on the right belong to the foot."""
    while number and lines[number - 1][0].x0 > middle - _GAP:
        number -= 1
    return number


def _columns(lines: Sequence[Line], middle: float) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        cut = _cut(line, middle)
        if cut is not None:
            left.append(line[:cut])
            right.append(line[cut:])
        else:
            (left if line[-1].x1 < middle + _GAP else right).append(line)
    return [*left, *right]


def _cut(line: Line, middle: float) -> int | None:
    """Index of the first word of the right column."""
    gaps = [(line[i].x0 - line[i - 1].x1, i) for i in range(1, len(line))]
    wide = [(gap, i) for gap, i in gaps if gap > _GAP and abs(line[i].x0 - middle) < middle * 0.55]
    return max(wide)[1] if wide else None


def _one_sided(line: Line, middle: float) -> bool:
    left, right = line[0].x0, line[-1].x1
    centred = abs((left + right) / 2 - middle) < 2 * _GAP
    return not centred and (right < middle + _GAP or left > middle - _GAP)
