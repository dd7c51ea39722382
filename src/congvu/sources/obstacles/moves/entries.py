"""What every verb of this room shares: the refusal, the words, the entry in the ledger."""

from collections.abc import Mapping

from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc
from congvu.sources.obstacles import queries
from congvu.sources.obstacles.models import ObstacleGroup


class ObstacleRefused(Refused):
    """Nothing was recorded, sent or answered."""


def write_entry(
    subject: str,
    subject_id: int,
    verb: str,
    *,
    by: Person,
    payload: Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """One entry about an obstacle or a group of them."""
    seat = main_seat(by, now())
    append(
        room="obstacles",
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
        raise ObstacleRefused(empty, field)
    if len(clean) > most:
        raise ObstacleRefused(f"Dài quá: tối đa {most} ký tự.", field)
    return clean


def locked_group(group_id: int, *, by: Person) -> ObstacleGroup:
    """The group, locked until the end of the transaction; ObstacleGroup.DoesNotExist for what `by` may not see."""
    if not queries.groups_visible_to(by).filter(pk=group_id).exists():
        raise ObstacleGroup.DoesNotExist(group_id)
    return (
        ObstacleGroup.objects.select_for_update(of=("self",))
        .select_related("body", "to_body", "duty", "question")
        .get(pk=group_id)
    )
