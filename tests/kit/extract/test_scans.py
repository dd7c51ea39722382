"""Pages that are pictures: recognised with few errors however they were scanned, doubtful lines marked and shown."""

import io
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from tests.engines.reader.marked import CORPUS, load
from tests.kit.extract import files
from tests.kit.extract.pages import HARMS, Harm, as_file, distance, drawn, needs_tesseract, paper_of, red_words, words

from congvu.engines.reader import read
from congvu.kit.extract import Extracted, Unreadable, extract, is_scan, limits, places, strip_of
from congvu.kit.official import as_pdf
from congvu.kit.vietnamese import fold

PAPER = paper_of(load(CORPUS / "01_chi_thi.txt").text)
assert PAPER is not None
LETTERS = extract(as_pdf(PAPER), "chi-thi.pdf").text
MOST_WRONG = 0.012  # of the letters; asked for: 2 %


@lru_cache
def scanned(harm: Harm, kind: str = "PDF", name: str = "quet.pdf") -> Extracted:
    assert PAPER is not None
    return extract(as_file(drawn(PAPER, harm), kind, harm.dpi), name)


@needs_tesseract
@pytest.mark.parametrize("harm", HARMS.values(), ids=list(HARMS))
def test_a_scan_is_read_with_few_letters_wrong(harm: Harm) -> None:
    wanted, got = words(LETTERS), words(scanned(harm).text)
    wrong = distance(wanted, got) / len(wanted)
    print(f"{wrong:.2%} of the letters wrong")
    assert wrong <= MOST_WRONG


@needs_tesseract
def test_the_head_is_read_column_by_column_and_its_demands_are_those_of_the_letters() -> None:
    got = scanned(HARMS["stamp"])
    lines = got.text.split("\n")
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM", "Số: 15/CT-UBND"]
    assert lines[3].startswith("CỘNG HÒA XÃ HỘI") and lines[5].startswith("Sông Lam, ngày 05 tháng 3")
    wanted, found = read(LETTERS), read(got.text)
    assert found.document.number is not None and found.document.number.value == "15/CT-UBND"
    assert [(tuple(n.text for n in d.assignees), d.deadline) for d in found.demands] == [
        (tuple(n.text for n in d.assignees), d.deadline) for d in wanted.demands
    ]


@needs_tesseract
@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tif")])
def test_pictures_are_read_as_scanned_pages_are(kind: str, name: str) -> None:
    assert "Thanh tra tỉnh chủ trì" in scanned(Harm(dpi=200), kind, name).text


@needs_tesseract
def test_a_page_that_lies_on_its_side_is_set_upright() -> None:
    assert PAPER is not None
    pages = [page.rotate(90, expand=True) for page in drawn(PAPER, Harm())]
    assert "Thanh tra tỉnh chủ trì" in extract(as_file(pages), "ngang.pdf").text


@needs_tesseract
def test_only_the_pages_without_letters_are_recognised() -> None:
    assert PAPER is not None
    mixed = pypdfium2.PdfDocument(as_pdf(PAPER))
    mixed.import_pages(pypdfium2.PdfDocument(as_file(drawn(PAPER, Harm(dpi=200)), dpi=200)))
    out = io.BytesIO()
    mixed.save(out)
    got = extract(out.getvalue(), "lan.pdf")
    assert got.text.count("Thanh tra tỉnh chủ trì") == 2
    assert {line.page for line in got.lines} == {1}


@needs_tesseract
def test_each_line_has_its_place_and_the_doubtful_ones_are_marked() -> None:
    got = scanned(HARMS["noise"])
    placed = places(got.lines, got.text)
    assert len(placed) == len(got.lines)
    assert all(got.text[start:end] == line.text for line, start, end in placed)
    for line in got.lines:
        left, top, right, bottom = line.box
        assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1
    doubtful = [line for line in got.lines if line.doubtful]
    assert 0 < len(doubtful) < len(got.lines) / 2
    assert f"{len(doubtful)} trên {len(got.lines)} dòng" in got.warnings[-1]


@needs_tesseract
@pytest.mark.parametrize("turned", [0, 90])
def test_the_picture_of_a_line_shows_that_line(turned: int) -> None:
    assert PAPER is not None
    pages = [page.rotate(turned, expand=True) for page in drawn(PAPER, Harm(skew=1.2))]
    data = as_file(pages)
    line = next(line for line in extract(data, "a.pdf").lines if "Thanh tra tỉnh chủ trì" in line.text)
    strip = Image.open(io.BytesIO(strip_of(data, line, "a.pdf")))
    assert strip.width > 8 * strip.height
    sheet = Image.new("L", (1240, 400), 255)  # the line alone on an empty page
    sheet.paste(strip, (60, 100))
    assert distance(line.text, words(extract(as_file([sheet.convert("RGB")], "PNG", 150), "dong.png").text)) <= 3


@needs_tesseract
@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT"])
def test_what_is_stamped_in_red_is_told_apart_from_the_text(mark: str) -> None:
    assert PAPER is not None
    pages = [red_words(page, mark, 300) for page in drawn(PAPER, Harm())]
    got = extract(as_file(pages), "mat.pdf")
    assert fold(mark) in [fold(stamp) for stamp in got.stamps]  # the tone is not always read right
    assert fold(mark) not in [fold(line) for line in got.text.split("\n")]


@needs_tesseract
def test_how_far_it_is_is_told_and_it_can_be_stopped() -> None:
    assert PAPER is not None
    told: list[tuple[int, int]] = []
    data = as_file(drawn(PAPER, Harm(dpi=150)) * 2, dpi=150)
    extract(data, "a.pdf", lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(data, "a.pdf", stop)


@needs_tesseract
def test_a_picture_without_words_is_told() -> None:
    empty = as_file([Image.new("RGB", (1240, 1754), "white")], "PNG")
    with pytest.raises(Unreadable, match="không có chữ"):
        extract(empty, "trang.png")


@needs_tesseract
def test_a_scan_of_more_pages_than_anyone_waits_for_is_refused_at_once() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(limits.SCAN_PAGES + 1):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(Unreadable, match="tách nhỏ"):
        extract(out.getvalue(), "dai.pdf")


@pytest.mark.parametrize(("data", "name"), [(files.scan(), "quet.pdf"), (b"\x89PNG\r\n\x1a\n", "anh.png")])
def test_without_tesseract_one_sentence_says_what_to_install(
    data: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not is_scan(data, name)
    with pytest.raises(Unreadable, match=r"bản quét.*sudo apt install tesseract-ocr tesseract-ocr-vie") as refused:
        extract(data, name)
    assert name in refused.value.message_vi


def test_a_picture_that_unfolds_too_large_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(Unreadable, match=r"bộ nhớ|sudo apt"):
        extract(out.getvalue(), "bom.png")


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\x00", b"MM\x00*"])
def test_broken_pictures_give_a_sentence(start: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$|\)\.$"):
        extract(start + b"\x13\x37" * 500, "")
