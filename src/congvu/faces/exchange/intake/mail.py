"""A letter as files: its attachments, each with who sent it and about what."""

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from congvu.faces.exchange.intake.found import Found
from congvu.kit.vietnamese import nfc

LONGEST = 300
MOST_PARTS = 50
_NOTHING = "Thư không có tệp đính kèm."
_BROKEN = "Thư không đọc được."


def files_of(raw: bytes) -> Iterator[Found]:
    """Each attachment; a letter without any, or one that is no letter, is one file with its problem."""
    try:
        letter = email.message_from_bytes(raw, policy=default)
        assert isinstance(letter, EmailMessage)
        about = {
            "sender": _words(parseaddr(str(letter.get("From", "")))[1]),
            "subject": _words(str(letter.get("Subject", ""))),
            "message_id": _words(str(letter.get("Message-ID", ""))),
        }
        found = [Found(name, data, **about) for name, data in _attached(letter)]
    except (MessageError, ValueError, LookupError, IndexError, AttributeError, TypeError):
        # the parser of the standard library lets odd letters out with almost any of these
        yield Found("thư.eml", raw, problem=_BROKEN)
        return
    yield from found
    if not found:
        yield Found(f"{about['subject'] or 'thư'}.eml", raw, **about, problem=_NOTHING)


def _attached(letter: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(letter.walk()):
        if number > MOST_PARTS:
            return
        name = part.get_filename()
        inline_picture = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if not name or part.is_multipart() or inline_picture:
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            yield _words(name), data


def _words(text: str) -> str:
    return " ".join(nfc(text).split())[:LONGEST]
