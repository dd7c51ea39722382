"""What a meeting concluded: an outgoing document of its body, which is then read like any other directive."""

from django.db import transaction

from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import installation
from congvu.kernel.records import moves as records
from congvu.kernel.records.models import Document
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc
from congvu.sources.meetings import rules
from congvu.sources.meetings.moves.entries import MeetingRefused, for_keeping, words, write_entry


@transaction.atomic
def conclude(meeting_id: int, *, by: Person, text: str, number: str = "", signer: str = "") -> Document:
    """Enter the notice of conclusions (thông báo kết luận) in the body's register of outgoing documents.

    What it asks of whom is then read from there: demands as cards, a leader approves, duties come of it. Once a
    meeting. Raises MeetingRefused before attendance is confirmed, and for a text with a secrecy mark.
    """
    meeting = for_keeping(meeting_id, by=by, state=("held",))
    content = words(text, "Chưa nhập nội dung kết luận.", "noi_dung", most=200_000)
    here, day = installation(), local_day(now())
    subject = f"Kết luận của {meeting.chair.full_name} tại cuộc họp: {meeting.title}"
    number = nfc(number).strip()
    whole = rules.notice_text(
        meeting.body.name, number, here.name.split(" ", 1)[-1] if here else "", day, subject, content
    )
    try:
        document, fresh = records.document_once(
            meeting.body,
            whole,
            by=by,
            kind="thong_bao",
            number=number,
            issued_on=day,
            issuer=meeting.body.name,
            title=subject,
            signer=nfc(signer).strip() or meeting.chair.full_name,
        )
        if not fresh:
            raise MeetingRefused("Thông báo này đã có trong sổ.", "noi_dung")
        records.register(meeting.body, "di", document, by=by)
    except records.RecordsRefused as refused:
        raise MeetingRefused(refused.text, "noi_dung") from refused
    meeting.conclusion, meeting.concluded_at, meeting.state = document, now(), "concluded"
    meeting.save(update_fields=["conclusion", "concluded_at", "state"])
    write_entry(meeting, "conclude", by=by, payload={"document": document.pk, "number": number})
    return document
