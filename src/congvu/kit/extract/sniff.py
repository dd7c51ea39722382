"""What a file is by its content, and whether its name tells the truth."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from congvu.kit.extract import limits

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
TEXT = "text/plain"
HTML = "text/html"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_MACRO = "Tệp “{name}” có chứa macro nên không được nhận: hãy lưu lại thành .docx không macro."
_BOMB = "Tệp “{name}” nén bất thường (quá lớn khi giải nén hoặc có đường dẫn lạ) nên không được nhận."
_FOREIGN = "Tệp “{name}” không phải .docx, .pdf, .html hay .txt."


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
        return Sniffed(refusal=_ole(data))
    if data.startswith(b"{\\rtf"):
        return Sniffed(refusal="Tệp “{name}” là RTF: hãy lưu lại thành .docx.")
    if data.startswith(_IMAGES):
        return Sniffed(refusal="Tệp “{name}” là ảnh: hãy nhận dạng chữ (OCR) rồi gửi .docx, .pdf có lớp chữ hoặc .txt.")
    if data.startswith((b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return Sniffed(refusal=_FOREIGN)
    if suffix in (".docx", ".docm", ".pdf", ".doc"):
        return Sniffed(refusal=f"Tệp “{{name}}” có đuôi {suffix} nhưng nội dung không phải: tệp hỏng hoặc bị đổi tên.")
    if suffix in (".html", ".htm"):
        return Sniffed(HTML)
    if suffix not in ("", ".txt", ".text", ".md"):
        return Sniffed(refusal=_FOREIGN)
    return Sniffed(TEXT)


def _named(media_type: str, suffix: str, right: tuple[str, ...], shown: str) -> Sniffed:
    if suffix and suffix not in right:
        return Sniffed(refusal=f"Tệp “{{name}}” có đuôi {suffix} nhưng nội dung là {shown}: hãy đổi đúng tên tệp.")
    return Sniffed(media_type)


def _ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại."
    return "Tệp “{name}” là Word đời cũ (.doc): hãy mở bằng Word và lưu lại thành .docx."


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
