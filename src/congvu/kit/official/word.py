"""The document as .docx: A4, Times New Roman 13–14, margins and order of parts as Phụ lục I lays them down."""

import io
from datetime import UTC, datetime, time
from typing import Any

from congvu.kit.official.types import Block, Official, Part, Point, Remark, Table

LEFT, CENTRE, RIGHT, JUSTIFIED = 0, 1, 2, 3  # as WD_ALIGN_PARAGRAPH numbers them
TEXT_WIDTH_MM = 165  # 210 less the margins


def as_docx(paper: Official) -> bytes:
    """The document, to be changed by whoever signs it."""
    from docx import Document
    from docx.shared import Pt

    word = Document()
    _page(word)
    _head(word, paper)
    if paper.kind:
        _line(word, paper.kind, bold=True, size=14, after=0).paragraph_format.space_before = Pt(12)
        _line(word, paper.subject, bold=True, size=14, after=0)
        _rule(word, 65)
    if paper.addressed:
        _line(word, paper.addressed, align=CENTRE if not paper.kind else LEFT, size=14, after=6)
    for number, block in enumerate(paper.body, 1):
        _block(word, block, last=number == len(paper.body))
    _foot(word, paper)
    _about(word, paper)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _page(word: Any) -> None:
    from docx.shared import Mm, Pt

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.paragraph_format.space_after = Pt(6)
    section.different_first_page_header_footer = True  # the first page carries no number
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number.add_run(), "PAGE")


def _field(run: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _line(
    holder: Any, text: str, *, bold: bool = False, italic: bool = False, align: int = CENTRE, size: int = 13,
    after: int = 2,
) -> Any:  # fmt: skip
    from docx.shared import Pt

    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _rule(holder: Any, indent_mm: float) -> None:
    """A short line in the middle, as the form has it under titles."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    paragraph = _line(holder, "", size=2, after=8)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(indent_mm)
    shape.line_spacing = Pt(2)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _columns(word: Any, left_mm: float) -> tuple[Any, Any]:
    """Two columns without lines and without air at their sides."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = word.add_table(rows=1, cols=2)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    _widths(table, (left_mm, TEXT_WIDTH_MM - left_mm))
    cells = table.rows[0].cells
    for cell in cells:
        empty = cell.paragraphs[0]._p  # a cell is made with one paragraph, which nobody asked for
        empty.getparent().remove(empty)
    return cells[0], cells[1]


def _widths(table: Any, widths_mm: tuple[float, ...]) -> None:
    """Said of the grid and of each cell: Word reads the one, LibreOffice the other."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def _head(word: Any, paper: Official) -> None:
    left, right = _columns(word, 72)
    for place, text in enumerate(paper.issuer, 1):
        _line(left, text, bold=place == len(paper.issuer), size=12, after=0)
    _rule(left, 23)
    _line(left, paper.number)
    if not paper.kind:
        _line(left, paper.subject, size=12)
    for place, text in enumerate(paper.banner):
        _line(right, text, bold=True, size=12 + bool(place), after=0)
    _rule(right, 20)
    _line(right, paper.dateline, italic=True)


def _block(word: Any, block: Block, *, last: bool) -> None:
    from docx.shared import Mm

    if isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, Part | Point):
        _line(word, block.text, bold=True, align=JUSTIFIED, size=14, after=6).paragraph_format.keep_with_next = True
    elif isinstance(block, Remark):
        _line(word, block.text, italic=True, align=JUSTIFIED, size=12, after=6)
    else:
        # the last sentence of a document ends with "./."
        text = block.text.removesuffix(".") + "./." if last and block.text.endswith(".") else block.text
        shape = _line(word, text, align=JUSTIFIED, size=14, after=6).paragraph_format
        shape.first_line_indent = Mm(10)
        shape.keep_with_next = last  # the signature never stands alone on a page


def _table(word: Any, block: Table) -> None:
    from docx.oxml import OxmlElement

    table = word.add_table(rows=0, cols=len(block.heads))
    table.style = "Table Grid"
    for number, row in enumerate((block.heads, *block.rows)):
        line = table.add_row()
        settings = line._tr.get_or_add_trPr()
        settings.append(OxmlElement("w:cantSplit"))
        if number == 0:
            settings.append(OxmlElement("w:tblHeader"))  # said again on each page
        for column, text in enumerate(row):
            paragraph = line.cells[column].paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            paragraph.alignment = CENTRE if number == 0 else RIGHT if column in block.numbers else LEFT
            _small(paragraph.add_run(text), bold=number == 0)
    _widths(table, tuple(TEXT_WIDTH_MM * share for share in block.shares))
    _line(word, "", size=6, after=0)


def _small(run: Any, *, bold: bool) -> None:
    from docx.shared import Pt

    run.bold, run.font.size = bold, Pt(12)


def _foot(word: Any, paper: Official) -> None:
    left, right = _columns(word, 75)
    _line(left, "Nơi nhận:", bold=True, italic=True, align=LEFT, size=12, after=0)
    for place, text in enumerate(paper.recipients, 1):
        mark = "." if place == len(paper.recipients) else ";"
        _line(left, f"- {text}{mark}", align=LEFT, size=11, after=0)
    for text in (*paper.signer_title, "", "", "", paper.signer):
        _line(right, text, bold=True, size=14, after=0)


def _about(word: Any, paper: Official) -> None:
    """What the file says about itself; without a day of its own it keeps no clock of the machine either."""
    about = word.core_properties
    about.title, about.author, about.language = paper.subject[:250], paper.issuer[-1], "vi-VN"
    made = datetime.combine(paper.day, time(), UTC) if paper.day else datetime(2020, 1, 1, tzinfo=UTC)
    about.created = about.modified = made
