"""Entering an incoming document: a file or pasted text, one attachment of a letter, a scan in the background."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.kernel.org.models import Person
from congvu.kernel.records import held
from congvu.kit.work.models import Job
from congvu.sources.directives import moves, queries
from congvu.sources.directives.moves import DirectiveRefused, Entered
from congvu.sources.directives.web.pages import person_of


@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an incoming document: drop a file or paste its text."""
    me = person_of(request)
    given: dict[str, Any] = {"limit_mb": settings.MAX_UPLOAD_BYTES // 1024 // 1024, "body": queries.handled_body(me)}
    if request.method != "POST":
        return render(request, "directives/enter.html", given | _waiting(request, me))
    upload = request.FILES.get("tep")
    if upload is not None and upload.size and upload.size > settings.MAX_UPLOAD_BYTES:
        error = _("Tệp lớn hơn %(limit)s MB. Hãy nén hoặc chia nhỏ rồi gửi lại.") % {"limit": given["limit_mb"]}
        return render(request, "directives/enter.html", {**given, "error": error}, status=422)
    key = request.POST.get("giu", "")
    file = (upload.read(), upload.name or "") if upload is not None else held.held(key, by=me)
    try:
        came = _entered(request, me, file)
    except DirectiveRefused as refused:
        given |= _refused(request, refused)
        if file is not None and (refused.choices or refused.field == "so"):
            given["kept"] = (held.hold(*file, by=me) if upload is not None else key, file[1])
        else:
            held.drop(key, by=me)
        return render(request, "directives/enter.html", given, status=422)
    held.drop(key, by=me)
    if isinstance(came, Job):
        return redirect("work:job", came.pk)
    if not came.new:
        messages.info(request, _("Văn bản này đã có trong sổ; mở lại bản đã đọc, không tạo gì thêm."))
    for warning in came.warnings:
        messages.warning(request, warning)
    return redirect("directives:reading", came.reading.pk)


def _waiting(request: HttpRequest, me: Person) -> dict[str, Any]:
    """A scan that was recognised and bears the number of a known document: the clerk decides, the file is here."""
    key = request.GET.get("giu", "")
    file = held.held(key, by=me)
    if file is None:
        return {}
    error = _("Trong sổ đã có văn bản cùng số với bản quét này. Nếu đây là văn bản khác, đánh dấu “vẫn vào sổ”.")
    return {"kept": (key, file[1]), "ask_same": True, "error": error}


def _entered(request: HttpRequest, me: Person, file: tuple[bytes, str] | None) -> Entered | Job:
    rehearsal = request.POST.get("dien_tap") == "1"
    same_number = request.POST.get("van_vao_so") == "1"
    if file is None:
        text = request.POST.get("van_ban", "")
        return moves.enter(by=me, text=text, rehearsal=rehearsal, same_number=same_number)
    data, name = file
    attachment = request.POST.get("dinh_kem", "")
    return moves.receive(
        by=me, data=data, name=name, attachment=attachment, rehearsal=rehearsal, same_number=same_number
    )


def _refused(request: HttpRequest, refused: DirectiveRefused) -> dict[str, Any]:
    return {
        "error": refused.text,
        "existing": refused.existing,
        "choices": refused.choices,
        "text": request.POST.get("van_ban", ""),
        "rehearsal": request.POST.get("dien_tap") == "1",
        "ask_same": refused.field == "so",
    }
