"""Text of a .doc (Word 97 to 2003), by Microsoft's [MS-DOC]. Runs in the child process.

The letters lie in pieces, some of two bytes each, some of one; the table of pieces (the Clx) says in which order.
Properties of paragraphs (which list, how deep) lie apart, by places in the file; oldword_lists.py reads those.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

import olefile

from congvu.kit.extract.oldword_lists import Marks

_WORD, _WORD_97 = 0xA5EC, 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FIB_FLAGS, _FIB_TEXT_LENGTH, _FIB_CLX = 0x0A, 0x4C, 0x01A2
_ONE_BYTE = 0x40000000  # flag in the place of a piece: its letters are of one byte, Windows-1252
_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")  # what a field is made from; what it gives stays
_ENDS = re.compile("[\r\x07\x0c]")
_SIGNS = {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None, 0xA0: " ", 0x09: " ", 0x15: None, 0x14: None, 0x13: None}
_DRAWN = dict.fromkeys([*range(0x09), *range(0x10, 0x13), *range(0x16, 0x1E)])


@dataclass(frozen=True)
class _Piece:
    """Letters that lie together: how many, where in the file, of how many bytes each."""

    count: int
    place: int
    width: int


def text_of(data: bytes) -> dict[str, object]:
    """The body of the document: paragraphs and table cells one a line, with the numbers that Word only draws."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        if file.exists("Macros") or file.exists("_VBA_PROJECT_CUR"):
            return {"refused": "macro"}
        main = file.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, _FIB_FLAGS)
        if magic != _WORD or version < _WORD_97:
            return {"refused": "old"}
        if flags & _ENCRYPTED:
            return {"refused": "encrypted"}
        table = file.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    (length,) = struct.unpack_from("<I", main, _FIB_TEXT_LENGTH)
    pieces = _pieces(main, table)
    letters, places = _letters(main, pieces, length)
    return {"text": "\n".join(_lines(letters, places, Marks(main, table)))}


def _pieces(main: bytes, table: bytes) -> list[_Piece]:
    """The piece table: a run of property lists (1), then the table itself (2)."""
    at, length = struct.unpack_from("<II", main, _FIB_CLX)
    end = at + length
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", table, at + 1)
    count, at = (size - 4) // 12, at + 5
    bounds = struct.unpack_from(f"<{count + 1}I", table, at)
    pieces = []
    for number in range(count):
        (where,) = struct.unpack_from("<I", table, at + 4 * (count + 1) + 8 * number + 2)
        width = 1 if where & _ONE_BYTE else 2
        place = (where & ~_ONE_BYTE) // 2 if width == 1 else where
        pieces.append(_Piece(bounds[number + 1] - bounds[number], place, width))
    return pieces


def _letters(main: bytes, pieces: list[_Piece], length: int) -> tuple[str, list[int]]:
    """The first `length` letters (the body; notes and headers follow it), and where in the file each lies."""
    out: list[str] = []
    places: list[int] = []
    for piece in pieces:
        count = min(piece.count, length - len(places))
        if count <= 0:
            break
        raw = main[piece.place : piece.place + count * piece.width]
        # of two bytes each a letter is a unit, also half of a pair: places and letters keep step
        units = struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2]) if piece.width == 2 else ()
        out += map(chr, units) if piece.width == 2 else raw.decode("cp1252", "replace")
        places += range(piece.place, piece.place + len(raw) // piece.width * piece.width, piece.width)
    return "".join(out), places


def _lines(letters: str, places: list[int], marks: Marks) -> list[str]:
    lines = []
    start = 0
    for end in _ENDS.finditer(letters):
        text = _words(letters[start : end.start()])
        # what a field spans over several paragraphs is cut by paragraph: good enough for a table of contents
        mark = marks.of(places[end.start()]) if text else ""
        if text:
            lines.append(mark + text)
        start = end.end()
    rest = _words(letters[start:])
    return [*lines, rest] if rest else lines


def _words(paragraph: str) -> str:
    words = _FIELD_CODE.sub("", paragraph).translate(_SIGNS).translate(_DRAWN).strip()
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
