"""Sự cố hệ thống: the registered faults of the machine, whose time counts against nobody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Outage
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.web.calendar import person_of
from congvu.kit import dates

SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """All of them for everybody; the administrator registers another here."""
    person, error = person_of(request), ""
    if request.method == "POST":
        given = request.POST
        try:
            moves.register_outage(
                starts_at=dates.typed_moment(given.get("starts_at", "")),
                ends_at=dates.typed_moment(given.get("ends_at", "")),
                what=given.get("what", "")[:500],
                instrument=given.get("instrument", "")[:500],
                by=person,
            )
            messages.success(request, _("Đã ghi nhận sự cố; thời gian này không tính cho ai."))
            return redirect("calendar:outages")
        except MoveRefused as refused:
            error = _(refused.refusal.text)
        except ValueError as unread:
            error = str(unread)
    rows = Outage.objects.select_related("registered_by").order_by("-starts_at", "-pk")
    context = {
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("trang")),
        "registers": person.is_administrator,
        "given": request.POST,
        "error": error,
    }
    return render(request, "duties/outages.html", context, status=422 if error else 200)
