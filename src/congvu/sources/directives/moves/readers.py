"""Quán triệt: each person reads, asks, confirms; a body's duty of passing on takes its figure from their acts."""

from datetime import datetime

from django.db import transaction

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.moves.limits import window
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import heads_above, main_seat
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries
from congvu.sources.directives.models import Acknowledgement, ReaderQuestion, Reading
from congvu.sources.directives.moves.entries import DirectiveRefused, write_entry
from congvu.sources.directives.queries import Reader

LONGEST = 5_000


@transaction.atomic
def acknowledge(reading_id: int, *, by: Person) -> Acknowledgement:
    """One act a person for all that a directive asks to pass on; a second press changes nothing.

    Whoever holds his body's duty of passing on and is the last of it to confirm hands it in by this act.
    """
    moment = now()
    reading, unit_id = queries.find_asked(by, reading_id, at=moment)
    seat = main_seat(by, moment)
    if unit_id is None or seat is None:
        raise DirectiveRefused("Văn bản này không giao đồng chí quán triệt.")
    row, fresh = Acknowledgement.objects.get_or_create(
        reading=reading, person=by, defaults={"body": seat.body, "at": moment}
    )
    if fresh:
        write_entry(reading, "acknowledge", by=by, payload={"body": seat.body.pk})
        duty = queries.duties_of([(reading_id, unit_id)]).get(queries.origin_key(reading_id, unit_id))
        if duty is not None and duty.holder_id == by.pk and duty.state in ("assigned", "in_hand"):
            readers = _readers(reading, unit_id, moment)
            if all(reader.confirmed_at for reader in readers):
                _hand_in(duty, readers, by, "")
    return row


def _readers(reading: Reading, unit_id: int, at: datetime) -> list[Reader]:
    found = queries.readers_of([reading.pk], at=at, within=[unit_id])[reading.pk]
    return [reader for reader in found if reader.unit_id == unit_id]


@transaction.atomic
def hand_in_reading(reading_id: int, *, by: Person, unit_id: int, reason: str = "") -> duties.Moved:
    """Hand in a body's duty of passing on with the figure that its people's acts give; nothing is typed.

    While somebody has not confirmed, only with the reason why (on leave, away for study). Refused to all but its
    holder.
    """
    moment = now()
    reading, _unit = queries.find_asked(by, reading_id, at=moment)
    duty = queries.duties_of([(reading_id, unit_id)]).get(queries.origin_key(reading_id, unit_id))
    if duty is None or duty.holder_id != by.pk:
        raise DirectiveRefused("Chỉ người đang giữ việc quán triệt của đơn vị được nộp kết quả.")
    readers = _readers(reading, unit_id, moment)
    left = sum(reader.confirmed_at is None for reader in readers)
    reason = nfc(reason).strip()
    if left and not reason:
        raise DirectiveRefused(f"Còn {left} người chưa xác nhận. Nêu lý do nếu vẫn nộp.", "ly_do")
    return _hand_in(duty, readers, by, reason)


def _hand_in(duty: Duty, readers: list[Reader], by: Person, reason: str) -> duties.Moved:
    confirmed = [reader.confirmed_at for reader in readers if reader.confirmed_at]
    product = f"{len(confirmed)}/{len(readers)} người đã đọc và xác nhận."
    if reason:
        product += f" Chưa xác nhận: {len(readers) - len(confirmed)} người, lý do: {reason}"
    try:
        if duty.state == "assigned":
            duties.move("accept", duty_id=duty.pk, by=by, given={})
        return duties.move("complete", duty_id=duty.pk, by=by, given={"product": product})
    except MoveRefused as refused:
        raise DirectiveRefused(str(refused)) from refused


@transaction.atomic
def verify_read(reading_id: int, *, by: Person) -> int:
    """Verify at once the duties of all bodies whose people have confirmed without exception; returns how many."""
    page = queries.readers_page(by, reading_id)
    if not page.to_verify:
        raise DirectiveRefused("Không có đơn vị nào đã đủ người xác nhận mà chờ đồng chí nghiệm thu.")
    try:
        for duty in page.to_verify:
            duties.move("verify", duty_id=duty.pk, by=by, given={})
    except MoveRefused as refused:
        raise DirectiveRefused(str(refused)) from refused
    return len(page.to_verify)


@transaction.atomic
def ask(reading_id: int, *, by: Person, text: str) -> ReaderQuestion:
    """Ask what one does not understand; a named person answers within `answer_reader_within`.

    That is who holds the duty of passing on in the asker's body, else the nearest head above him who is not himself,
    else who prepared the directive.
    """
    moment = now()
    reading, unit_id = queries.find_asked(by, reading_id, at=moment)
    text = _words(text, "Chưa nhập câu hỏi.", "cau_hoi")
    if unit_id is None:
        raise DirectiveRefused("Văn bản này không giao đồng chí quán triệt nên không hỏi ở đây.")
    answerer = _answerer(reading, unit_id, by, moment)
    row = ReaderQuestion.objects.create(
        reading=reading,
        person=by,
        body_id=unit_id,
        text=text,
        asked_at=moment,
        due_at=window("answer_reader_within", moment),
        answerer=answerer,
    )
    payload = {"question": row.pk, "body": unit_id, "answerer": answerer.pk}
    write_entry(reading, "ask", by=by, payload=payload, texts={"question": text})
    return row


def _answerer(reading: Reading, unit_id: int, asker: Person, at: datetime) -> Person:
    duty = queries.duties_of([(reading.pk, unit_id)]).get(queries.origin_key(reading.pk, unit_id))
    if duty is not None and duty.state in OPEN and duty.holder is not None and duty.holder_id != asker.pk:
        return duty.holder
    above = heads_above(Body.objects.get(pk=unit_id), at)
    return next((seat.person for seat in above if seat.person.pk != asker.pk), reading.prepared_by)


def _words(text: str, empty: str, field: str) -> str:
    words = nfc(text).strip()
    if not words:
        raise DirectiveRefused(empty, field)
    if len(words) > LONGEST:
        raise DirectiveRefused(f"Dài quá: tối đa {LONGEST} ký tự.", field)
    return words


def _question(question_id: int, by: Person) -> ReaderQuestion:
    row = ReaderQuestion.objects.select_for_update().select_related("reading").get(pk=question_id)
    if row.answerer_id != by.pk:
        try:  # who may not even see the directive does not learn that there is a question
            queries.find_asked(by, row.reading_id)
        except Reading.DoesNotExist:
            raise ReaderQuestion.DoesNotExist(question_id) from None
        raise DirectiveRefused("Chỉ người được nêu tên trả lời câu hỏi này.")
    return row


@transaction.atomic
def answer(question_id: int, *, by: Person, text: str) -> ReaderQuestion:
    """Answer a reader; every reader of the directive sees it. Written again it replaces the words, and says so."""
    row = _question(question_id, by)
    row.answer = _words(text, "Chưa nhập câu trả lời.", "tra_loi")
    row.answered_at = now()
    row.save(update_fields=["answer", "answered_at"])
    write_entry(row.reading, "answer", by=by, payload={"question": row.pk}, texts={"answer": row.answer})
    return row


@transaction.atomic
def pass_question(question_id: int, *, by: Person, to: Person, reason: str) -> ReaderQuestion:
    """Name somebody else who can answer, with the reason; the limit counts anew for him."""
    row = _question(question_id, by)
    reason = _words(reason, "Chưa nêu lý do chuyển câu hỏi.", "ly_do")
    if row.answered_at is not None:
        raise DirectiveRefused("Câu hỏi này đã được trả lời.")
    if to.pk in (by.pk, row.person_id):
        raise DirectiveRefused("Chọn người khác, không phải chính mình hay người hỏi.", "nguoi")
    moment = now()
    if main_seat(to, moment) is None:
        raise DirectiveRefused(f"{to.full_name} không giữ vị trí nào nên không trả lời được.", "nguoi")
    row.answerer, row.due_at = to, window("answer_reader_within", moment)
    row.save(update_fields=["answerer", "due_at"])
    payload = {"question": row.pk, "from": by.pk, "to": to.pk}
    write_entry(row.reading, "pass_question", by=by, payload=payload, texts={"reason": reason})
    return row
