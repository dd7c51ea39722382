"""Ending an appointment: what lies on it and to whom that passes, said before anything is done."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from congvu.faces.web.organisation.acting import Wrong, allowed, moment, told
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org import queries
from congvu.kernel.org.models import Appointment, Person
from congvu.kernel.org.moves import OrgRefused
from congvu.kit import clock, dates
from congvu.kit.vietnamese import nfc


@dataclass
class Leaving:
    """An appointment to be ended: what lies on it, and to whom that passes."""

    row: Appointment
    held: int
    receiver: queries.Seat | None
    last: bool
    reason: str = ""
    at: str = ""
    error: str = ""


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End an appointment now or at a given hour; in the same transaction its open duties pass on."""
    by = allowed("structure", request)
    row = get_object_or_404(Appointment.objects.select_related("person", "post__body"), pk=appointment_id)
    leaving = _leaving(row)
    if request.method == "POST":
        leaving.reason = nfc(request.POST.get("reason", "")).strip()[:2000]
        leaving.at = request.POST.get("at", "").strip()
        try:
            text = _end(leaving, by)
        except (MoveRefused, OrgRefused, Wrong) as refused:
            leaving.error = told(refused)
        else:
            messages.success(request, text)
            return redirect("org:body", row.post.body_id)
    return render(request, "organisation/leaving.html", {"it": leaving}, status=422 if leaving.error else 200)


def _leaving(row: Appointment) -> Leaving:
    now = clock.now()
    others = row.person.appointments.exclude(pk=row.pk).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return Leaving(
        row,
        held=Duty.objects.filter(holder=row.person, holder_post=row.post, state__in=OPEN).count(),
        receiver=queries.stand_in_for(row.post, now, without=(row.person_id,)),
        last=not others.exists() and not row.person.is_administrator,
    )


def _end(leaving: Leaving, by: Person) -> str:
    """Ends it; gives the sentence that says what happened."""
    row = leaving.row
    if not leaving.reason:
        raise Wrong(_("Chưa nhập lý do, căn cứ."), "reason")
    at = _to_come(leaving.at)
    count = duties.end_appointment(row.pk, by=by, at=at, reason=leaving.reason)
    who = {"who": dates.capital(f"{row.person.courtesy} {row.person.full_name}"), "post": str(row.post)}
    if at is not None and at > clock.now():
        return _("%(who)s thôi giữ vị trí %(post)s từ %(at)s.") % (who | {"at": dates.moment_text(at, "sentence")})
    done = _("%(who)s đã thôi giữ vị trí %(post)s.") % who
    passed = ngettext("%(n)d việc đã chuyển.", "%(n)d việc đã chuyển.", count) % {"n": count}
    return f"{done} {passed}" if count else done


def _to_come(text: str) -> datetime | None:
    at = moment(text, "at")
    if at is not None and at < clock.now():
        raise Wrong(_("Thời điểm này đã qua. Để trống nếu thôi giữ ngay bây giờ."), "at")
    return at
