"""What every verb of this room shares: the entry in the ledger, and how a refused duty is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person, Post
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc

LONGEST = 20_000
ORIGIN = "programme"


def write_entry(
    subject: str,
    subject_id: int,
    verb: str,
    *,
    by: Person | None,
    post: Post | None = None,
    payload: Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Append one entry of room "programmes"; free words go into `texts`, never into the leaf."""
    seat = main_seat(by, now()) if by is not None and post is None else None
    append(
        room="programmes",
        subject=subject,
        subject_id=subject_id,
        verb=verb,
        by=by,
        post=post or (seat.post if seat else None),
        payload=dict(payload or {}),
        fields={name: text for name, text in (texts or {}).items() if text},
    )


@contextmanager
def told() -> Iterator[None]:
    """A move that the duty refuses is refused here with the same sentence, its law and who can do it."""
    try:
        yield
    except MoveRefused as refused:
        what = refused.refusal
        law = f" {what.law}." if what.law else ""
        raise Refused(f"{what.text}{law}") from refused


def words(text: str, field: str, label: str, *, required: bool = True) -> str:
    """Typed words, trimmed; refused when missing or without end."""
    plain = nfc(text).strip()
    if required and not plain:
        raise Refused(f"Chưa nhập “{label}”.", field)
    if len(plain) > LONGEST:
        raise Refused(f"“{label}” dài quá: tối đa {LONGEST} ký tự.", field)
    return plain
