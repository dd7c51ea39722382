"""Files that cannot be read are refused by name, in a clear sentence, and nothing else ever comes out."""

import io
import os
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.extract import files

from congvu.kit.extract import Extracted, Unreadable, extract, limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n"  # noqa: E501
LOCKED_PDF = EMPTY_PDF.replace(
    b"trailer<</Root 1 0 R>>",
    b"4 0 obj<</Filter/Standard/V 1/R 2/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")/P -1>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[(a)(a)]>>",
)


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        extract(data, name)
    return refused.value.message_vi


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "trống"),
        (b" \n\t\x00", "a.txt", "trống"),
        (OLE + b"WordDocument" * 50, "a.doc", "không thuộc loại"),
        (OLE + "WordDocument".encode("utf-16-le") * 50, "a.doc", "hỏng"),
        (OLE + "WordDocument".encode("utf-16-le") * 50, "a.docx", "Word đời cũ"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "a.msg", "Outlook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "mật khẩu"),
        (b"{\\rtf1 xin}", "a.rtf", "RTF"),
        (b"GIF89a", "a.gif", "là ảnh"),
        (b"\x89PNG\r\n\x1a\n", "a.docx", "là ảnh"),
        (b"plain words", "a.docx", "nội dung không phải"),
        (b"plain words", "a.pdf", "nội dung không phải"),
        (b"plain words", "a.eml", "nội dung không phải"),
        (b"plain words", "a.jpg", "nội dung không phải"),
        (b"MZ\x90\x00", "a.exe", "không thuộc loại"),
        (b"a,b\n1,2\n", "a.csv", "không thuộc loại"),
        (b"\x00\x01\x02\x03\x04\x05" * 99, "a.txt", "không phải là văn bản"),
        (LOCKED_PDF, "khoa.pdf", "mật khẩu"),
        (b"%PDF-1.7\nnothing here", "hong.pdf", "hỏng"),
        (b"PK\x03\x04 nothing", "hong.docx", "hỏng"),
    ],
)
def test_each_kind_of_bad_file_is_refused_by_its_name(data: bytes, name: str, says: str) -> None:
    message = refusal(data, name)
    assert says in message
    assert name in message


def test_a_pdf_named_docx_is_refused() -> None:
    assert "đổi đúng tên" in refusal(EMPTY_PDF, "a.docx")


def test_a_word_file_named_txt_is_refused() -> None:
    assert "đổi đúng tên" in refusal(files.docx(), "a.txt")


def test_macros_are_refused() -> None:
    assert "macro" in refusal(files.with_member(files.docx(), "word/vbaProject.bin", b"x"), "a.docx")
    assert "macro" in refusal(files.docx(), "a.docm")


def test_too_large_is_refused_before_anything_is_looked_at() -> None:
    assert "lớn hơn" in refusal(b"a" * (limits.FILE_BYTES + 1), "a.txt")


def test_a_zip_bomb_is_refused_before_parsing() -> None:
    bomb = files.with_member(files.docx(), "word/media/a.xml", b"\0" * (60 * 2**20))
    assert "nén bất thường" in refusal(bomb, "a.docx")


def test_a_path_that_leaves_the_archive_is_refused() -> None:
    assert "đường dẫn lạ" in refusal(files.with_member(files.docx(), "../../etc/x", b"x"), "a.docx")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "xin")
    assert "không thuộc loại" in refusal(out.getvalue(), "a.zip")


def test_a_word_file_cut_short_is_refused() -> None:
    assert "hỏng" in refusal(files.docx()[:-200], "a.docx")


def test_a_name_with_a_path_is_shown_without_it() -> None:
    assert "/" not in refusal(b"", "../../nha/ai/a.txt").replace("không có nội dung", "")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_named_txt_give_text_or_a_sentence(data: bytes) -> None:
    try:
        assert isinstance(extract(data, "a.txt"), Extracted)
    except Unreadable as refused:
        assert refused.message_vi.endswith(".")


def test_random_bytes_behind_a_good_beginning_give_a_sentence() -> None:
    for start, name in ((b"%PDF-1.5\n", "a.pdf"), (b"PK\x03\x04", "a.docx")):
        assert refusal(start + os.urandom(4000), name).endswith(".")
