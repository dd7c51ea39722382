"""A letter as files: its attachments, each with who sent it and about what."""

from collections.abc import Iterator

from congvu.faces.exchange.intake.found import Found
from congvu.kit.extract import Unreadable, open_letter

_NOTHING = "Thư không có tệp đính kèm."
_BROKEN = "Thư không đọc được."


def files_of(raw: bytes) -> Iterator[Found]:
    """Each attachment; a letter without any, or one that is no letter, is one file with its problem."""
    try:
        letter = open_letter(raw, "thư.eml")
    except Unreadable:
        yield Found("thư.eml", raw, problem=_BROKEN)
        return
    about = {"sender": letter.sender, "subject": letter.subject, "message_id": letter.message_id}
    for name, data in letter.files:
        yield Found(name, data, **about)
    if not letter.files:
        yield Found(f"{letter.subject or 'thư'}.eml", raw, **about, problem=" ".join([_NOTHING, *letter.told]))
