"""The numbers before the items of a list, which Word and browsers draw and do not keep in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True)
class Level:
    """How one depth of a list counts: `kind` as .docx names it, `pattern` with %1 for the number of the first depth."""

    kind: str
    pattern: str
    start: int = 1


class Lists:
    """Counts the lists of a document as Word does. `levels` by number of the list and depth from 0."""

    def __init__(self, levels: Mapping[tuple[str, int], Level]) -> None:
        self.levels = levels
        self.counts: dict[str, list[int]] = {}

    def mark(self, number: str, depth: int) -> str:
        """The mark before the next item of this list at this depth, with a blank; or nothing."""
        own = self.levels.get((number, depth))
        if own is None:
            return ""
        counts = self.counts.setdefault(number, [])
        while len(counts) <= depth:
            above = self.levels.get((number, len(counts)))
            counts.append((above.start if above else 1) - 1)
        counts[depth] += 1
        del counts[depth + 1 :]
        if own.kind == "bullet":
            return "- "
        if own.kind == "none":
            return ""
        pattern = own.pattern
        for place in range(depth + 1):
            kind = self.levels.get((number, place), own).kind
            pattern = pattern.replace(f"%{place + 1}", _written(max(counts[place], 1), kind))
        return f"{pattern} " if pattern else ""


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        text = "abcdđeghiklmnopqrstuvxy"[(number - 1) % 23] if number > 4 else "abcd"[number - 1]
        return text if kind == "lowerLetter" else text.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if kind == "lowerRoman" else roman(number)
    return str(number)


def roman(number: int) -> str:
    """XIV for 14; figures from 4,000 on, which Romans wrote otherwise."""
    if number >= 4_000:
        return str(number)
    text = ""
    for worth, sign in _ROMAN:
        text, number = text + sign * (number // worth), number % worth
    return text


def latin(number: int) -> str:
    """A, B … Z, AA, AB … as browsers count."""
    text = ""
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(ord("A") + place) + text
    return text
