"""Columns of a table: what they are called, and how a cell becomes a value. A wrong cell is a ValueError in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from congvu.kit.vietnamese import fold, nfc

Cell = str | int | float | bool | None
FIRST_YEAR, LAST_YEAR = 1900, 2200
# Day 0 of a workbook; its 29/02/1900, which never was, is passed over by starting one day earlier.
WORKBOOK_ZERO = date(1899, 12, 30)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")


def text(cell: Cell) -> str:
    """A cell as text: NFC, blanks joined; 7.0 is "7"."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(nfc(str(cell)).split()) if cell is not None else ""


def day(cell: Cell) -> date | None:
    """A day in any of the shapes that people type; the day comes before the month.

    01/07/2025, 1-7-2025, 1.7.25, 2025-07-01, "ngày 01 tháng 7 năm 2025", and the number by which a workbook keeps it.
    """
    if cell is None or text(cell) == "":
        return None
    words = text(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell < 150_000:
        return WORKBOOK_ZERO + timedelta(days=int(cell))
    found: tuple[str, ...] | None = None
    if match := _YEAR_FIRST.fullmatch(words):
        found = match.group(3, 2, 1)
    elif match := _DAY_FIRST.fullmatch(words) or _IN_WORDS.fullmatch(fold(words)):
        found = match.group(1, 2, 3)
    if found is None:
        raise ValueError(f"“{words[:40]}” không phải là ngày; viết như 01/07/2025")
    day_, month, year = (int(part) for part in found)
    year += 2000 if year < 100 else 0
    try:
        value = date(year, month, day_)
    except ValueError:
        raise ValueError(
            f"“{words[:40]}” không phải là ngày có thật; viết ngày trước, tháng sau, như 25/07/2025"
        ) from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"năm {value.year} nằm ngoài {FIRST_YEAR}–{LAST_YEAR}")
    return value


def number(cell: Cell) -> int:
    """A small whole number: the order of a post."""
    words = text(cell)
    if not re.fullmatch(r"[0-9]{1,5}", words) or int(words) > 32_000:
        raise ValueError(f"“{words[:40]}” không phải là số thứ tự")
    return int(words)


def one_of(choices: Mapping[str, str]) -> Callable[[Cell], str]:
    """One of some words, whatever the tone marks; gives the value behind it."""
    by_fold = {fold(name): value for name, value in choices.items()}

    def read(cell: Cell) -> str:
        found = by_fold.get(fold(text(cell)))
        if found is None:
            raise ValueError(f"“{text(cell)[:40]}” phải là một trong: {', '.join(choices)}")
        return found

    return read


@dataclass(frozen=True)
class Column:
    """A column: its heading, the field it fills, how a cell is read, other headings it goes by, an example."""

    heading: str
    field: str
    read: Callable[[Cell], object] = text
    required: bool = False
    example: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.heading, *self.also)


def guess(columns: Sequence[Column], headings: Sequence[str]) -> dict[str, int]:
    """Which column of a file fills which field, as far as the headings tell: the same words first, then words that
    contain one another. No column of the file fills two fields.
    """
    keys = [" ".join(re.findall(r"[a-z0-9]+", fold(heading))) for heading in headings]
    found: dict[str, int] = {}
    for same in (True, False):
        for column in columns:
            if column.field in found:
                continue
            names = [" ".join(re.findall(r"[a-z0-9]+", fold(name))) for name in column.names]
            for place, key in enumerate(keys):
                if key and place not in found.values() and _meets(key, names, same):
                    found[column.field] = place
                    break
    return found


def _meets(key: str, names: Sequence[str], same: bool) -> bool:
    return key in names if same else any(len(name) > 4 and f" {name} " in f" {key} " for name in names)
