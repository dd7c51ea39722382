"""What comes out of files that can be read."""

from pathlib import Path

import fontpkg_source_sans_3
import pytest
from tests.kit.extract import files

from congvu.kit.extract import extract

FONT = Path(fontpkg_source_sans_3.__file__).parent / "files" / "SourceSans3[wght].ttf"
# "Ủy ban nhân dân tỉnh quyết định về việc thực hiện" as the two old fonts hold it.
TCVN3 = "ñy ban nh©n d©n tØnh quyÕt ®Þnh vÒ viÖc thùc hiÖn c¸c c«ng viÖc cña ng­êi d©n"
VNI = "UÛy ban nhaân daân tænh quyeát ñònh veà vieäc thöïc hieän caùc coâng vieäc cuûa ngöôøi daân"
PLAIN = "ủy ban nhân dân tỉnh quyết định về việc thực hiện các công việc của người dân"


def test_a_word_file_gives_its_head_its_lines_and_the_numbers_word_draws() -> None:
    data = files.docx(numbered=("Sở Tài chính bố trí kinh phí.", "Sở Y tế kiểm tra."))
    lines = extract(data, "chi-thi.docx").text.split("\n")
    assert lines[:3] == list(files.HEAD_LEFT)
    assert lines[3:6] == list(files.HEAD_RIGHT)
    assert lines[-2:] == ["1. Sở Tài chính bố trí kinh phí.", "2. Sở Y tế kiểm tra."]


def test_a_saved_web_page_gives_its_words_line_by_line() -> None:
    page = (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><script>alert(1)</script>"
        "<p>CHỈ THỊ</p><div>1. Sở Y tế&nbsp;lập <b>danh mục</b>.<br>2. Sở Xây dựng rà soát.</div><ul><li>Hết</ul>"
    )
    lines = [line for line in extract(page.encode(), "bai.html").text.split("\n") if line]
    assert lines == ["CHỈ THỊ", "1. Sở Y tế lập danh mục.", "2. Sở Xây dựng rà soát.", "- Hết"]


def lines_of(page: str | bytes, name: str = "trang.html") -> list[str]:
    data = page.encode() if isinstance(page, str) else page
    return [line for line in extract(data, name).text.split("\n") if line]


def test_the_numbers_a_browser_draws_are_written() -> None:
    page = (
        "<ol><li>Sở Nội vụ:<ol type=a><li>lập danh sách;<li>báo cáo.</ol><li value=5>Sở Y tế.</ol>"
        "<ol type=I start=9><li>Mục</ol><ul><li>Ý</ul>"
    )
    assert lines_of(page) == [
        "1. Sở Nội vụ:", "a. lập danh sách;", "b. báo cáo.", "5. Sở Y tế.", "IX. Mục", "- Ý",
    ]  # fmt: skip


def test_cells_of_a_page_come_one_a_line_as_those_of_word_do() -> None:
    page = "<table><tr><th>TT<th>Việc<tr><td>1<td>Rà soát<table><tr><td>trong<td>nữa</table>xong</table>Hết"
    assert lines_of(page) == ["TT", "Việc", "1", "Rà soát", "trong", "nữa", "xong", "Hết"]


def test_what_a_page_hides_or_runs_is_not_read() -> None:
    page = (
        "<p>Thấy<div hidden>ẩn</div><span style='color:red; display : none'>ẩn</span><noscript>ẩn</noscript>"
        "<script>document.write('ẩn')</script><img src='http://127.0.0.1:9/a.png' onerror=alert(1)><!-- ẩn --> rõ</p>"
    )
    assert " ".join(lines_of(page)) == "Thấy rõ"


@pytest.mark.parametrize("legacy", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_a_page_in_an_old_font_is_converted(legacy: str) -> None:
    assert lines_of(f"<p>{legacy}".encode("latin-1") * 3)[0].lower().startswith(PLAIN)


def test_a_page_nested_very_deep_keeps_its_beginning() -> None:
    assert lines_of("<p>Đầu</p>" + "<div>" * 50_000 + "sâu")[0] == "Đầu"


def test_deleted_text_of_tracked_changes_is_not_read() -> None:
    text = extract(files.with_footnote_mark(files.docx()), "chi-thi.docx").text
    assert "chữ đã xóa" not in text


def test_a_pdf_letter_head_is_read_column_by_column() -> None:
    rows = [(60, 60 + i * 14, line) for i, line in enumerate(files.HEAD_LEFT)]
    rows += [(310, 60 + i * 14, line) for i, line in enumerate(files.HEAD_RIGHT)]
    rows += [(275, 150, files.BODY[0]), (235, 170, files.BODY[1]), (60, 200, files.BODY[2])]
    text = extract(files.pdf([(float(x), float(y), t) for x, y, t in rows], FONT), "chi-thi.pdf").text
    assert text.split("\n") == [*files.HEAD_LEFT, *files.HEAD_RIGHT, *files.BODY]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_text_comes_out_composed(codec: str) -> None:
    decomposed = "Ủy ban nhân dân tỉnh"
    assert extract(decomposed.encode(codec), "a.txt").text == "Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize("legacy", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_old_fonts_are_recognised_and_converted_with_a_warning(legacy: str) -> None:
    got = extract((legacy + "\n").encode("latin-1") * 3, "cu.txt")
    assert got.text.lower().startswith(PLAIN)
    assert "đã chuyển sang Unicode" in got.warnings[0]


@pytest.mark.parametrize("legacy", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_old_fonts_inside_word_are_recognised_too(legacy: str) -> None:
    got = extract(files.docx((legacy, legacy, legacy), head=False), "cu.docx")
    assert got.text.lower().startswith(PLAIN)


def test_good_text_with_a_few_latin_letters_is_left_alone() -> None:
    text = "Café Nguyễn à la carte của người dân được quyết định về việc thực hiện ñ Ø ï"
    assert extract(text.encode(), "a.txt").text == text
