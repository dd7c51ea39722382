"""Bản tin: what I was told, how I want to be told, and for the administrator how the mail goes out."""

from datetime import time
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu.kernel.notices import moves, queries
from congvu.kernel.notices.models import Notice
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The newest digest open, what came since and before as a list."""
    person = person_of(request)
    rows = list(queries.notices_of(person)[: queries.KEPT])
    newest = next((row for row in rows if row.kind == "digest"), rows[0] if rows else None)
    context = {
        "newest": newest,
        "sections": sections(newest) if newest else [],
        "others": [row for row in rows if row != newest],
        "times": [f"{at:%H:%M}" for at in queries.digest_times().values()],
    }
    return render(request, "notices/home.html", context)


@login_required
@require_GET
def show(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One message, as it was told; another's is not found."""
    notice = get_object_or_404(queries.notices_of(person_of(request)), pk=notice_id)
    return render(request, "notices/show.html", {"notice": notice, "sections": sections(notice)})


def sections(notice: Notice) -> list[tuple[str, list[dict[str, Any]]]]:
    """Its lines under their headings, in the order told."""
    return [(title, list(lines)) for title, lines in groupby(notice.lines, key=lambda line: line["section"])]


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which digests, by mail or not, and the quiet hours."""
    person = person_of(request)
    wish, error = queries.preference_of(person), ""
    if request.method == "POST":
        data = request.POST
        given = {name: name in data for name in ("by_mail", "instant", "morning", "afternoon")}
        try:
            moves.set_preference(
                person, by_mail=given["by_mail"], instant=given["instant"], morning=given["morning"],
                afternoon=given["afternoon"], quiet_from=_hour(data.get("quiet_from", "")),
                quiet_until=_hour(data.get("quiet_until", "")),
            )  # fmt: skip
        except (Refused, ValueError) as refused:
            error = _(str(refused))
            for name, value in given.items():
                setattr(wish, name, value)
        else:
            messages.success(request, _("Đã ghi cách nhận tin."))
            return redirect("notices:preferences")
    context = {
        "wish": wish,
        "error": error,
        "state": queries.mail_state() if person.is_administrator else None,
        "times": [f"{at:%H:%M}" for at in queries.digest_times().values()],
        "mail": queries.mail_state().configured,
    }
    return render(request, "notices/preferences.html", context, status=422 if error else 200)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError("Giờ viết theo dạng 18:00.") from None


@login_required
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """For the administrator: how much waits, what fails and when it is tried again; no content."""
    if not person_of(request).is_administrator:
        raise PermissionDenied(_("Trang này dành cho quản trị viên."))
    return render(request, "notices/mail.html", {"state": queries.mail_state()})
