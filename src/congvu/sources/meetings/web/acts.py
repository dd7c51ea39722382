"""What may be pressed on the page of a meeting: each verb parses its fields, calls its move and says what happened."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.sources.meetings import moves
from congvu.sources.meetings.models import Invitee, Meeting, MeetingFile
from congvu.sources.meetings.moves import MeetingRefused
from congvu.sources.meetings.web.given import moment, named, number, person_of
from congvu.sources.meetings.web.pages import show_meeting


@login_required
@require_POST
def act(request: HttpRequest, meeting_id: int, verb: str) -> HttpResponse:
    """Do one verb, then show the page; a refusal keeps what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        said = do(request, meeting_id)
    except (Meeting.DoesNotExist, Invitee.DoesNotExist, MeetingFile.DoesNotExist):
        raise Http404 from None
    except MeetingRefused as refused:
        return show_meeting(request, meeting_id, error=refused.text, field=refused.field, status=422)
    messages.success(request, said)
    return redirect("meetings:page", meeting_id)


def _answer(request: HttpRequest, meeting_id: int) -> str:
    given = request.POST
    stand_in = named(given.get("du_thay", ""), "du_thay") if given.get("tra_loi") == "sends" else None
    moves.answer(
        meeting_id,
        by=person_of(request),
        answer=given.get("tra_loi", ""),
        reason=given.get("ly_do", ""),
        stand_in=stand_in,
    )
    return _("Đã ghi trả lời của đồng chí.")


def _reply(request: HttpRequest, meeting_id: int) -> str:
    moves.reply(meeting_id, by=person_of(request), text=request.POST.get("y_kien", ""))
    return _("Đã ghi ý kiến; trong lúc xem xét, lần vắng này chưa tính.")


def _rule(request: HttpRequest, meeting_id: int) -> str:
    given = request.POST
    moves.rule_on_reply(
        meeting_id,
        by=person_of(request),
        invitee_id=number(given.get("nguoi", "")) or 0,
        accept=given.get("ket_qua") == "sua",
        attendance=given.get("diem_danh", ""),
        reason=given.get("ly_do", ""),
    )
    return _("Đã xem xét ý kiến.")


def _invite(request: HttpRequest, meeting_id: int) -> str:
    count = moves.invite(meeting_id, by=person_of(request), invited=request.POST.get("moi", ""))
    return ngettext("Đã mời thêm %(n)d người.", "Đã mời thêm %(n)d người.", count) % {"n": count}


def _uninvite(request: HttpRequest, meeting_id: int) -> str:
    invitee = number(request.POST.get("nguoi", "")) or 0
    moves.uninvite(meeting_id, by=person_of(request), invitee_id=invitee, reason=request.POST.get("ly_do", ""))
    return _("Đã bỏ khỏi danh sách mời.")


def _change(request: HttpRequest, meeting_id: int) -> str:
    given = request.POST
    moves.change(
        meeting_id,
        by=person_of(request),
        starts_at=moment(given.get("bat_dau", ""), "bat_dau"),
        ends_at=moment(given.get("ket_thuc", ""), "ket_thuc"),
        place=given.get("dia_diem", ""),
        note=given.get("chuan_bi"),
    )
    return _("Đã đổi; người được mời được báo trong bản tin.")


def _cancel(request: HttpRequest, meeting_id: int) -> str:
    moves.cancel(meeting_id, by=person_of(request), reason=request.POST.get("ly_do", ""))
    return _("Đã hủy cuộc họp.")


def _attach(request: HttpRequest, meeting_id: int) -> str:
    upload = request.FILES.get("tep")
    if not isinstance(upload, UploadedFile):
        raise MeetingRefused(_("Chưa chọn tệp."), "tep")
    if upload.size and upload.size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        raise MeetingRefused(
            _("Tệp lớn hơn %(limit)s MB. Hãy nén hoặc chia nhỏ rồi gửi lại.") % {"limit": limit}, "tep"
        )
    moves.attach(meeting_id, by=person_of(request), data=upload.read(), name=upload.name or "tep")
    return _("Đã thêm tài liệu.")


def _detach(request: HttpRequest, meeting_id: int) -> str:
    moves.detach(meeting_id, by=person_of(request), file_id=number(request.POST.get("tep", "")) or 0)
    return _("Đã bỏ tài liệu khỏi cuộc họp.")


ACTS: dict[str, Callable[[HttpRequest, int], str]] = {
    "tra-loi": _answer,
    "y-kien": _reply,
    "xem-xet": _rule,
    "moi-them": _invite,
    "bo-moi": _uninvite,
    "doi": _change,
    "huy": _cancel,
    "tai-lieu": _attach,
    "bo-tai-lieu": _detach,
}
