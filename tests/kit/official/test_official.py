"""One content as .docx and as PDF: the same words, nothing taken for markup, every Vietnamese letter drawn."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.kit.extract import extract
from congvu.kit.official import Official, Part, Point, Remark, Table, Text, as_docx, as_pdf

LETTERS = "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰÝỲỶỸỴăâđêôơư"
PAPER = Official(
    issuer=("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"),
    number="Số:      /BC-SNV",
    place="An Bình",
    kind="BÁO CÁO",
    subject="Kết quả thực hiện nhiệm vụ tháng 11 năm 2026",
    day=date(2026, 2, 5),
    body=(
        Part("I. KẾT QUẢ"),
        Text(f"Trong kỳ có 120 việc mới. {LETTERS}"),
        Point("1. Theo đơn vị"),
        Table(("Đơn vị", "Việc"), (("Sở Xây dựng", "12"), ("Xã Tân Phú", "7")), frozenset({1}), (3, 1)),
        Remark("Lập từ sổ cái."),
        Text("Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh."),
    ),
    signer_title=("GIÁM ĐỐC",),
    signer="Dương Thị Mai",
    recipients=("UBND tỉnh", "Lưu: VT"),
)
WORDS = (
    "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "An Bình, ngày 05 tháng 02 năm 2026", "BÁO CÁO", "I. KẾT QUẢ", "Trong kỳ có 120 việc mới.", "1. Theo đơn vị",
    "Sở Xây dựng", "Lập từ sổ cái.", "Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh./.", "Nơi nhận:", "- UBND tỉnh;",
    "- Lưu: VT.", "GIÁM ĐỐC", "Dương Thị Mai", LETTERS,
)  # fmt: skip


def text_of_pdf(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as file:
        return "\n".join(page.extract_text() for page in file.pages)


@pytest.mark.parametrize("words", WORDS)
def test_both_hold_the_words(words: str) -> None:
    assert words in extract(as_docx(PAPER), "bao-cao.docx").text
    assert words.replace(" ", "") in text_of_pdf(as_pdf(PAPER)).replace(" ", "")


def test_the_pdf_carries_one_family_and_nothing_of_the_machine() -> None:
    data = as_pdf(PAPER)
    with pdfplumber.open(io.BytesIO(data)) as file:
        families = {letter["fontname"].split("+")[-1].split("-")[0] for page in file.pages for letter in page.chars}
    assert families == {"Tinos"}
    assert data == as_pdf(PAPER)


def test_the_word_file_is_a4_with_the_margins_of_the_form_and_real_tables() -> None:
    word = Document(io.BytesIO(as_docx(PAPER)))
    section = word.sections[0]
    sizes = [round(size.mm) for size in (section.page_width, section.page_height, section.left_margin)]
    assert sizes == [210, 297, 30]
    assert [[cell.text for cell in row.cells] for row in word.tables[1].rows][1] == ["Sở Xây dựng", "12"]
    assert word.styles["Normal"].font.name == "Times New Roman"


def test_a_long_table_says_its_heads_on_each_page_and_the_signature_is_not_alone() -> None:
    rows = tuple((f"Đơn vị {number}", str(number)) for number in range(200))
    paper = replace(PAPER, body=(Table(("Cơ quan", "Việc"), rows), Text("Sở Nội vụ báo cáo.")))
    with pdfplumber.open(io.BytesIO(as_pdf(paper))) as file:
        pages = [page.extract_text() for page in file.pages]
    assert len(pages) > 3 and all("Cơ quan" in page for page in pages[:-1])
    assert "Sở Nội vụ báo cáo./." in pages[-1] and "Dương Thị Mai" in pages[-1]
    assert not pages[0].startswith("1\n") and pages[1].startswith("2\n")


def test_a_letter_has_no_kind_and_a_paper_without_a_day_leaves_it_to_the_pen() -> None:
    letter = replace(PAPER, kind="", day=None, addressees=("Sở Xây dựng", "Sở Tài chính"))
    for text in (extract(as_docx(letter), "thu.docx").text, text_of_pdf(as_pdf(letter))):
        assert "Kính gửi: Sở Xây dựng; Sở Tài chính." in text and "BÁO CÁO" not in text
    assert "ngày      tháng      năm" in extract(as_docx(letter), "thu.docx").text


def test_a_sign_that_the_face_cannot_draw_is_a_box() -> None:
    text = text_of_pdf(as_pdf(replace(PAPER, subject="Số liệu 漢 😀 Ω ≤ 5")))
    assert "Số liệu □ □ Ω ≤ 5" in text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=("Cs", "Cc", "Cn", "Co"))))
@settings(max_examples=30, deadline=None)
def test_any_words_are_words_and_no_markup(words: str) -> None:
    given_words = f'#set {words} *đậm* $x$ <b> & \\ "]'
    paper = replace(PAPER, subject=given_words, body=(Text(given_words), Table(("A",), ((given_words,),))))
    assert as_pdf(paper).startswith(b"%PDF")
    assert given_words in [one.text for one in Document(io.BytesIO(as_docx(paper))).paragraphs]
