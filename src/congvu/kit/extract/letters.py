"""A letter (.eml) taken apart: who sent it about what, its body, its attachments. The parsing happens apart."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from congvu.kit.extract.apart import ask


@dataclass(frozen=True)
class Letter:
    """What a letter holds. `files`: (name, content) of each attachment, also of letters inside it; `told`: what could
    not be taken out, each one sentence.
    """

    sender: str
    subject: str
    message_id: str
    body: str
    files: tuple[tuple[str, bytes], ...]
    told: tuple[str, ...]


def open_letter(raw: bytes, shown: str) -> Letter:
    """A letter as it came by mail or lies in a file. Raises `Unreadable`."""
    answer = ask("letter", raw, shown)
    return Letter(
        sender=answer["sender"],
        subject=answer["subject"],
        message_id=answer["message_id"],
        body=answer["body"],
        files=tuple((one["name"], base64.b64decode(one["data"])) for one in answer["files"]),
        told=tuple(answer["told"]),
    )
