"""CSV with columns that are guessed, shown and can be corrected."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY, LogError

MOST_COLUMNS = 2_000
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
}


@dataclass(frozen=True)
class CsvColumns:
    """The header of each column that says something; empty where the file does not."""

    case: str
    activity: str
    at: str
    resource: str = ""
    unit: str = ""
    lifecycle: str = ""


def guess_columns(header: Sequence[str]) -> CsvColumns:
    """What the headers seem to say; raises LogError when case, activity or time cannot be guessed."""
    if len(header) > MOST_COLUMNS:
        raise LogError(f"có {len(header)} cột, nhiều hơn {MOST_COLUMNS}; đây không phải nhật ký sự kiện")
    plain = {_plain(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for column, words in _WORDS.items():
        free = {said: name for said, name in plain.items() if name not in found.values()}
        found[column] = next((free[word] for word in words if word in free), "") or next(
            (name for word in words for said, name in free.items() if word in said), ""
        )
    for column, what in (("case", "hồ sơ"), ("activity", "hoạt động"), ("at", "thời điểm")):
        if not found[column]:
            raise LogError(f"không đoán được cột {what}; hãy nêu bằng --{column}. Các cột: {', '.join(header[:20])}")
    return CsvColumns(**found)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "d")).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


def read_csv(lines: Iterable[str], builder: Builder, columns: CsvColumns | None = None) -> CsvColumns:
    """Feed a builder from lines whose first is the header; the columns used. Raises LogError."""
    numbered = iter(lines)
    first = next(numbered, "").lstrip("\ufeff")
    if not first.strip():
        raise LogError("tệp trống")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(_with(first, numbered), delimiter=delimiter)
    try:
        header = next(rows)
        chosen = columns or guess_columns(header)
        places = {field.name: _place(header, getattr(chosen, field.name)) for field in fields(CsvColumns)}
        most = max(place for place in places.values() if place is not None)
        for row in rows:
            if len(row) <= most:
                builder.skipped[SHORT] += bool(row)
                continue
            builder.add(**{name: row[place].strip() if place is not None else NOBODY for name, place in places.items()})
    except csv.Error as error:
        raise LogError(f"không phải CSV đọc được ({error})") from error
    return chosen


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _place(header: Sequence[str], name: str) -> int | None:
    if not name:
        return None
    if name not in header:
        raise LogError(f"không có cột “{name}”. Các cột: {', '.join(header[:20])}")
    return header.index(name)
