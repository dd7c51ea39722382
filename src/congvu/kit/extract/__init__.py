"""Text out of a file from outside (.docx, .pdf, .html, .txt), or a clear sentence why not. No Django here.

Before parsing: size, type by content, what a zip declares. Parsing happens in a child process with bounded memory and
processor time, never in the caller's.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath

from congvu.kit.extract import limits
from congvu.kit.extract.encodings import decode, from_legacy
from congvu.kit.extract.sniff import DOCX, HTML, PDF, TEXT, content_type

__all__ = ["Extracted", "Unreadable", "extract"]


class Unreadable(Exception):
    """The file cannot be read; `message_vi` (also `str()`) says in Vietnamese why and what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


@dataclass(frozen=True)
class Extracted:
    """A file's text (NFC), its type by content, and what a person should know about how it was read."""

    text: str
    media_type: str
    warnings: tuple[str, ...] = ()


def extract(data: bytes, name: str) -> Extracted:
    """The text of a file. Raises `Unreadable` with a sentence for people; never anything else."""
    shown = PurePath(name).name[:120] or "không tên"
    if len(data) > limits.FILE_BYTES:
        raise Unreadable(f"Tệp “{shown}” lớn hơn {limits.FILE_BYTES // 2**20} MB: hãy tách nhỏ hoặc nén ảnh trong tệp.")
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"Tệp “{shown}” trống, không có nội dung.")
    found = content_type(data, PurePath(name).suffix.lower())
    if found.refusal:
        raise Unreadable(found.refusal.format(name=shown))
    if found.media_type == TEXT:
        text, warnings = decode(data)
        if text is None:
            raise Unreadable(f"Tệp “{shown}” không phải là văn bản chữ hoặc dùng bảng mã không nhận ra.")
    else:
        text, warnings = _in_child(data, found.media_type, shown)
        text, legacy = from_legacy(text)
        warnings += legacy
    if not text.strip():
        raise Unreadable(_REFUSALS["scan" if found.media_type == PDF else "wordless"].format(name=shown))
    if len(text) > limits.TEXT_CHARACTERS:
        raise Unreadable(f"Tệp “{shown}” chứa quá nhiều chữ ({len(text):,} ký tự): hãy tách nhỏ.".replace(",", "."))
    return Extracted(text.translate(_HYPHENS), found.media_type, tuple(warnings))


def _in_child(data: bytes, media_type: str, shown: str) -> tuple[str, list[str]]:
    """Run the parser apart; whatever happens there comes back as text or as a sentence."""
    kind = _KINDS[media_type]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "congvu.kit.extract.child", kind],
            input=data,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            env={"PYTHONPATH": ":".join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "broken"}
        if done.returncode in (-24, -9):
            answer = {"refused": "slow"}
    except subprocess.TimeoutExpired:
        answer = {"refused": "slow"}
    except (OSError, ValueError):
        answer = {"refused": "broken"}
    if "refused" in answer:
        raise Unreadable(_REFUSALS.get(answer["refused"], _REFUSALS["broken"]).format(name=shown))
    return str(answer["text"]), [str(w) for w in answer.get("warnings", [])]


_KINDS = {DOCX: "docx", PDF: "pdf", HTML: "html"}
_HYPHENS = {0x2010: "-", 0x2011: "-", 0xAD: None}  # what fonts in PDF give for "15/CT-UBND"
_REFUSALS = {
    "encrypted": "Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại.",
    "slow": "Tệp “{name}” mất quá nhiều thời gian để đọc, có thể bị lỗi: hãy xuất lại tệp rồi thử.",
    "memory": "Tệp “{name}” cần quá nhiều bộ nhớ để đọc: hãy tách nhỏ hoặc xuất lại tệp.",
    "broken": "Tệp “{name}” bị hỏng hoặc không đúng định dạng, không đọc được.",
    "wordless": "Tệp “{name}” không có chữ nào.",
    "scan": "Tệp “{name}” là bản quét, không có lớp chữ: hãy nhận dạng chữ (OCR) trước.",
}
