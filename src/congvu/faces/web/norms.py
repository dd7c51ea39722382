"""Thời hạn của các bước: the working regulation as it is in force here, who confirmed each row, and setting one."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from congvu.kernel.org import moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit import clock

UNITS = {
    "working_days": gettext_noop("ngày làm việc"),
    "days": gettext_noop("ngày"),
    "working_hours": gettext_noop("giờ làm việc"),
    "hours": gettext_noop("giờ"),
    "yes_no": gettext_noop("1 là có, 0 là không"),
}


@login_required
@require_http_methods(["GET", "POST"])
def norms(request: HttpRequest) -> HttpResponse:
    """Everybody reads the list; a person who may sets one row by its instrument."""
    person = request.user
    assert isinstance(person, Person)
    now = clock.now()
    day = clock.local_day(now)
    may_set = org.may("rules", person, now)
    error, typed = "", request.POST
    if request.method == "POST":
        error = _set(request, person)
        if not error:
            return redirect("web:norms")
    views = org.rules_in_force(day)
    rows = [{"view": view, "unit": _(UNITS[view.row.unit])} for view in views]
    waiting = sum(1 for view in views if not view.row.verified)
    context = {
        "rows": rows, "may_set": may_set, "typed": typed, "error": error, "today": day, "waiting": waiting,
        "stopped": sum(1 for view in views if not view.runs),
    }  # fmt: skip
    return render(request, "web/norms.html", context, status=422 if error else 200)


def _set(request: HttpRequest, person: Person) -> str:
    """Set the row posted; the sentence that says why not, or nothing."""
    given = request.POST
    try:
        amount = int(given.get("amount", ""))
    except ValueError:
        return _("Định mức phải là một số nguyên.")
    try:
        start = date.fromisoformat(given.get("from", ""))
    except ValueError:
        return _("Chưa chọn ngày có hiệu lực.")
    try:
        made = moves.set_rule(
            given.get("key", ""), amount=amount, instrument=given.get("instrument", ""),
            article=given.get("article", ""), in_force_from=start, by=person,
        )  # fmt: skip
    except moves.OrgRefused as refused:
        return _(refused.text)
    messages.success(request, _("Đã ghi định mức theo {instrument}.").format(instrument=made.instrument))
    return ""
