"""Asking the child process: whatever happens there comes back as an answer or as a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

from congvu.kit.extract import limits

INSTALL = "Cài chương trình nhận dạng chữ Tesseract (Debian, Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-vie)."
_REFUSALS = {
    "encrypted": "Tệp “{name}” đặt mật khẩu: hãy gỡ mật khẩu rồi gửi lại.",
    "macro": "Tệp “{name}” có chứa macro nên không được nhận: hãy lưu lại thành .docx không macro.",
    "slow": "Tệp “{name}” mất quá nhiều thời gian để đọc, có thể bị lỗi: hãy xuất lại tệp rồi thử.",
    "memory": "Tệp “{name}” cần quá nhiều bộ nhớ để đọc: hãy tách nhỏ hoặc xuất lại tệp.",
    "broken": "Tệp “{name}” bị hỏng hoặc không đúng định dạng, không đọc được.",
    "old": "Tệp “{name}” là Word 6 hoặc 95, quá cũ: hãy mở bằng Word hoặc LibreOffice và lưu lại thành .docx.",
    "wordless": "Tệp “{name}” không có chữ nào.",
    "scan": f"Tệp “{{name}}” là bản quét, không có lớp chữ, mà máy này chưa đọc được bản quét. {INSTALL}",
    "long": f"Tệp “{{name}}” có hơn {limits.SCAN_PAGES} trang là ảnh quét: hãy tách nhỏ.",
}
_KILLED = (-signal.SIGXCPU, -signal.SIGKILL)
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")


class Unreadable(Exception):
    """The file cannot be read; `message_vi` (also `str()`) says in Vietnamese why and what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


def refused(code: str, shown: str) -> Unreadable:
    """The sentence for a code the child gives, with the file's name."""
    return Unreadable(_REFUSALS.get(code, _REFUSALS["broken"]).format(name=shown))


def ask(kind: str, data: bytes, shown: str, *arguments: str) -> dict[str, Any]:
    """What the parser of this kind says of a file. Raises `Unreadable`."""
    try:
        answer = _answer([sys.executable, "-m", "congvu.kit.extract.child", kind, *arguments], data)
    except (OSError, ValueError):
        answer = {"refused": "broken"}
    if "refused" in answer:
        raise refused(str(answer["refused"]), shown)
    return answer


def _answer(command: list[str], data: bytes) -> dict[str, Any]:
    own = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    paths = {"PYTHONPATH": ":".join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"}
    one = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads of number libraries reserve much memory
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=own | paths | one,
        start_new_session=True,
    ) as child:
        try:
            out, _ = child.communicate(data, timeout=limits.WALL_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)  # with what it started itself
            return {"refused": "slow"}
    if child.returncode in _KILLED:
        return {"refused": "slow"}
    answer = json.loads(out) if child.returncode == 0 else {"refused": "broken"}
    return answer if isinstance(answer, dict) else {"refused": "broken"}
