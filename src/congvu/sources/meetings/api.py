"""Meetings for programs: calling, answering, attendance, replies, conclusions, counts by body."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kernel.org.models import Body, Person
from congvu.kit.api import (
    Answer,
    Id,
    In,
    LongText,
    Name,
    OneOf,
    Page,
    Paged,
    PathId,
    Problem,
    ShortText,
    page_of,
    scope,
)
from congvu.kit.clock import now
from congvu.sources.meetings import moves, queries, rules
from congvu.sources.meetings.models import Meeting
from congvu.sources.meetings.moves.attending import Mark

router = Router(tags=["Cuộc họp"])
Lines = Annotated[list[ShortText], Field(max_length=100)]
AnswerWord = Annotated[str, OneOf(*rules.ANSWERS)]
AttendanceWord = Annotated[str, OneOf(*rules.ATTENDANCE)]


class MeetingOut(Answer):
    """`state`: called, held (attendance confirmed), concluded, cancelled."""

    id: int
    code: str
    title: str
    body: BodyOut
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    chair: PersonOut
    secretary: PersonOut


class MeetingsPage(Paged):
    items: list[MeetingOut]


class InviteeOut(Answer):
    """`reason`, `late_minutes`, `reply` and `ruling` are empty for whom they do not concern."""

    id: int
    person: PersonOut
    body: BodyOut
    answer: str
    stand_in: PersonOut | None
    attendance: str
    reason: str
    late_minutes: int | None
    reply: str
    reply_state: str
    ruling: str


class MeetingFileOut(Answer):
    id: int
    name: str
    size: int


class MeetingDetail(Answer):
    """One meeting. `counts`: how many of each attendance; `conclusion`: its document."""

    meeting: MeetingOut
    note: str
    agenda: list[str]
    files: list[MeetingFileOut]
    invitees: list[InviteeOut]
    counts: dict[str, int]
    reply_until: datetime | None
    conclusion: int | None
    duties: list[int]
    keeps: bool


class CallMeetingIn(In):
    """`invited`: bodies, groups of bodies or persons by name, as a person would type them."""

    title: Annotated[str, Field(min_length=1, max_length=500)]
    body: Id | None = None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: Annotated[str, Field(min_length=1, max_length=500)]
    invited: Annotated[list[Name], Field(min_length=1, max_length=2_000)]
    agenda: Lines = []
    note: ShortText = ""
    chair: Id | None = None
    secretary: Id | None = None


class InvitationAnswerIn(In):
    """`reason` for away, `stand_in` for sends."""

    answer: AnswerWord
    reason: ShortText = ""
    stand_in: Id | None = None


class AttendanceMarkIn(In):
    invitee: Id
    attendance: AttendanceWord
    late_minutes: Annotated[int, Field(ge=1, le=999)] | None = None
    reason: ShortText = ""


class AttendanceIn(In):
    """`close`: the secretary confirms; then people may reply."""

    marks: Annotated[list[AttendanceMarkIn], Field(max_length=2_000)]
    close: bool = False


class AttendanceReplyIn(In):
    text: Annotated[str, Field(min_length=1, max_length=2_000)]


class ReplyRulingIn(In):
    """`accept` with the attendance that it becomes, or the reason why it stays."""

    invitee: Id
    accept: bool
    attendance: Annotated[str, OneOf("", *rules.ATTENDANCE)] = ""
    reason: ShortText = ""


class MeetingChangeIn(In):
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    place: Name | None = None
    note: ShortText | None = None


class CancelMeetingIn(In):
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class ConclusionIn(In):
    text: LongText
    number: Name = ""
    signer: Name = ""


class ConcludedOut(Answer):
    """The document in the register; read it by POST /documents/{id}/read."""

    document: int


class MeetingPeriod(Page):
    """Days of meetings, both included."""

    first: date
    last: date


class AttendanceOut(Answer):
    """Attendance of the people of one body; `contested` are absences under a reply, counted nowhere else."""

    body: BodyOut
    asked: int
    present: int
    late: int
    stand_in: int
    excused: int
    absent: int
    contested: int


def meeting_out(meeting: Meeting) -> MeetingOut:
    return MeetingOut(
        id=meeting.pk,
        code=meeting.code,
        title=meeting.title,
        body=body_out(meeting.body),
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        state=meeting.state,
        chair=person_out(meeting.chair),
        secretary=person_out(meeting.secretary),
    )


def _invitee_out(one: queries.InviteeRow) -> InviteeOut:
    row = one.row
    return InviteeOut(
        id=row.pk,
        person=person_out(row.person),
        body=body_out(row.body),
        answer=row.answer,
        stand_in=person_out(row.stand_in) if row.stand_in else None,
        attendance=row.attendance,
        reason=row.reason if one.private else "",
        late_minutes=row.late_minutes if one.private else None,
        reply=row.reply if one.private else "",
        reply_state=row.reply_state if one.private else "",
        ruling=row.ruling if one.private else "",
    )


def _detail(person: Person, meeting_id: int) -> MeetingDetail:
    page = queries.meeting_page(person, meeting_id)
    return MeetingDetail(
        meeting=meeting_out(page.meeting),
        note=page.meeting.note,
        agenda=[item.title for item in page.agenda],
        files=[MeetingFileOut(id=row.file_id, name=row.file.name, size=row.file.size) for row in page.files],
        invitees=[_invitee_out(one) for one in page.people],
        counts=page.counts,
        reply_until=page.meeting.reply_until,
        conclusion=page.meeting.conclusion_id,
        duties=[duty.pk for duty in page.duties],
        keeps=page.keeps,
    )


def _person(number: int | None) -> Person | None:
    return get_object_or_404(Person, pk=number) if number is not None else None


@router.get("/meetings", response=MeetingsPage, summary="Các cuộc họp được xem")
@scope("meetings:read")
def meetings(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of(queries.visible_to(person_of(request)), given, meeting_out)


@router.post("/meetings", response={201: MeetingDetail}, summary="Triệu tập cuộc họp")
@scope("meetings:write")
@once_per_key
def call(request: HttpRequest, given: CallMeetingIn) -> tuple[int, MeetingDetail]:
    """Mời đơn vị là mời người đứng đầu."""
    person = person_of(request)
    made = moves.call(
        by=person,
        title=given.title,
        body=get_object_or_404(Body, pk=given.body) if given.body else None,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        place=given.place,
        invited="\n".join(given.invited),
        agenda=given.agenda,
        note=given.note,
        chair=_person(given.chair),
        secretary=_person(given.secretary),
    )
    return 201, _detail(person, made.pk)


@router.get("/meetings/attendance", response=list[AttendanceOut], summary="Dự họp theo đơn vị trong kỳ")
@scope("meetings:read")
def by_unit(request: HttpRequest, given: Query[MeetingPeriod]) -> list[AttendanceOut]:
    """Của các đơn vị tôi đứng đầu; lần vắng đang có ý kiến chưa tính."""
    if given.last < given.first:
        raise Problem(422, "span", "Ngày cuối phải sau ngày đầu.")
    found = queries.attendance_by_unit(queries.answers_for(person_of(request), now()), given.first, given.last)
    return [
        AttendanceOut(
            body=body_out(row.body),
            asked=row.asked,
            present=row.present,
            late=row.late,
            stand_in=row.stand_in,
            excused=row.excused,
            absent=row.absent,
            contested=row.contested,
        )
        for row in found
    ]


@router.get("/meetings/{int:meeting_id}", response=MeetingDetail, summary="Một cuộc họp")
@scope("meetings:read")
def meeting(request: HttpRequest, meeting_id: PathId) -> MeetingDetail:
    """Thành phần, điểm danh, tài liệu, kết luận và các việc từ kết luận."""
    return _detail(person_of(request), meeting_id)


@router.post("/meetings/{int:meeting_id}/change", response=MeetingDetail, summary="Đổi giờ, nơi họp")
@scope("meetings:write")
@once_per_key
def change(request: HttpRequest, meeting_id: PathId, given: MeetingChangeIn) -> MeetingDetail:
    """Đổi giờ thì người được mời trả lời lại."""
    person = person_of(request)
    moves.change(
        meeting_id, by=person, starts_at=given.starts_at, ends_at=given.ends_at, place=given.place, note=given.note
    )
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/cancel", response=MeetingDetail, summary="Hủy cuộc họp")
@scope("meetings:write")
@once_per_key
def cancel(request: HttpRequest, meeting_id: PathId, given: CancelMeetingIn) -> MeetingDetail:
    """Có lý do."""
    person = person_of(request)
    moves.cancel(meeting_id, by=person, reason=given.reason)
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/files", response=MeetingDetail, summary="Thêm tài liệu")
@scope("meetings:write")
@once_per_key
def attach(request: HttpRequest, meeting_id: PathId, file: File[UploadedFile]) -> MeetingDetail:
    """Loại tệp nhận theo nội dung."""
    person = person_of(request)
    moves.attach(meeting_id, by=person, data=file.read(), name=file.name or "tep")
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/answer", response=MeetingDetail, summary="Trả lời giấy mời")
@scope("meetings:write")
@once_per_key
def answer(request: HttpRequest, meeting_id: PathId, given: InvitationAnswerIn) -> MeetingDetail:
    """Dự họp, cử người dự thay, hay vắng có lý do."""
    person = person_of(request)
    moves.answer(meeting_id, by=person, answer=given.answer, reason=given.reason, stand_in=_person(given.stand_in))
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/attendance", response=MeetingDetail, summary="Điểm danh")
@scope("meetings:write")
@once_per_key
def take_attendance(request: HttpRequest, meeting_id: PathId, given: AttendanceIn) -> MeetingDetail:
    """Chỉ chủ trì, thư ký, người triệu tập."""
    person = person_of(request)
    marks = {mark.invitee: Mark(mark.attendance, mark.late_minutes, mark.reason) for mark in given.marks}
    moves.take_attendance(meeting_id, by=person, marks=marks, close=given.close)
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/reply", response=MeetingDetail, summary="Ý kiến về điểm danh")
@scope("meetings:write")
@once_per_key
def reply(request: HttpRequest, meeting_id: PathId, given: AttendanceReplyIn) -> MeetingDetail:
    """Một lần, trong thời hạn; trong lúc xem xét, lần vắng chưa tính."""
    person = person_of(request)
    moves.reply(meeting_id, by=person, text=given.text)
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/ruling", response=MeetingDetail, summary="Xem xét ý kiến về điểm danh")
@scope("meetings:write")
@once_per_key
def rule_on_reply(request: HttpRequest, meeting_id: PathId, given: ReplyRulingIn) -> MeetingDetail:
    """Sửa điểm danh, hay giữ nguyên có lý do."""
    person = person_of(request)
    moves.rule_on_reply(
        meeting_id,
        by=person,
        invitee_id=given.invitee,
        accept=given.accept,
        attendance=given.attendance,
        reason=given.reason,
    )
    return _detail(person, meeting_id)


@router.post("/meetings/{int:meeting_id}/conclude", response=ConcludedOut, summary="Vào sổ thông báo kết luận")
@scope("meetings:write")
@once_per_key
def conclude(request: HttpRequest, meeting_id: PathId, given: ConclusionIn) -> ConcludedOut:
    """Rồi đọc văn bản ấy để giao từng việc."""
    document = moves.conclude(
        meeting_id, by=person_of(request), text=given.text, number=given.number, signer=given.signer
    )
    return ConcludedOut(document=document.pk)
