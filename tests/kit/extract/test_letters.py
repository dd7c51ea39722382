"""Letters (.eml): the body when nothing readable is attached, else what is attached; told by name what is not read."""

import base64
import unicodedata
from email.message import EmailMessage

import pytest
from tests.kit.extract import files

from congvu.kit.extract import Unreadable, extract, papers

TEXT = "1. Sở Nội vụ rà soát lịch tiếp công dân, hoàn thành trước ngày 20/3/2026."
DOCX = files.docx()
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def letter(*attached: tuple[str, bytes], body: str = "Kính gửi văn thư.", subject: str = "Văn bản mới") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Sở Nội vụ <so.noi.vu@vi-du.gov.vn>", "vanthu@vi-du.gov.vn", subject
    made.set_content(body)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def names(data: bytes) -> list[str]:
    return [paper.name for paper in papers(data, "thu.eml").files]


def test_without_attachments_the_body_is_read() -> None:
    got = extract(letter(body=TEXT).as_bytes(), "thu.eml")
    assert got.text.strip() == TEXT


def test_of_a_body_in_two_forms_the_plain_one_is_read_and_a_page_where_there_is_no_other() -> None:
    both = letter(body=TEXT)
    both.add_alternative("<p>khác</p>", subtype="html")
    assert extract(both.as_bytes(), "thu.eml").text.strip() == TEXT
    page = EmailMessage()
    page["Subject"] = "x"
    page.set_content("<ol><li>Sở Y tế lập danh mục.</ol>", subtype="html")
    assert extract(page.as_bytes(), "thu.eml").text.strip() == "1. Sở Y tế lập danh mục."


def test_the_one_attachment_that_can_be_read_is_read_instead_of_the_body() -> None:
    data = letter(("chi-thi.docx", DOCX), ("logo.bin", b"\x00\x01\x02")).as_bytes()
    got = extract(data, "thu.eml")
    assert got.text == extract(DOCX, "chi-thi.docx").text
    assert any("logo.bin" in warning for warning in got.warnings)


def test_of_several_attachments_somebody_chooses() -> None:
    data = letter(("Chỉ thị.docx", DOCX), ("ke-hoach.txt", TEXT.encode())).as_bytes()
    assert names(data) == ["Chỉ thị.docx", "ke-hoach.txt"]
    with pytest.raises(Unreadable, match=r"Chỉ thị\.docx, ke-hoach\.txt"):
        extract(data, "thu.eml")


def test_attachments_of_one_name_are_told_apart() -> None:
    assert names(letter(("a.txt", b"mot"), ("a.txt", b"hai")).as_bytes()) == ["a.txt", "a (2).txt"]


def test_macros_passwords_and_unknown_kinds_are_told_by_name_and_the_body_is_read() -> None:
    macro = files.with_member(DOCX, "word/vbaProject.bin", b"x")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    found = papers(letter(("m.docx", macro), ("khoa.docx", locked), ("bang.csv", b"a,b")).as_bytes(), "thu.eml")
    assert [paper.name for paper in found.files] == ["thu.eml"]
    assert ["macro" in found.told[0], "mật khẩu" in found.told[1]] == [True, True]
    assert ["m.docx" in found.told[0], "khoa.docx" in found.told[1], "bang.csv" in found.told[2]] == [True] * 3


def test_a_letter_inside_a_letter_gives_its_attachments_or_itself() -> None:
    outer = letter()
    outer.add_attachment(letter(("chi-thi.docx", DOCX)))
    outer.add_attachment(letter(body=TEXT, subject="Chuyển tiếp"))
    data = outer.as_bytes()
    assert names(data) == ["chi-thi.docx", "Chuyển tiếp.eml"]
    inner = papers(data, "thu.eml").files[1]
    assert extract(inner.data, inner.name).text.strip() == TEXT


def test_letters_nested_too_deep_are_told_not_read() -> None:
    made = letter(("sau.txt", TEXT.encode()))
    for _ in range(6):
        outer = letter()
        outer.add_attachment(made)
        made = outer
    found = papers(made.as_bytes(), "thu.eml")
    assert "sau.txt" not in [paper.name for paper in found.files]
    assert any("lồng" in told for told in found.told)


def test_more_attachments_than_anyone_reads_are_told() -> None:
    found = papers(letter(*((f"{n}.txt", b"chu") for n in range(60))).as_bytes(), "thu.eml")
    assert len(found.files) == 50 and any("hơn 50" in told for told in found.told)


def test_an_encrypted_letter_says_so() -> None:
    made = EmailMessage()
    made["Subject"] = "Kín"
    made.set_content(b"\x30\x82", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    found = papers(made.as_bytes(), "thu.eml")
    assert "mã hóa" in found.told[0]
    with pytest.raises(Unreadable, match="không có chữ"):
        extract(made.as_bytes(), "thu.eml")


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("x-unknown", "utf-8"), ("utf-16", "utf-16"), ("us-ascii", "cp1258")],
)
def test_a_body_is_read_whatever_alphabet_the_letter_declares(declared: str, codec: str) -> None:
    text = "Uỷ ban nhân dân tỉnh quyết định về việc thực hiện các công việc của người dân"
    head = f"Subject: x\r\nContent-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = head.encode() + base64.encodebytes(_in_1258(text) if codec == "cp1258" else text.encode(codec))
    assert "quyết định về việc thực hiện" in extract(raw, "thu.eml").text


def test_headers_that_break_the_rules_are_read_all_the_same() -> None:
    raw = (
        "From: Sở Nội vụ <a@vi-du.gov.vn>\r\nSubject: Chỉ thị số 5\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n"
        'Content-Disposition: attachment; filename="Chỉ thị.txt"\r\n\r\n' + TEXT + "\r\n--b--\r\n"
    ).encode()
    assert names(raw) == ["Chỉ thị.txt"]
    assert extract(raw, "thu.eml").text.strip() == TEXT


@pytest.mark.parametrize(
    "raw",
    [
        b"From: x\r\nContent-Type: multipart/mixed\r\n\r\nkhong co gioi han",
        b"From: =?utf-8?B?////?=\r\nContent-Type: text/plain; charset=\xff\r\n\r\nchu",
        b"Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 2_000,
        b"Subject: " + b"a" * 200_000 + b"\r\n\r\nchu",
        b"X: y\r\n" * 5_000 + b"\r\nchu",
    ],
)
def test_broken_letters_give_text_or_a_sentence(raw: bytes) -> None:
    try:
        assert extract(raw, "thu.eml").text
    except Unreadable as unreadable:
        assert unreadable.message_vi.endswith(".")


def _in_1258(text: str) -> bytes:
    """Windows-1258 writes the five tones as marks after the letter."""
    out = ""
    for parts in (unicodedata.normalize("NFD", letter) for letter in text):
        tones = "".join(part for part in parts if part in _TONES)
        out += unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tones
    return out.encode("cp1258")
