"""What a file is by its content, and whether its name tells the truth."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from congvu.kit.extract import limits

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
TEXT = "text/plain"
HTML = "text/html"
DOC = "application/msword"
LETTER = "message/rfc822"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
_PICTURES = {
    b"\x89PNG": (PNG, (".png",)),
    b"\xff\xd8\xff": (JPEG, (".jpg", ".jpeg")),
    b"II*\x00": (TIFF, (".tif", ".tiff")),
    b"MM\x00*": (TIFF, (".tif", ".tiff")),
}
PICTURES = frozenset([PNG, JPEG, TIFF])
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_PICTURES = (b"GIF8", b"BM", b"RIFF")
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:)")
_MACRO = "Tệp “{name}” có chứa macro nên không được nhận: hãy lưu lại thành .docx không macro."
_BOMB = "Tệp “{name}” nén bất thường (quá lớn khi giải nén hoặc có đường dẫn lạ) nên không được nhận."
_FOREIGN = "Tệp “{name}” không thuộc loại đọc được: .docx, .doc, .pdf, .html, .eml, .txt, ảnh .png, .jpg, .tif."
_RENAMED = "Tệp “{name}” có đuôi {suffix} nhưng nội dung không phải: tệp hỏng hoặc bị đổi tên."


@dataclass(frozen=True)
class Sniffed:
    """The type by content; or why it is refused, with `{name}` for the file's name."""

    media_type: str = ""
    refusal: str = ""


def content_type(data: bytes, suffix: str) -> Sniffed:
    """Look at the first bytes (and a zip's directory), then at the suffix."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _named(PDF, suffix, (".pdf",), "PDF")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, suffix)
    if data.startswith(_OLE):
        return _ole(data, suffix)
    if data.startswith(b"{\\rtf"):
        return Sniffed(refusal="Tệp “{name}” là RTF: hãy lưu lại thành .docx.")
    for start, (media_type, suffixes) in _PICTURES.items():
        if data.startswith(start):
            return _named(media_type, suffix, suffixes, f"ảnh ({suffixes[0]})")
    if data.startswith(_OTHER_PICTURES):
        return Sniffed(refusal="Tệp “{name}” là ảnh thuộc loại không đọc được: hãy lưu lại thành .png, .jpg hay .tif.")
    if data.startswith((b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return Sniffed(refusal=_FOREIGN)
    return _by_name(data, suffix)


def _by_name(data: bytes, suffix: str) -> Sniffed:
    """What consists of words alone is what its name says, as far as its beginning agrees."""
    if suffix in (".html", ".htm", ".xhtml") or (not suffix and _WEB_PAGE.match(data)):
        return Sniffed(HTML)
    if suffix == ".eml" and _HEADER.match(data.lstrip()):
        return Sniffed(LETTER)
    if suffix in (".docx", ".docm", ".pdf", ".doc", ".eml", ".png", ".jpg", ".jpeg", ".tif", ".tiff"):
        return Sniffed(refusal=_RENAMED.replace("{suffix}", suffix))
    if suffix not in ("", ".txt", ".text", ".md"):
        return Sniffed(refusal=_FOREIGN)
    return Sniffed(TEXT)


def _named(media_type: str, suffix: str, right: tuple[str, ...], shown: str) -> Sniffed:
    if suffix and suffix not in right:
        return Sniffed(refusal=f"Tệp “{{name}}” có đuôi {suffix} nhưng nội dung là {shown}: hãy đổi đúng tên tệp.")
    return Sniffed(media_type)


def _ole(data: bytes, suffix: str) -> Sniffed:
    """The directory of an old Office file names its streams in UTF-16."""
    if _named_inside(data, "EncryptedPackage"):
        return Sniffed(refusal="Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại.")
    if _named_inside(data, "WordDocument"):
        return _named(DOC, suffix, (".doc",), "Word đời cũ (.doc)")
    if _named_inside(data, "__properties_version1.0"):
        return Sniffed(
            refusal="Tệp “{name}” là thư của Outlook (.msg): hãy lưu thành .eml hoặc gửi riêng tệp đính kèm."
        )
    return Sniffed(refusal=_FOREIGN)


def _named_inside(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _zip(data: bytes, suffix: str) -> Sniffed:
    refusal, names = _members(data)
    if refusal:
        return Sniffed(refusal=refusal)
    if "word/document.xml" not in names:
        return Sniffed(refusal=_FOREIGN)
    if suffix == ".docm" or any(name.lower().endswith("vbaproject.bin") for name in names):
        return Sniffed(refusal=_MACRO)
    refusal = zip_refusal(data)
    return Sniffed(refusal=refusal) if refusal else _named(DOCX, suffix, (".docx",), "Word (.docx)")


def _members(data: bytes) -> tuple[str, set[str]]:
    """Why a zip cannot be opened, or the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "Tệp “{name}” bị hỏng, không mở được.", set()
    if any(member.flag_bits & 1 for member in members):
        return "Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại.", set()
    return "", {member.filename for member in members}


def zip_refusal(data: bytes) -> str:
    """Why a zip (a document, a workbook) is not to be unpacked, with `{name}` for the file; empty when it may be."""
    refusal, names = _members(data)
    if refusal:
        return refusal
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    most = min(limits.ZIP_BYTES, limits.ZIP_RATIO * max(len(data), 100_000))
    outside = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
    return _BOMB if outside or size > most or len(names) > limits.ZIP_MEMBERS else ""
