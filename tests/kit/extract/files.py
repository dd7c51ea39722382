"""Small files made for the tests, by the formats' own rules."""

import ctypes
import io
import zipfile
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HEAD_LEFT = ("ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM", "Số: 15/CT-UBND")
HEAD_RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Sông Lam, ngày 05 tháng 3 năm 2026")
BODY = ("CHỈ THỊ", "Về việc tiếp công dân", "1. Sở Nội vụ rà soát lịch tiếp công dân, hoàn thành trước ngày 20/3/2026.")


def docx(lines: tuple[str, ...] = BODY, *, head: bool = True, numbered: tuple[str, ...] = ()) -> bytes:
    """A Word file in official layout: the head in a table of two columns, automatic numbers where asked."""
    document = Document()
    if head:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        for cell, own in zip(cells, (HEAD_LEFT, HEAD_RIGHT), strict=True):
            cell.text = "\n".join(own)
    for line in lines:
        document.add_paragraph(line)
    for line in numbered:
        document.add_paragraph(line, style="List Number")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_footnote_mark(data: bytes) -> bytes:
    """The same file with a footnote reference and tracked deletions, which are no text of the document."""
    document = Document(io.BytesIO(data))
    paragraph = document.paragraphs[-1]
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "chữ đã xóa"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    paragraph._p.set(qn("w:rsidR"), "00AA00AA")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A zip with one more member."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def pdf(lines: list[tuple[float, float, str]], font: Path) -> bytes:
    """A page with words at the places given (points from the left and from the top)."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    data = font.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    loaded = pdfium.FPDFText_LoadFont(document, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)
    for left, top, text in lines:
        words = pdfium.FPDFPageObj_CreateTextObj(document, loaded, 11.0)
        encoded = (text + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(
            words, ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_uint16))
        )
        pdfium.FPDFPageObj_Transform(words, 1, 0, 0, 1, left, 842 - top)
        pdfium.FPDFPage_InsertObject(page, words)
    pdfium.FPDFPage_GenerateContent(page)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def scan() -> bytes:
    """A page without a layer of letters."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
