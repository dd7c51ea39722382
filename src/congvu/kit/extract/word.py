"""Text of a .docx in reading order, with the numbers that Word only draws."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from congvu.kit.extract.numbering import Level, Lists


def text_of(data: bytes) -> dict[str, object]:
    """Paragraphs and table cells, one a line."""
    document = Document(io.BytesIO(data))
    lists = Lists(_levels(document))
    lines: list[str] = []
    _walk(document, lists, lines)
    return {"text": "\n".join(lines)}


def _walk(container: Any, lists: Lists, lines: list[str]) -> None:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            _table(block, lists, lines)
        else:
            text = block.text.replace("\t", " ").strip()
            if text:
                numbered = _num_pr(block)
                lines.append((lists.mark(*numbered) if numbered else "") + text)


def _table(table: Table, lists: Lists, lines: list[str]) -> None:
    """Cells left to right, row by row; a cell merged over several places is written once."""
    seen: set[Any] = set()  # the elements themselves: the id of one that is gone is given to the next
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            _walk(cell, lists, lines)


def _levels(document: Any) -> dict[tuple[str, int], Level]:
    """`w:num` and the `w:abstractNum` that each points to, out of numbering.xml."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):  # python-docx says so in three ways: the part is not there
        return {}
    abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
    found = {}
    for num in root.findall(qn("w:num")):
        link = num.find(qn("w:abstractNumId"))
        base = abstract.get(link.get(qn("w:val"))) if link is not None else None
        for level in base.findall(qn("w:lvl")) if base is not None else []:
            found[num.get(qn("w:numId")), int(level.get(qn("w:ilvl")))] = _level(level)
    return found


def _level(level: Any) -> Level:
    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"))) if found is not None else default

    return Level(value("w:numFmt", "decimal"), value("w:lvlText", ""), int(value("w:start", "1")))


def _num_pr(paragraph: Any) -> tuple[str, int] | None:
    properties = [paragraph._p.pPr] + ([paragraph.style.element.pPr] if paragraph.style is not None else [])
    for own in properties:
        num = own.numPr if own is not None else None
        if num is not None and num.numId is not None:
            depth = num.ilvl.val if num.ilvl is not None else 0
            return (str(num.numId.val), int(depth)) if num.numId.val else None
    return None
