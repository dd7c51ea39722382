"""Word 97 to 2003. The file beside this test was written by LibreOffice from a .docx of the same words."""

import struct
from pathlib import Path

import pytest

from congvu.kit.extract import Unreadable, extract

DATA = (Path(__file__).parent / "old_word.doc").read_bytes()
FIB = DATA.index(b"\xec\xa5")


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        extract(data, "cu.doc")
    return refused.value.message_vi


def test_an_old_word_file_gives_its_letters_its_cells_and_the_numbers_word_draws() -> None:
    assert extract(DATA, "cu.doc").text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG LAM",
        "Số: 15/CT-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sông Lam, ngày 05 tháng 3 năm 2026",
        "CHỈ THỊ",
        "Về việc tiếp công dân: ươ ắằẳẵặ ỡợ “trích” – …",
        "1. Sở Nội vụ rà soát lịch tiếp công dân.",
        "2. Sở Y tế kiểm tra.",
        "- điểm một",
        "- điểm hai",
        "Ô 00",
        "Ô 01",
        "Ô 10",
        "Ô 11",
        "trong A",
        "trong B",
        "Dòng cuối",
        "3. Sở Tài chính bố trí.",
    ]


def test_a_password_is_told() -> None:
    (flags,) = struct.unpack_from("<H", DATA, FIB + 10)
    assert "mật khẩu" in refusal(_with(FIB + 10, struct.pack("<H", flags | 0x0100)))


def test_macros_are_refused_as_in_new_files() -> None:
    name = "\x01CompObj".encode("utf-16-le")
    other = "Macros".encode("utf-16-le")
    at = DATA.index(name)
    data = _with(at, other.ljust(64, b"\0") + struct.pack("<H", len(other) + 2))
    assert "macro" in refusal(data)


def test_word_95_is_told_by_name() -> None:
    assert "Word 6 hoặc 95" in refusal(_with(FIB + 2, struct.pack("<H", 104)))


def test_a_table_of_pieces_that_points_anywhere_gives_a_sentence() -> None:
    for place in (0x01A2, 0x4C, 0x0102, 0x02E2, 0x00A2):
        data = _with(FIB + place, b"\xff\xff\xff\x7f")
        try:
            assert extract(data, "cu.doc").text
        except Unreadable as unreadable:
            assert unreadable.message_vi.endswith(".")


@pytest.mark.parametrize("length", [600, 3_000, 12_000, len(DATA) - 700])
def test_a_file_cut_short_gives_text_or_a_sentence(length: int) -> None:
    try:
        assert extract(DATA[:length], "cu.doc").text
    except Unreadable as unreadable:
        assert unreadable.message_vi.endswith(".")


def test_lists_that_cannot_be_understood_cost_the_numbers_not_the_words() -> None:
    text = extract(_with(FIB + 0x02E2, b"\xff\xff\xff\x7f"), "cu.doc").text
    assert "\nSở Y tế kiểm tra.\n" in text


def _with(at: int, data: bytes) -> bytes:
    return DATA[:at] + data + DATA[at + len(data) :]
