"""Yêu cầu trùng, trái: questions between documents, answered by who prepares or approves the later one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.rules.clashes import KINDS, OUTCOMES
from congvu.sources.directives.web.pages import person_of

SHOWN = 30


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """All questions that this person sees, the open ones first."""
    return _page(request)


def _page(request: HttpRequest, *, error: str = "", key: str = "", status: int = 200) -> HttpResponse:
    rows = queries.all_clashes(person_of(request))
    waiting, done = [row for row in rows if not row.mark], [row for row in rows if row.mark]
    groups = [(_(label), [row for row in waiting if row.clash.kind == kind]) for kind, label in KINDS.items()]
    context = {
        "groups": [(label, len(found), found[:SHOWN]) for label, found in groups if found],
        "waiting": len(waiting),
        "done": [(row, _(OUTCOMES[row.mark.outcome])) for row in done[:SHOWN] if row.mark],
        "outcomes": OUTCOMES.items(),
        "error": error,
        "wrong": key,
        "given": request.POST,
        "print": "ban-in" in request.GET,
    }
    return render(request, "directives/clashes.html", context, status=status)


@login_required
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Answer one question; back to the page it was answered on."""
    post = request.POST
    key = post.get("khoa", "")
    try:
        mark = moves.settle_clash(
            key, by=person_of(request), outcome=post.get("tra_loi", ""), reason=post.get("ly_do", "")
        )
    except Reading.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return _page(request, error=refused.text, key=key, status=422)
    messages.success(request, _("Đã ghi câu trả lời."))
    if post.get("ve") == "van-ban":
        return redirect(reverse("directives:reading", args=[mark.newer.reading_id]))
    return redirect("directives:clashes")
