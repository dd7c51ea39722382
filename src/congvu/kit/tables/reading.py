"""A table out of a file from outside, or a clear sentence why not."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

from congvu.kit.extract.encodings import decode
from congvu.kit.extract.sniff import zip_refusal
from congvu.kit.tables.columns import Cell

MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 200_000, 60, 100_000
_CHARS_TRIED = 20_000


class Unreadable(Exception):
    """The file cannot be read as a table; the text says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line: its number as the workbook shows it, its cells, and the places of cells that hold a formula."""

    number: int
    cells: tuple[Cell, ...]
    formulas: tuple[int, ...] = ()


@dataclass
class Table:
    """A table with its headings; lines without anything in them are left out."""

    headings: list[str]
    lines: list[Line]
    sheets: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(data: bytes, name: str, sheet: str = "") -> Table | None:
    """The table of a file: .xlsx (the first sheet, or the one named) or text parted by commas, semicolons or tabs.

    None: the workbook has no sheet of that name. Raises Unreadable with a sentence for people, never anything else.
    """
    shown = PurePath(name).name[:120] or "không tên"
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"Tệp “{shown}” trống, không có dòng nào.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"Tệp “{shown}” là .xls cũ hoặc đặt mật khẩu: hãy lưu lại thành .xlsx không mật khẩu.")
    warnings: list[str] = []
    if data.startswith(b"PK"):
        refusal = zip_refusal(data)
        if refusal:
            raise Unreadable(refusal.format(name=shown))
        sheets, rows = _workbook(data, sheet, shown)
    else:
        sheets, (rows, warnings) = [], _text(data, shown)
    if sheet and sheets and sheet not in sheets:
        return None
    first = next(((n, cells) for n, cells in rows if any(cell not in (None, "") for cell in cells)), None)
    if first is None:
        raise Unreadable(f"Tệp “{shown}” trống, không có dòng nào.")
    headings = ["" if cell is None else str(cell).strip() for cell in first[1]]
    lines = [line for n, cells in rows if (line := _line(n, cells)) is not None]
    return Table(headings, lines, sheets, warnings)


def utf8(data: bytes) -> bytes:
    """A file of text as UTF-8 bytes, whatever its encoding was; a workbook as it is."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        return data
    found, _ = decode(data)
    return data if found is None else found.encode()


def _line(number: int, cells: list[Any]) -> Line | None:
    if not any(cell not in (None, "") for cell in cells):
        return None
    formulas = tuple(place for place, cell in enumerate(cells) if isinstance(cell, dict) and "f" in cell)
    return Line(number, tuple(_value(cell) for cell in cells), formulas)


def _value(cell: Cell | dict[str, Any]) -> Cell:
    if isinstance(cell, dict):
        return str(cell.get("d", ""))
    if isinstance(cell, str):
        cell = cell[:LONGEST_CELL]
        # our own files write '=… so that no program takes it for a formula: the mark is taken off again
        return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell
    return cell


Rows = Iterator[tuple[int, list[Any]]]


def _text(data: bytes, shown: str) -> tuple[Rows, list[str]]:
    words, warnings = decode(data)
    if words is None:
        raise Unreadable(f"Tệp “{shown}” dùng bảng mã không nhận ra: hãy lưu lại dạng .xlsx hoặc CSV UTF-8.")
    return _csv_rows(words, _parted_by(words), shown), warnings


def _parted_by(words: str) -> str:
    """What parts the columns: the mark that stands most often in the headings, outside quotes."""
    heading = next((line for line in words[:_CHARS_TRIED].splitlines() if line.strip()), "")
    bare = "".join(heading.split('"')[::2])
    return max(",;\t|", key=bare.count)


def _csv_rows(words: str, delimiter: str, shown: str) -> Rows:
    source = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    last = 0
    try:
        for cells in source:
            number, last = last + 1, source.line_num
            if number > MOST_LINES + 1:
                raise Unreadable(_too_long(shown))
            yield number, list(cells[:MOST_COLUMNS])
    except csv.Error:
        raise Unreadable(
            f"Tệp “{shown}”, dòng {last + 1}: không tách được các cột; thường do thiếu dấu nháy kép."
        ) from None


def _too_long(shown: str) -> str:
    return f"Tệp “{shown}” có hơn {MOST_LINES:,} dòng: hãy tách thành nhiều tệp.".replace(",", ".")


def _workbook(data: bytes, sheet: str, shown: str) -> tuple[list[str], Rows]:
    """The names of the sheets and the rows, as the child gives them: never the whole sheet twice in memory."""
    child = subprocess.Popen(
        [sys.executable, "-m", "congvu.kit.tables.child", sheet, str(MOST_LINES + 1), str(MOST_COLUMNS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": ":".join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdin is not None and child.stdout is not None
    threading.Thread(target=_feed, args=(child.stdin, data), daemon=True).start()
    answers = _answers(child, shown)
    head = next(answers, None)
    if not isinstance(head, dict):
        raise Unreadable(_REFUSALS["broken"].format(name=shown))
    return [str(name) for name in head["sheets"]], _numbered(answers, shown)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:  # the child ended first and says why
        return


def _answers(child: subprocess.Popen[bytes], shown: str) -> Iterator[Any]:
    assert child.stdout is not None
    try:
        for raw in child.stdout:
            answer = json.loads(raw)
            if isinstance(answer, dict) and "refused" in answer:
                raise Unreadable(_REFUSALS[answer["refused"]].format(name=shown))
            yield answer
        if child.wait() != 0:
            raise Unreadable(_REFUSALS["slow" if child.returncode in (-24, -9) else "broken"].format(name=shown))
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _numbered(answers: Iterator[Any], shown: str) -> Rows:
    for read_so_far, (number, cells) in enumerate(answers):
        if read_so_far > MOST_LINES:
            raise Unreadable(_too_long(shown))
        yield number, cells


_REFUSALS = {
    "encrypted": "Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại.",
    "slow": "Tệp “{name}” mất quá nhiều thời gian để đọc: hãy tách nhỏ hoặc lưu lại từ Excel.",
    "memory": "Tệp “{name}” cần quá nhiều bộ nhớ để đọc: hãy tách nhỏ.",
    "broken": "Tệp “{name}” không mở được; cần tệp .xlsx, hãy lưu lại từ Excel.",
}
