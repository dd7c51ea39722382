"""Tables (CSV, or any other) with columns that are guessed, shown and can be corrected."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY, LogError

MOST_COLUMNS, SHOWN_COLUMNS = 500, 20
LONGEST_FIELD = 1_000_000
SHORT = "dòng có ít cột hơn dòng đầu"
DELIMITERS = ",;\t|"

# What headers say, most telling first; compared without tone marks, case and punctuation.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "case": ("case concept name", "case id", "caseid", "case", "trace", "ma ho so", "ho so", "ticket", "incident"),
    "activity": ("concept name", "activity", "event", "task", "action", "buoc", "hoat dong", "cong viec"),
    "at": ("time timestamp", "complete timestamp", "timestamp", "end time", "time", "date", "thoi diem", "ngay"),
    "resource": ("org resource", "resource", "user", "owner", "nguoi xu ly", "can bo", "nguoi"),
    "unit": ("org group", "group", "team", "unit", "department", "don vi", "phong ban"),
    "lifecycle": ("lifecycle transition", "lifecycle", "transition", "status"),
    "due": ("deadline", "due date", "due at", "due", "han xu ly", "thoi han", "ngay hen", "han"),
}
PART_OF_A_WORD = 5  # letters a telling word needs to be looked for inside other words: "han" is in "nhan", "phan"


@dataclass(frozen=True)
class Columns:
    """The header of each column that says something; empty where the file does not."""

    case: str
    activity: str
    at: str
    resource: str = ""
    unit: str = ""
    lifecycle: str = ""
    due: str = ""


def guess_columns(header: Sequence[str], named: Mapping[str, str] | None = None) -> Columns:
    """What the headers seem to say; `named` is known already and is not guessed (field of `Columns` to header).

    Raises LogError when case, activity or time cannot be guessed, and for a named column that is not there.

    Of a table with very many columns only those are taken whose header says exactly what they are.
    """
    plain = {_plain(name): name for name in reversed(header)}
    found = {column: name for column, name in (named or {}).items() if name}
    for name in found.values():
        place_of(header, name)
    for column, words in _WORDS.items():
        if column in found:
            continue
        free = {said: name for said, name in plain.items() if name not in found.values()}
        found[column] = next((free[word] for word in words if word in free), "")
        if not found[column] and len(header) <= MOST_COLUMNS:
            found[column] = next((name for word in words for said, name in free.items() if _tells(word, said)), "")
    for column, what in (("case", "hồ sơ"), ("activity", "hoạt động"), ("at", "thời điểm")):
        if not found[column]:
            raise LogError(f"không đoán được cột {what}; hãy nêu bằng --{column}. {listed(header)}")
    return Columns(**found)


def listed(header: Sequence[str]) -> str:
    """The columns there are, in a sentence; the first twenty of many."""
    if len(header) <= SHOWN_COLUMNS:
        return f"Các cột: {', '.join(header)}"
    return f"Có {len(header)} cột, trong đó: {', '.join(header[:SHOWN_COLUMNS])}"


def _tells(word: str, said: str) -> bool:
    return f" {word} " in f" {said} " or (len(word) >= PART_OF_A_WORD and word in said)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "d")).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


def read_csv(lines: Iterable[str], builder: Builder, named: Mapping[str, str] | None = None) -> Columns:
    """Feed a builder from lines whose first is the header; the columns used, those not named guessed.

    Raises LogError.
    """
    numbered = iter(lines)
    first = next(numbered, "").lstrip("\ufeff")
    if not first.strip():
        raise LogError("tệp trống")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(_with(first, numbered), delimiter=delimiter)
    try:
        header = next(rows)
        chosen = guess_columns(header, named)
        places = {field.name: place_of(header, getattr(chosen, field.name)) for field in fields(Columns)}
        most = max(place for place in places.values() if place is not None)
        for row in rows:
            if len(row) <= most:
                builder.skipped[SHORT] += bool(row)
                continue
            add_row(builder, {name: row[place] if place is not None else NOBODY for name, place in places.items()})
    except csv.Error as error:
        raise LogError(f"không phải CSV đọc được ({error})") from error
    return chosen


def add_row(builder: Builder, said: Mapping[str, str]) -> None:
    """One event of a table; `said` has each field of `Columns`."""
    row = {name: text.strip() for name, text in said.items()}
    builder.set_due(row["case"], row.pop("due"))
    builder.add(**row)


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def place_of(header: Sequence[str], name: str) -> int | None:
    """Where a column stands; None for an empty name. Raises LogError when it is not there."""
    if not name:
        return None
    if name not in header:
        raise LogError(f"không có cột “{name}”. {listed(header)}")
    return header.index(name)
