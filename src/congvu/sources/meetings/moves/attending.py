"""Who comes: what people say before, what the secretary writes down, what they reply and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congvu.kernel.duties.moves.limits import window
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc
from congvu.sources.meetings import rules
from congvu.sources.meetings.models import Invitee, Meeting
from congvu.sources.meetings.moves.entries import MeetingRefused, for_keeping, locked, words, write_entry

REASON_LENGTH = 1_000


@dataclass(frozen=True)
class Mark:
    """What the secretary writes about one person. `reason` only where the person gave none himself."""

    attendance: str
    late_minutes: int | None = None
    reason: str = ""


@transaction.atomic
def answer(meeting_id: int, *, by: Person, answer: str, reason: str = "", stand_in: Person | None = None) -> Invitee:
    """An invited person says that he comes, sends somebody of his, or is away with a reason; until attendance is taken.

    The delegate speaks for the body (NĐ 191/2026/NĐ-CP, Điều 12), so a stand-in sits in the same body or below it.
    """
    meeting = locked(meeting_id, by=by)
    row = _mine(meeting, by)
    if meeting.state != "called":
        raise MeetingRefused("Cuộc họp đã điểm danh hoặc đã hủy; nếu điểm danh chưa đúng, hãy nêu ý kiến.")
    if answer not in rules.ANSWERS:
        raise MeetingRefused("Chọn dự họp, cử người dự thay hay vắng.", "tra_loi")
    if answer == "away":
        reason = words(reason, "Vắng phải nêu lý do.", "ly_do", most=REASON_LENGTH)
    row.stand_in = _stand_in(stand_in, row) if answer == "sends" else None
    row.answer, row.reason, row.answered_at = answer, nfc(reason).strip() if answer != "coming" else "", now()
    row.save(update_fields=["answer", "reason", "stand_in", "answered_at"])
    texts = {"person": by.full_name, "answer": rules.ANSWERS[answer], "reason": row.reason}
    write_entry(meeting, "answer", by=by, texts=texts)
    return row


def _mine(meeting: Meeting, by: Person) -> Invitee:
    row = meeting.invitees.select_for_update().filter(person=by).first()
    if row is None:
        raise MeetingRefused("Đồng chí không có trong danh sách mời của cuộc họp này.")
    return row


def _stand_in(person: Person | None, row: Invitee) -> Person:
    if person is None:
        raise MeetingRefused("Chưa nêu người dự thay.", "du_thay")
    seat = main_seat(person, now())
    if person.pk == row.person_id:
        raise MeetingRefused("Người dự thay phải là người khác.", "du_thay")
    if seat is None or row.body_id not in seat.body.lineage:
        raise MeetingRefused(f"{person.full_name} không thuộc {row.body.name} nên không dự thay được.", "du_thay")
    return person


@transaction.atomic
def take_attendance(meeting_id: int, *, by: Person, marks: Mapping[int, Mark], close: bool = False) -> Meeting:
    """The secretary writes who came: {invitee id: Mark}; with `close` it is confirmed and people may reply.

    Raises MeetingRefused: before the meeting begins, an excused absence without a reason, somebody left open when it
    is closed. All marks are written or none.
    """
    meeting, moment = for_keeping(meeting_id, by=by), now()
    if moment < meeting.starts_at:
        raise MeetingRefused("Chưa đến giờ họp nên chưa điểm danh.")
    rows = list(meeting.invitees.select_for_update(of=("self",)).select_related("person").order_by("pk"))
    known = {row.pk for row in rows}
    if not set(marks) <= known:
        raise Invitee.DoesNotExist
    for row in rows:
        if row.pk in marks:
            _write(row, marks[row.pk])
    open_rows = [row for row in rows if not row.attendance]
    if close and open_rows:
        raise MeetingRefused(f"Còn {len(open_rows)} người chưa điểm danh: {open_rows[0].person.full_name}.")
    Invitee.objects.bulk_update(rows, ["attendance", "late_minutes", "reason"])
    if close:
        _close(meeting, rows, by, moment)
    return meeting


def _write(row: Invitee, mark: Mark) -> None:
    if mark.attendance not in rules.ATTENDANCE:
        raise MeetingRefused(f"{row.person.full_name}: lựa chọn không có trong danh sách.", "diem_danh")
    minutes = mark.late_minutes if mark.attendance == "late" else None
    if minutes is not None and not 0 < minutes < 1_000:
        raise MeetingRefused(f"{row.person.full_name}: số phút muộn từ 1 đến 999.", "diem_danh")
    reason = nfc(mark.reason).strip()
    if len(reason) > REASON_LENGTH:
        raise MeetingRefused(f"{row.person.full_name}: lý do dài quá {REASON_LENGTH} ký tự.", "diem_danh")
    if mark.attendance in rules.NEEDS_REASON and not (row.reason or reason):
        raise MeetingRefused(f"{row.person.full_name}: vắng có lý do thì ghi lý do.", "diem_danh")
    row.attendance, row.late_minutes = mark.attendance, minutes
    if reason:
        row.reason = reason


def _close(meeting: Meeting, rows: list[Invitee], by: Person, at: datetime) -> None:
    meeting.state, meeting.closed_at = "held", at
    meeting.reply_until = window("meeting_reply_within", at)
    meeting.save(update_fields=["state", "closed_at", "reply_until"])
    told = "; ".join(f"{row.person.full_name}: {rules.ATTENDANCE[row.attendance]}" for row in rows)
    counts = rules.figures([(row.attendance, "") for row in rows])
    write_entry(meeting, "confirm_attendance", by=by, payload=dict(counts), texts={"attendance": told})


@transaction.atomic
def reply(meeting_id: int, *, by: Person, text: str) -> Invitee:
    """The person answers what was written about him, once, in `meeting_reply_within`; meanwhile it is not counted."""
    meeting = locked(meeting_id, by=by)
    row = _mine(meeting, by)
    if meeting.closed_at is None or meeting.reply_until is None:
        raise MeetingRefused("Cuộc họp chưa điểm danh xong.")
    if row.reply_state:
        raise MeetingRefused("Đồng chí đã nêu ý kiến về điểm danh của cuộc họp này.")
    if now() > meeting.reply_until:
        raise MeetingRefused("Đã hết thời hạn nêu ý kiến về điểm danh.")
    row.reply = words(text, "Chưa nhập ý kiến.", "y_kien", most=2_000)
    row.reply_state, row.replied_at = "open", now()
    row.save(update_fields=["reply", "reply_state", "replied_at"])
    write_entry(meeting, "reply", by=by, texts={"person": by.full_name, "reply": row.reply})
    return row


@transaction.atomic
def rule_on_reply(
    meeting_id: int, *, by: Person, invitee_id: int, accept: bool, attendance: str = "", reason: str = ""
) -> Invitee:
    """Secretary or chair change the attendance as the person says, or keep it with the reason. Never one's own."""
    meeting = for_keeping(meeting_id, by=by, state=("held", "concluded"))
    row = meeting.invitees.select_for_update(of=("self",)).select_related("person").filter(pk=invitee_id).first()
    if row is None:
        raise Invitee.DoesNotExist(invitee_id)
    if row.reply_state != "open":
        raise MeetingRefused("Không có ý kiến nào chờ xem xét.")
    if row.person_id == by.pk:
        raise MeetingRefused("Không tự xem xét ý kiến của chính mình; người khác trong ban tổ chức xem xét.")
    if accept:
        if attendance == row.attendance:
            raise MeetingRefused("Chọn điểm danh khác với điểm danh đã ghi.", "diem_danh")
        row.attendance_before = row.attendance
        _write(row, Mark(attendance, reason=row.reason or row.reply[:REASON_LENGTH]))
        row.reply_state, row.ruling = "accepted", nfc(reason).strip()
    else:
        row.ruling = words(reason, "Giữ nguyên điểm danh phải nêu lý do.", "ly_do", most=REASON_LENGTH)
        row.reply_state = "refused"
    row.ruled_at = now()
    row.save(
        update_fields=[
            *("attendance", "late_minutes", "reason", "reply_state", "ruling"),
            *("ruled_at", "attendance_before"),
        ]
    )
    texts = {"person": row.person.full_name, "attendance": rules.ATTENDANCE[row.attendance], "reason": row.ruling}
    write_entry(meeting, "rule_on_reply", by=by, payload={"accepted": int(accept)}, texts=texts)
    return row
