"""Small decisions about documents and files, without a database."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from congvu.kit.vietnamese import fold, nfc

BOOKS = {"den": "Sổ văn bản đến", "di": "Sổ văn bản đi"}

# How a document stands to one it names: in words, and in words seen from the other.
RELATIONS = {
    "replaces": ("Thay thế, bãi bỏ", "Bị thay thế, bãi bỏ bởi"),
    "amends": ("Sửa đổi, bổ sung", "Được sửa đổi, bổ sung bởi"),
    "carries_out": ("Nhằm thực hiện", "Được thực hiện bởi"),
    "reminds": ("Nhắc thực hiện", "Được nhắc lại ở"),
    "based_on": ("Căn cứ vào", "Là căn cứ của"),
    "cites": ("Viện dẫn", "Được viện dẫn ở"),
    "reports": ("Đưa tin về", "Được đưa tin ở"),
}

# A secrecy mark stands alone on its line, or after "độ mật". The words inside a sentence ("bí mật nhà nước") do not
# make a document secret. Law: Luật Bảo vệ bí mật nhà nước; design.md §8.
_MARK = re.compile(
    r"^\s*(?:(?:mức\s+)?độ\s+mật\s*[:：]?\s*)?(?:\(|\[)?\s*(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT|Tuyệt\s+mật|Tối\s+mật|Mật)\s*(?:\)|\])?\s*$",
    re.IGNORECASE,
)
_NUMBER_OF_SECRETS = re.compile(r"^\s*Số\s*:?\s*\d+\s*/\s*(?:M|TM|TuM)-", re.IGNORECASE)
_HEAD_LINES, _TAIL_LINES = 80, 20
_OWN_YEAR = re.compile(r"/(?:19|20)\d\d/")


def secrecy_mark(text: str) -> str:
    """The secrecy mark that a document bears ("Mật", "Tối mật", "Tuyệt mật"), else "". Such a text is not stored."""
    lines = nfc(text).splitlines()
    for line in [*lines[:_HEAD_LINES], *lines[_HEAD_LINES:][-_TAIL_LINES:]]:
        found = _MARK.match(line)
        if found:
            return " ".join(found.group(1).split()).capitalize()
    return ""


_STAMPED = {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"}


def secrecy_stamp(lines: Iterable[str]) -> str:
    """The secrecy mark among lines that were recognised from a picture, else "". A stamp is often read with the wrong
    tone ("MẶT"), and a paper that is refused once too often is better than a secret one that is kept.
    """
    return next((mark for line in lines if (mark := _STAMPED.get(search_words(line)))), "")


def search_words(*parts: str) -> str:
    """What is searched: folded words of letters and digits, one blank between."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(" ".join(parts))))


def number_fold(number: str) -> str:
    """A document number as it is compared: "280/CĐ-TTg", "280/CD-TTG" and "280 / CĐ – TTg" meet."""
    return re.sub(r"[^a-z0-9/-]", "", fold(number).replace("–", "-").replace("&", "-"))


def is_same_document(number: str, day: date | None, other_day: date | None) -> bool:
    """Whether two documents of one number are one: on the same day, or where a day is unknown by a year in the number.

    "12/KH-UBND" is issued by every commune every year.
    """
    if day is not None and other_day is not None:
        return day == other_day
    return _OWN_YEAR.search(number) is not None


def clean_name(name: str) -> str:
    """A file's name without folders and control characters, at most 150 letters with its extension kept."""
    path = PurePath(nfc(name).replace("\\", "/").rpartition("/")[2])
    stem = "".join(letter for letter in path.stem if letter.isprintable()).strip(" .") or "tep"
    return stem[: 150 - len(path.suffix)] + path.suffix


_KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "WordDocument".encode("utf-16-le")
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "application/msword": (".doc",),
    _OFFICE[b"word/"]: (".docx",),
    _OFFICE[b"xl/"]: (".xlsx",),
    _OFFICE[b"ppt/"]: (".pptx",),
    # pages and letters, too: as plain text no browser ever runs what they hold
    "text/plain": (".txt", ".csv", ".md", ".html", ".htm", ".eml"),
}


def media_type(data: bytes) -> str:
    """The type of a file by its content; "" when it is none of those that are kept."""
    for head, kind in _KINDS:
        if data.startswith(head):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return next((kind for folder, kind in _OFFICE.items() if folder in data), "")
    start, stream = _OLD_WORD
    if data.startswith(start) and stream in data:
        return "application/msword"
    if b"\x00" in data[:4096]:
        return ""
    return "text/plain"
