"""What every verb of this room shares: who may, in which state, and the entry in the ledger."""

from collections.abc import Mapping

from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc
from congvu.sources.meetings import queries
from congvu.sources.meetings.models import Meeting

LONGEST = 20_000


class MeetingRefused(Refused):
    """The meeting is as it was."""


def write_entry(
    meeting: Meeting,
    verb: str,
    *,
    by: Person,
    payload: Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """One entry about a meeting. Who was away and why is personal: it goes into `texts`, never into the leaf."""
    seat = main_seat(by, now())
    append(
        room="meetings",
        subject="meeting",
        subject_id=meeting.pk,
        verb=verb,
        by=by,
        post=seat.post if seat else None,
        payload=dict(payload or {}),
        fields={name: text for name, text in (texts or {}).items() if text},
    )


def locked(meeting_id: int, *, by: Person) -> Meeting:
    """The meeting, locked until the end of the transaction; Meeting.DoesNotExist for what `by` may not see."""
    if not queries.visible_to(by).filter(pk=meeting_id).exists():
        raise Meeting.DoesNotExist(meeting_id)
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body", "chair", "secretary", "called_by")
        .get(pk=meeting_id)
    )


def for_keeping(meeting_id: int, *, by: Person, state: tuple[str, ...] = ("called",)) -> Meeting:
    """The locked meeting if `by` keeps it (chair, secretary, who called it) and it is in one of these states."""
    meeting = locked(meeting_id, by=by)
    if not queries.keeps(by, meeting):
        raise MeetingRefused("Chỉ chủ trì, thư ký hoặc người triệu tập làm được việc này.")
    if meeting.state not in state:
        words = {
            "called": "Cuộc họp chưa điểm danh xong.",
            "held": "Cuộc họp đã điểm danh xong.",
            "concluded": "Cuộc họp đã có kết luận.",
            "cancelled": "Cuộc họp đã hủy.",
        }
        raise MeetingRefused(words[meeting.state])
    return meeting


def words(text: str, empty: str, field: str, *, most: int = LONGEST) -> str:
    """What somebody wrote, in NFC and without blanks at its ends; refused when it is empty or too long."""
    clean = nfc(text).strip()
    if not clean:
        raise MeetingRefused(empty, field)
    if len(clean) > most:
        raise MeetingRefused(f"Dài quá: tối đa {most} ký tự.", field)
    return clean
