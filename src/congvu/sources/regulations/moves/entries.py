"""What every verb of this room shares: the refusal, the words, the entry in the ledger."""

from collections.abc import Mapping

from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc
from congvu.sources.regulations.models import Regulation


class RegulationRefused(Refused):
    """The register is as it was."""


def write_entry(
    subject: str,
    subject_id: int,
    verb: str,
    *,
    by: Person | None,
    payload: Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """One entry about a rule or a finding; `by` empty means the clock."""
    seat = main_seat(by, now()) if by is not None else None
    append(
        room="regulations",
        subject=subject,
        subject_id=subject_id,
        verb=verb,
        by=by,
        post=seat.post if seat else None,
        payload=dict(payload or {}),
        fields={name: text for name, text in (texts or {}).items() if text},
    )


def words(text: str, empty: str, field: str, *, most: int = 10_000) -> str:
    """What somebody wrote, in NFC and without blanks at its ends; refused when it is empty or too long."""
    clean = nfc(text).strip()
    if not clean:
        raise RegulationRefused(empty, field)
    if len(clean) > most:
        raise RegulationRefused(f"Dài quá: tối đa {most} ký tự.", field)
    return clean


def for_change(regulation_id: int, *, by: Person) -> Regulation:
    """The rule, locked, if `by` handles the papers of its body."""
    found = (
        Regulation.objects.select_for_update(of=("self",))
        .select_related("body", "reviewer_post", "replaced_by")
        .get(pk=regulation_id)
    )
    if found.body_id not in handled_bodies(by, now()):
        raise RegulationRefused("Chỉ văn thư, người đứng đầu, cấp phó của cơ quan ban hành sửa được.")
    return found
