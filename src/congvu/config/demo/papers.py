"""The demonstration's directives: texts of reference/demo with their dates filled in, as .docx in NĐ 30/2020 layout."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from congvu import reference
from congvu.config.demo.clock import SimulatedClock

FOLDER = Path(reference.__file__).parent / "demo"
_BRACES = re.compile(r"\{(nam|thang)?([+-]?\d*)\}")


@dataclass(frozen=True)
class Paper:
    """One directive, its dates counted from the day the demonstration is made."""

    name: str
    kind: str
    issuer: tuple[str, ...]
    number: str
    day_number: int
    day: date
    subject: str
    addressees: tuple[str, ...]
    place: str
    signer_title: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name}.docx"


def papers(clock: SimulatedClock) -> Iterator[Paper]:
    """Every text of the folder, in the order of its name."""
    for path in sorted(FOLDER.glob("[0-9]*.txt")):
        yield read_paper(path, clock)


def read_paper(path: Path, clock: SimulatedClock) -> Paper:
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    number = int(fields["day"])
    day = clock.day(number)

    def filled(match: re.Match[str]) -> str:
        what, amount = match[1], int(match[2] or 0)
        if what == "nam":
            return str(day.year + amount)
        if what == "thang":
            return str(day.month)
        return f"{clock.day(amount):%d/%m/%Y}"

    def parts(name: str, mark: str) -> tuple[str, ...]:
        text = _BRACES.sub(filled, fields.get(name, ""))
        return tuple(part.strip() for part in text.split(mark) if part.strip())

    return Paper(
        name=path.stem,
        kind=fields["kind"],
        issuer=parts("issuer", "|"),
        number=fields["number"],
        day_number=number,
        day=day,
        subject=_BRACES.sub(filled, fields["subject"]),
        addressees=parts("to", ";"),
        place=fields.get("place", "An Bình"),
        signer_title=parts("signer_title", "|"),
        signer=fields["signer"],
        recipients=parts("recipients", ";"),
        paragraphs=tuple(_BRACES.sub(filled, line) for line in body.splitlines() if line.strip()),
    )


def as_docx(paper: Paper) -> bytes:
    """A4, Times New Roman 13–14, margins and the order of parts as NĐ 30/2020/NĐ-CP, Phụ lục I lays them down."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.paragraph_format.space_after = Pt(6)
    centre, justify = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY

    def line(holder: Any, text: str, *, bold: bool = False, italic: bool = False, align: Any = centre) -> None:
        paragraph = holder.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic

    _head(word, paper, line)
    if paper.kind:
        line(word, paper.kind, bold=True)
        line(word, paper.subject, bold=True)
    if paper.addressees:
        line(word, f"Kính gửi: {'; '.join(paper.addressees)}.", align=WD_ALIGN_PARAGRAPH.LEFT)
    for number, text in enumerate(paper.paragraphs, 1):
        end = "./." if number == len(paper.paragraphs) and text.endswith(".") else ""
        line(word, text.removesuffix(".") + end if end else text, align=justify)
    _foot(word, paper, line)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _head(word: Any, paper: Paper, line: Any) -> None:
    left, right = word.add_table(rows=1, cols=2).rows[0].cells
    for number, text in enumerate(paper.issuer, 1):
        line(left, text, bold=number == len(paper.issuer))
    line(left, f"Số: {paper.number}" if "/TU" not in paper.number else f"Số {paper.number}")
    if not paper.kind:
        line(left, paper.subject)
    if "/TU" in paper.number:
        line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True)
    else:
        line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
        line(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
    line(right, f"{paper.place}, ngày {paper.day:%d} tháng {paper.day.month:02} năm {paper.day.year}", italic=True)


def _foot(word: Any, paper: Paper, line: Any) -> None:
    left, right = word.add_table(rows=1, cols=2).rows[0].cells
    line(left, "Nơi nhận:", bold=True, italic=True, align=0)
    for text in paper.recipients:
        line(left, f"- {text};", align=0)
    for text in (*paper.signer_title, "", paper.signer):
        line(right, text, bold=True)
