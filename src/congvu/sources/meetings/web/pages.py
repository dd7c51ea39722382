"""The pages of meetings: what is near, calling one, one meeting, its attendance and conclusions, absences of bodies."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.org.queries import bodies_on
from congvu.kernel.records import queries as records
from congvu.kit.clock import local_day, now, today
from congvu.sources.meetings import moves, queries, rules
from congvu.sources.meetings.models import Invitee, Meeting, MeetingFile
from congvu.sources.meetings.moves import MeetingRefused
from congvu.sources.meetings.moves.attending import Mark
from congvu.sources.meetings.web.given import moment, named, number, person_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What I have to answer or keep, what is near, what was."""
    page = queries.home(person_of(request), page=number(request.GET.get("trang", "")) or 1)
    return render(request, "meetings/home.html", {"page": page, "now": now()})


@login_required
def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting; a refusal keeps everything typed."""
    me, at = person_of(request), now()
    bodies = queries.calling_bodies(me, at)
    if not bodies:
        raise Http404
    context: dict[str, Any] = {
        "bodies": bodies,
        "names": list(bodies_on(local_day(at)).values_list("name", flat=True)),
        "given": request.POST,
    }
    if request.method != "POST":
        return render(request, "meetings/call.html", context)
    given = request.POST
    try:
        meeting = moves.call(
            by=me,
            title=given.get("ten", ""),
            body=next((body for body in bodies if str(body.pk) == given.get("co_quan", "")), None),
            starts_at=moment(given.get("bat_dau", ""), "bat_dau"),
            ends_at=moment(given.get("ket_thuc", ""), "ket_thuc"),
            place=given.get("dia_diem", ""),
            invited=given.get("moi", ""),
            agenda=given.get("noi_dung", "").splitlines(),
            note=given.get("chuan_bi", ""),
            chair=named(given.get("chu_tri", ""), "chu_tri"),
            secretary=named(given.get("thu_ky", ""), "thu_ky"),
        )
    except MeetingRefused as refused:
        context |= {"error": refused.text, "field": refused.field}
        return render(request, "meetings/call.html", context, status=422)
    messages.success(request, _("Đã triệu tập cuộc họp; người được mời thấy trong bản tin và ở trang Họp."))
    return redirect("meetings:page", meeting.pk)


@login_required
@require_GET
def show(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting."""
    return show_meeting(request, meeting_id)


def page_of(request: HttpRequest, meeting_id: int) -> queries.MeetingPage:
    """The page as the person who is signed in may see it; the unseen is 404."""
    try:
        return queries.meeting_page(person_of(request), meeting_id)
    except Meeting.DoesNotExist:
        raise Http404 from None


def show_meeting(
    request: HttpRequest, meeting_id: int, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    """The page, after a refusal with what was typed still in the fields."""
    page = page_of(request, meeting_id)
    context = {
        "page": page,
        "meeting": page.meeting,
        "answers": rules.ANSWERS.items(),
        "attendance": rules.ATTENDANCE.items(),
        "error": error,
        "field": field,
        "given": request.POST,
        "print": "ban-in" in request.GET,
    }
    return render(request, "meetings/page.html", context, status=status)


@login_required
def attendance(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The secretary's list: who came. What people said beforehand stands in it already."""
    page = page_of(request, meeting_id)
    if not page.keeps:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        close = request.POST.get("xac_nhan") == "1"
        try:
            moves.take_attendance(meeting_id, by=person_of(request), marks=_marks(request, page), close=close)
            messages.success(request, _("Đã xác nhận điểm danh.") if close else _("Đã lưu."))
            return redirect("meetings:page" if close else "meetings:attendance", meeting_id)
        except MeetingRefused as refused:
            error, status = refused.text, 422
        except Invitee.DoesNotExist:
            raise Http404 from None
    rows = [(one, _typed(request, one)) for one in page.people]
    context = {"page": page, "meeting": page.meeting, "rows": rows, "choices": rules.ATTENDANCE.items()}
    return render(request, "meetings/attendance.html", context | {"error": error}, status=status)


def _typed(request: HttpRequest, one: queries.InviteeRow) -> dict[str, object]:
    """What stands in the fields of one person: what was typed, else what is written, else what he said beforehand."""
    pk = one.row.pk
    return {
        "attendance": request.POST.get(f"dd_{pk}", one.offered),
        "minutes": request.POST.get(f"phut_{pk}", one.row.late_minutes or ""),
        "reason": request.POST.get(f"ly_do_{pk}", one.row.reason),
    }


def _marks(request: HttpRequest, page: queries.MeetingPage) -> dict[int, Mark]:
    marks = {}
    for one in page.people:
        chosen = request.POST.get(f"dd_{one.row.pk}", "")
        if chosen:
            minutes = request.POST.get(f"phut_{one.row.pk}", "").strip()
            reason = request.POST.get(f"ly_do_{one.row.pk}", "")
            marks[one.row.pk] = Mark(chosen, (number(minutes) or 0) if minutes else None, reason)
    return marks


@login_required
def conclude(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The notice of conclusions: entered as an outgoing document, then read like any directive."""
    page = page_of(request, meeting_id)
    if not page.keeps:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        given = request.POST
        try:
            moves.conclude(
                meeting_id,
                by=person_of(request),
                text=given.get("noi_dung", ""),
                number=given.get("so", ""),
                signer=given.get("nguoi_ky", ""),
            )
            messages.success(request, _("Đã vào sổ thông báo kết luận. Đọc văn bản để giao từng việc."))
            return redirect("meetings:page", meeting_id)
        except MeetingRefused as refused:
            error, status = refused.text, 422
    context = {"page": page, "meeting": page.meeting, "given": request.POST, "error": error}
    return render(request, "meetings/conclude.html", context, status=status)


@login_required
@require_GET
def download(request: HttpRequest, meeting_id: int, file_id: int) -> HttpResponse:
    """A paper of a meeting. Never shown inside a page: it came from outside."""
    page = page_of(request, meeting_id)
    row = MeetingFile.objects.select_related("file").filter(meeting=page.meeting, file=file_id).first()
    if row is None:
        raise Http404
    response = HttpResponse(records.read_file(row.file), content_type=row.file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """Attendance of the bodies I lead in a period, by body; each number opens its rows."""
    me, day = person_of(request), today()
    bodies = queries.answers_for(me, now())
    first = _day(request.GET.get("tu", "")) or day.replace(day=1)
    last = _day(request.GET.get("den", "")) or day
    units = queries.attendance_by_unit(bodies, first, last) if first <= last else []
    rows = queries.absences(bodies, first, last) if first <= last else []
    context = {"units": units, "rows": rows, "first": first, "last": last, "leads": bodies.exists()}
    return render(request, "meetings/absences.html", context, status=200 if first <= last else 422)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
