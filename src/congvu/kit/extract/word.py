"""Text of a .docx in reading order, with the numbers that Word only draws."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def text_of(data: bytes) -> dict[str, object]:
    """Paragraphs and table cells, one a line."""
    document = Document(io.BytesIO(data))
    numbering = Numbering(document)
    lines: list[str] = []
    _walk(document, numbering, lines)
    return {"text": "\n".join(lines), "warnings": []}


def _walk(container: Any, numbering: Numbering, lines: list[str]) -> None:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            _table(block, numbering, lines)
        else:
            text = block.text.replace("\t", " ").strip()
            if text:
                lines.append(numbering.mark(block) + text)


def _table(table: Table, numbering: Numbering, lines: list[str]) -> None:
    """Cells left to right, row by row; a cell merged over several places is written once."""
    seen: set[Any] = set()  # the elements themselves: the id of one that is gone is given to the next
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            _walk(cell, numbering, lines)


class Numbering:
    """Counts automatic lists as Word does: `w:numPr` of a paragraph or of its style, formats in numbering.xml."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[str, list[int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            base = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in base.findall(qn("w:lvl")) if base is not None else []:
                self.levels[num.get(qn("w:numId")), int(level.get(qn("w:ilvl")))] = _level(level)

    def mark(self, paragraph: Any) -> str:
        """The list mark Word draws before a paragraph, or nothing."""
        found = _num_pr(paragraph)
        if found is None or found not in self.levels:
            return ""
        number, depth = found
        kind, pattern, start = self.levels[found]
        counts = self.counts.setdefault(number, [])
        while len(counts) <= depth:
            counts.append(self.levels.get((number, len(counts)), ("", "", 1))[2] - 1)
        counts[depth] += 1
        del counts[depth + 1 :]
        if kind == "bullet":
            return "- "
        if kind == "none":
            return ""
        for level in range(depth + 1):
            own = self.levels.get((number, level), (kind, "", start))[0]
            pattern = pattern.replace(f"%{level + 1}", _write(max(counts[level], 1), own))
        return f"{pattern} " if pattern else ""


def _level(level: Any) -> tuple[str, str, int]:
    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"))) if found is not None else default

    return value("w:numFmt", "decimal"), value("w:lvlText", ""), int(value("w:start", "1"))


def _num_pr(paragraph: Any) -> tuple[str, int] | None:
    properties = [paragraph._p.pPr] + ([paragraph.style.element.pPr] if paragraph.style is not None else [])
    for own in properties:
        num = own.numPr if own is not None else None
        if num is not None and num.numId is not None:
            depth = num.ilvl.val if num.ilvl is not None else 0
            return (str(num.numId.val), int(depth)) if num.numId.val else None
    return None


def _write(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = "abcdđeghiklmnopqrstuvxy"[(number - 1) % 23] if number > 4 else "abcd"[number - 1]
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for worth, sign in _ROMAN:
            text, number = text + sign * (number // worth), number % worth
        return text.lower() if kind == "lowerRoman" else text
    return str(number)
