"""Quán triệt for programs: what a person has to read, his confirmation, questions and answers, figures by body."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kernel.org.models import Person
from congvu.kit.api import Answer, Id, In, PathId, ShortText, scope
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import ReaderQuestion

router = Router(tags=["Quán triệt"])
Words = Annotated[str, Field(min_length=1, max_length=5_000)]


class ToReadOut(Answer):
    """A directive that waits to be read."""

    reading: int
    label: str
    due_at: datetime | None


class ReaderQuestionOut(Answer):
    """`asker` is null for other readers: they see for which body it was asked."""

    id: int
    text: str
    body: BodyOut
    asker: PersonOut | None
    asked_at: datetime
    answerer: PersonOut
    due_at: datetime
    answer: str
    answered_at: datetime | None


class ReadUnitOut(Answer):
    """How far a body has read; `left` are those who have not confirmed, body by body, by the alphabet."""

    body: BodyOut
    asked: int
    confirmed: int
    duty: int | None
    left: list[PersonOut]


class ReadersOut(Answer):
    """A directive for its readers. `units` only for who leads or handles."""

    reading: int
    label: str
    text: str
    clauses: list[str]
    reads_for: BodyOut | None
    due_at: datetime | None
    confirmed_at: datetime | None
    questions: list[ReaderQuestionOut]
    units: list[ReadUnitOut]


class ConfirmedOut(Answer):
    reading: int
    confirmed_at: datetime


class ReaderWordsIn(In):
    text: Words


class PassQuestionIn(In):
    """Who can answer instead, and why."""

    to: Id
    reason: Words


class HandInReadIn(In):
    """`reason`: needed while somebody has not confirmed."""

    body: Id
    reason: ShortText = ""


class HandedInOut(Answer):
    duty_state: str


class VerifiedReadOut(Answer):
    verified: int


def _question_out(row: ReaderQuestion, person: Person) -> ReaderQuestionOut:
    knows = person.pk in (row.person_id, row.answerer_id)
    return ReaderQuestionOut(
        id=row.pk,
        text=row.text,
        body=body_out(row.body),
        asker=person_out(row.person) if knows else None,
        asked_at=row.asked_at,
        answerer=person_out(row.answerer),
        due_at=row.due_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _unit_out(row: queries.UnitRow) -> ReadUnitOut:
    return ReadUnitOut(
        body=body_out(row.body),
        asked=row.asked,
        confirmed=row.confirmed,
        duty=row.duty.pk if row.duty else None,
        left=[person_out(reader.person) for reader in row.readers if reader.confirmed_at is None],
    )


@router.get("/acknowledgements", response=list[ToReadOut], summary="Văn bản chờ tôi đọc và xác nhận")
@scope("directives:read")
def to_read(request: HttpRequest) -> list[ToReadOut]:
    """Hạn gần nhất trước."""
    found = queries.to_read(person_of(request))
    return [
        ToReadOut(reading=one.reading.pk, label=queries.short_label(one.reading), due_at=one.due_at) for one in found
    ]


@router.get("/readings/{int:reading_id}/readers", response=ReadersOut, summary="Văn bản, hỏi đáp, ai đã đọc")
@scope("directives:read")
def readers(request: HttpRequest, reading_id: PathId) -> ReadersOut:
    """Người được giao quán triệt đọc toàn văn; người đứng đầu thấy số người của đơn vị mình."""
    person = person_of(request)
    page = queries.readers_page(person, reading_id)
    return ReadersOut(
        reading=reading_id,
        label=page.label,
        text=page.reading.document.text,
        clauses=list(page.clauses),
        reads_for=body_out(page.unit) if page.unit else None,
        due_at=page.due_at,
        confirmed_at=page.confirmed_at,
        questions=[_question_out(row, person) for row in page.questions],
        units=[_unit_out(row) for row in page.rows],
    )


@router.post("/readings/{int:reading_id}/acknowledge", response=ConfirmedOut, summary="Đã đọc và quán triệt")
@scope("directives:write")
@once_per_key
def acknowledge(request: HttpRequest, reading_id: PathId) -> ConfirmedOut:
    """Một lần cho mỗi người; gọi lại không đổi gì."""
    row = moves.acknowledge(reading_id, by=person_of(request))
    return ConfirmedOut(reading=reading_id, confirmed_at=row.at)


@router.post("/readings/{int:reading_id}/questions", response=ReaderQuestionOut, summary="Hỏi chỗ chưa rõ")
@scope("directives:write")
@once_per_key
def ask(request: HttpRequest, reading_id: PathId, given: ReaderWordsIn) -> ReaderQuestionOut:
    """Một người được nêu tên trả lời trong thời hạn."""
    person = person_of(request)
    return _question_out(moves.ask(reading_id, by=person, text=given.text), person)


@router.post("/questions/{int:question_id}/answer", response=ReaderQuestionOut, summary="Trả lời")
@scope("directives:write")
@once_per_key
def answer(request: HttpRequest, question_id: PathId, given: ReaderWordsIn) -> ReaderQuestionOut:
    """Chỉ người được nêu tên; mọi người đọc văn bản đều thấy."""
    person = person_of(request)
    return _question_out(moves.answer(question_id, by=person, text=given.text), person)


@router.post("/questions/{int:question_id}/pass", response=ReaderQuestionOut, summary="Chuyển người khác trả lời")
@scope("directives:write")
@once_per_key
def pass_question(request: HttpRequest, question_id: PathId, given: PassQuestionIn) -> ReaderQuestionOut:
    """Có lý do; thời hạn tính lại cho người mới."""
    person = person_of(request)
    to = get_object_or_404(Person, pk=given.to)
    return _question_out(moves.pass_question(question_id, by=person, to=to, reason=given.reason), person)


@router.post("/readings/{int:reading_id}/hand-in", response=HandedInOut, summary="Nộp kết quả quán triệt của đơn vị")
@scope("directives:write")
@once_per_key
def hand_in(request: HttpRequest, reading_id: PathId, given: HandInReadIn) -> HandedInOut:
    """Con số lấy từ xác nhận của từng người."""
    moved = moves.hand_in_reading(reading_id, by=person_of(request), unit_id=given.body, reason=given.reason)
    return HandedInOut(duty_state=moved.state)


@router.post("/readings/{int:reading_id}/verify-read", response=VerifiedReadOut, summary="Nghiệm thu các đơn vị đã đủ")
@scope("directives:write")
@once_per_key
def verify_read(request: HttpRequest, reading_id: PathId) -> VerifiedReadOut:
    """Mọi đơn vị mà ai cũng đã xác nhận và đang chờ đồng chí nghiệm thu."""
    return VerifiedReadOut(verified=moves.verify_read(reading_id, by=person_of(request)))
