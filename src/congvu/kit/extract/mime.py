"""Letters by RFC 5322 and MIME, with the standard library. Runs in the child process."""

from __future__ import annotations

import base64
import email
import unicodedata
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from congvu.kit.extract.encodings import decode
from congvu.kit.extract.web import words_of

MOST_FILES = 50
DEEPEST = 3  # a letter in a letter in a letter
LONGEST = 300
_OWN_ALPHABET = ("utf-16", "utf-32", "utf-7", "iso-2022", "hz")  # bytes of these may look like UTF-8
_LOCKED = "Thư có phần được mã hóa (S/MIME hoặc PGP), không đọc được: hãy gửi lại thư không mã hóa."
_TOO_DEEP = f"Thư lồng trong thư quá {DEEPEST} lớp: phần bên trong không được đọc."
_TOO_MANY = f"Thư có hơn {MOST_FILES} tệp đính kèm: các tệp sau không được đọc."


@dataclass
class _Found:
    bodies: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


def parts_of(raw: bytes) -> dict[str, object]:
    """Header words, body, attachments (base64), and what is not read and why."""
    letter = _parsed(raw)
    found = _Found()
    _collect(letter, found, 0)
    return {
        "sender": _words(parseaddr(str(letter.get("From", "")))[1]),
        "subject": _subject(letter),
        "message_id": _words(str(letter.get("Message-ID", ""))),
        "body": _body(found),
        "files": [{"name": name, "data": base64.b64encode(data).decode()} for name, data in found.files],
        "told": found.told,
    }


def _parsed(raw: bytes) -> EmailMessage:
    letter = email.message_from_bytes(raw, policy=default)
    assert isinstance(letter, EmailMessage)
    return letter


def _collect(letter: EmailMessage, found: _Found, depth: int) -> None:
    """Walk the parts without recursion into containers; only a letter inside a letter is gone into."""
    waiting = [letter]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            found.tell(_LOCKED)
        elif kind == "message/rfc822":
            for inner in part.iter_parts():
                _inner(inner, found, depth)
        elif part.is_multipart():
            waiting[:0] = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        else:
            _leaf(part, kind, found, depth)


def _leaf(part: EmailMessage, kind: str, found: _Found, depth: int) -> None:
    name = _words(part.get_filename() or "")
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return
    if not name:
        if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            found.bodies.append((kind, _text(data, str(part.get_content_charset("")))))
    elif kind.startswith("image/") and part.get_content_disposition() == "inline":
        return  # a picture in the text, such as the crest in a signature
    elif name.lower().endswith(".eml"):
        _inner(_parsed(data), found, depth)
    elif len(found.files) >= MOST_FILES:
        found.tell(_TOO_MANY)
    else:
        found.files.append((name, data))


def _inner(letter: object, found: _Found, depth: int) -> None:
    """A letter inside a letter: its attachments, or itself when it has none."""
    if depth + 1 >= DEEPEST:
        found.tell(_TOO_DEEP)
    elif isinstance(letter, EmailMessage):
        own = _Found()
        _collect(letter, own, depth + 1)
        found.files += own.files or [(f"{_subject(letter) or 'thư'}.eml", letter.as_bytes())]
        for sentence in own.told:
            found.tell(sentence)
        if len(found.files) > MOST_FILES:
            found.tell(_TOO_MANY)
            del found.files[MOST_FILES:]


def _body(found: _Found) -> str:
    """Plain words before a page: a letter often carries both."""
    for wanted in ("text/plain", "text/html"):
        own = [text for kind, text in found.bodies if kind == wanted and text.strip()]
        if own:
            return "\n".join(words_of(text) if wanted == "text/html" else text for text in own)
    return ""


def _text(data: bytes, declared: str) -> str:
    """By what the bytes are rather than by what the letter says of them: old programs declare what they like."""
    first = (declared, "utf-8") if declared.startswith(_OWN_ALPHABET) else ("utf-8", declared)
    for charset in first:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return decode(data)[0] or data.decode("cp1252", "replace")


def _subject(letter: EmailMessage) -> str:
    return _words(str(letter.get("Subject", "")))


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())[:LONGEST]
