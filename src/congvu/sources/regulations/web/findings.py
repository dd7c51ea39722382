"""Chồng chéo, khoảng trống: what does not fit, each with its rows; closed with a reason or given as work."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.kit.clock import now
from congvu.sources.regulations import moves, queries, rules
from congvu.sources.regulations.moves import RegulationRefused
from congvu.sources.regulations.queries.findings import finding_url
from congvu.sources.regulations.web.pages import body_names, person_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Findings by kind, open ones first."""
    me, at = person_of(request), now()
    if not queries.may_look(me, at):
        raise Http404
    found = queries.findings(me, at=at)
    groups = [
        (_(label), _(rules.FINDING_WORDS[kind]), [row for row in found if row.open and row.finding.kind == kind])
        for kind, label in rules.FINDINGS.items()
    ]
    done = [row for row in found if not row.open]
    context = {"groups": groups, "done": done, "print": "ban-in" in request.GET}
    return render(request, "regulations/findings.html", context)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One finding with its rows."""
    return _page(request, request.GET.get("khoa", ""))


def _page(request: HttpRequest, key: str, *, error: str = "", field: str = "", status: int = 200) -> HttpResponse:
    me, at = person_of(request), now()
    row = queries.find_finding(me, key, at=at) if queries.may_look(me, at) else None
    if row is None:
        raise Http404
    settles = row.open and queries.may_settle(me, row.bodies, at)
    context = {
        "row": row,
        "evidence": queries.evidence(me, row.finding),
        "may_settle": settles,
        "names": body_names() if settles else [],
        "error": error,
        "field": field,
        "given": request.POST,
    }
    return render(request, "regulations/finding.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Close a finding, or give the work to mend it."""
    me, post = person_of(request), request.POST
    key = post.get("khoa", "")
    if verb not in ("dong", "giao") or not queries.may_look(me, now()):
        raise Http404
    try:
        if verb == "dong":
            moves.close_finding(key, by=me, reason=post.get("ly_do", ""))
            messages.success(request, _("Đã đóng phát hiện, kèm lý do."))
        else:
            limit = _day(post.get("han", ""))
            moves.give_finding(key, by=me, to=post.get("don_vi", ""), day=limit, note=post.get("ghi_chu", ""))
            messages.success(request, _("Đã giao việc làm rõ."))
    except RegulationRefused as refused:
        return _page(request, key, error=refused.text, field=refused.field, status=422)
    return redirect(finding_url(key))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RegulationRefused(_("Chưa chọn hạn."), "han") from None
