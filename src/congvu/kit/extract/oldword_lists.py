"""Which list a paragraph of a .doc belongs to and how that list counts, by [MS-DOC] sections 2.8 and 2.9."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

from congvu.kit.extract.numbering import Level, Lists

_PAGE = 512
_FIB_STYLES, _FIB_PARAGRAPHS, _FIB_LISTS, _FIB_USES = 0x00A2, 0x0102, 0x02E2, 0x02EA
_DEPTH, _USE = 0x260A, 0x460B  # sprmPIlvl, sprmPIlfo
_TABLE, _TABS = 0xD608, 0xC615  # two properties whose length is told otherwise
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of an operand, by the upper three bits of its property
_KINDS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 23: "bullet", 255: "none"}
_NO_STYLE = 0x0FFF
Use = tuple[int | None, int | None]  # number of the list from 1 (0: none) and depth, as far as said


class Marks:
    """The mark Word draws before each paragraph; a document whose lists cannot be understood has none."""

    def __init__(self, main: bytes, table: bytes) -> None:
        try:
            self.starts, self.uses = _paragraphs(main, table)
            self.styles = _styles(main, table)
            self.lists = Lists(_levels(main, table))
        except (struct.error, IndexError, ValueError):
            self.starts, self.uses, self.styles, self.lists = [], [], [], Lists({})

    def of(self, place: int) -> str:
        """For the paragraph whose last letter lies at this place of the file; in the order of the text."""
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return ""
        style, (number, depth) = self.uses[at]
        for above in self._chain(style):
            number, depth = (above[0] if number is None else number), (above[1] if depth is None else depth)
        return self.lists.mark(str(number), depth or 0) if number else ""

    def _chain(self, style: int) -> Iterator[Use]:
        """What a style says and those that it builds on; a ring of styles ends after as many steps as there are."""
        for _ in self.styles:
            if style >= len(self.styles):
                return
            style, said = self.styles[style]
            yield said


def _paragraphs(main: bytes, table: bytes) -> tuple[list[int], list[tuple[int, Use]]]:
    """By place in the file: where each paragraph begins, its style and what it says of lists itself."""
    at, length = struct.unpack_from("<II", main, _FIB_PARAGRAPHS)
    count = (length - 4) // 8
    pages = struct.unpack_from(f"<{count}I", table, at + 4 * (count + 1))
    starts: list[int] = []
    uses: list[tuple[int, Use]] = []
    for page in pages:
        block = main[(page & 0x3FFFFF) * _PAGE :][:_PAGE]
        runs = block[_PAGE - 1]
        for number, start in enumerate(struct.unpack_from(f"<{runs}I", block)):
            offset = 2 * block[4 * (runs + 1) + 13 * number]
            starts.append(start)
            uses.append(_paragraph(block, offset) if offset else (0, (None, None)))
    order = sorted(range(len(starts)), key=starts.__getitem__)
    return [starts[i] for i in order], [uses[i] for i in order]


def _paragraph(block: bytes, offset: int) -> tuple[int, Use]:
    size = 2 * block[offset] - 1
    begin = offset + 1
    if size < 0:
        size, begin = 2 * block[offset + 1], offset + 2
    (style,) = struct.unpack_from("<H", block, begin)
    return style, _use(block[begin + 2 : begin + size])


def _use(properties: bytes) -> Use:
    number: int | None = None
    depth: int | None = None
    at = 0
    while at + 2 < len(properties):
        (name,) = struct.unpack_from("<H", properties, at)
        at += 2
        if name == _USE:
            (number,) = struct.unpack_from("<H", properties, at)
        elif name == _DEPTH:
            depth = properties[at]
        at += _size(properties, at, name)
    return number, depth


def _size(properties: bytes, at: int, name: int) -> int:
    if name == _TABLE:
        return 1 + int(struct.unpack_from("<H", properties, at)[0])
    if name >> 13 != 6:
        return _SIZES[name >> 13]
    if name == _TABS and properties[at] == 255:
        return len(properties)
    return 1 + properties[at]


def _styles(main: bytes, table: bytes) -> list[tuple[int, Use]]:
    """Of each style: on which it builds, and what it says of lists."""
    at, _length = struct.unpack_from("<II", main, _FIB_STYLES)
    head, count, base = struct.unpack_from("<HHH", table, at)
    at += 2 + head
    styles: list[tuple[int, Use]] = []
    for _ in range(count):
        (size,) = struct.unpack_from("<H", table, at)
        styles.append(_style(table[at + 2 : at + 2 + size], base) if size else (_NO_STYLE, (None, None)))
        at += 2 + size
    return styles


def _style(own: bytes, base: int) -> tuple[int, Use]:
    (kind,) = struct.unpack_from("<H", own, 2)
    above = kind >> 4
    if kind & 0xF != 1:  # not a style of paragraphs
        return above, (None, None)
    (name,) = struct.unpack_from("<H", own, base)
    at = base + 2 + 2 * (name + 1)
    at += at % 2
    (size,) = struct.unpack_from("<H", own, at)
    return above, _use(own[at + 4 : at + 2 + size])


def _levels(main: bytes, table: bytes) -> dict[tuple[str, int], Level]:
    """The depths of each list in use, by the number that paragraphs name."""
    at, length = struct.unpack_from("<II", main, _FIB_LISTS)
    if not length:
        return {}
    (count,) = struct.unpack_from("<H", table, at)
    heads = [table[at + 2 + 28 * number :][:28] for number in range(count)]
    at += 2 + 28 * count
    kinds: dict[int, list[Level]] = {}
    for head in heads:
        (key,) = struct.unpack_from("<i", head)
        kinds[key] = []
        for _ in range(1 if head[26] & 1 else 9):
            level, at = _level(table, at)
            kinds[key].append(level)
    at, length = struct.unpack_from("<II", main, _FIB_USES)
    (count,) = struct.unpack_from("<I", table, at) if length else (0,)
    found = {}
    for number in range(count):
        (key,) = struct.unpack_from("<i", table, at + 4 + 16 * number)
        for depth, level in enumerate(kinds.get(key, ())):
            found[str(number + 1), depth] = level
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    start, kind = struct.unpack_from("<iB", table, at)
    at += 28 + table[at + 24] + table[at + 25]
    (length,) = struct.unpack_from("<H", table, at)
    signs = struct.unpack_from(f"<{length}H", table, at + 2)
    pattern = "".join(f"%{sign + 1}" if sign < 9 else chr(sign) for sign in signs)
    return Level(_KINDS.get(kind, "decimal"), pattern, start), at + 2 + 2 * length
