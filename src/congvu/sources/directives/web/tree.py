"""Cây chỉ đạo: what came of every demand, down to person and product; interim and final review."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congvu.kit.charts import Part
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading, StageReview
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.queries import Branch, Tree, receivers_in
from congvu.sources.directives.queries.tree import STANDS
from congvu.sources.directives.web.pages import person_of

# How a duty stands, as a drawing: red is late and nothing else.
KINDS = {
    "done": "done",
    "done_late": "other",
    "late": "late",
    "soon": "soon",
    "run": "run",
    "paused": "paused",
    "draft": "wait",
    "cancelled": "wait",
}


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The tree; a POST opens a review."""
    me = person_of(request)
    if request.method == "GET":
        return _page(request, reading_id)
    day, holder = request.POST.get("ngay", ""), request.POST.get("nguoi", "")
    try:
        moves.open_stage(
            reading_id,
            by=me,
            kind=request.POST.get("loai", ""),
            day=_day(day),
            holder_id=int(holder) if holder.isdecimal() and len(holder) < 19 else 0,
        )
    except Reading.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return _page(request, reading_id, error=refused.text, field=refused.field, status=422)
    return redirect(reverse("directives:tree", args=[reading_id]) + "#so-ket")


@login_required
@require_POST
def close(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Hand a review in with its words; the figures are taken from the tree."""
    stage = StageReview.objects.filter(pk=stage_id).first()
    if stage is None:
        raise Http404
    try:
        moves.close_stage(stage_id, by=person_of(request), text=request.POST.get("noi_dung", ""))
    except StageReview.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return _page(request, stage.reading_id, error=refused.text, field=f"noi-dung-{stage_id}", status=422)
    return redirect(reverse("directives:tree", args=[stage.reading_id]) + "#so-ket")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DirectiveRefused(_("Chọn ngày báo cáo."), "day") from None


def _page(
    request: HttpRequest, reading_id: int, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    me = person_of(request)
    try:
        tree = queries.tree(me, reading_id)
    except Reading.DoesNotExist:
        raise Http404 from None
    wanted = request.GET.get("tt", "")
    context = {
        "tree": tree,
        "reading": tree.reading,
        "branches": [branch for branch in tree.branches if not wanted or _stands(branch, wanted)],
        "wanted": wanted,
        "wanted_label": _(STANDS[wanted]) if wanted in STANDS else "",
        "chart": chart_of(tree),
        "whole": sum(tree.counts.values()),
        "kinds": StageReview.Kind.choices,
        "receivers": receivers_in(tree.reading.body, tree.now) if tree.may_open_stage else [],
        "stages": [(stage, figure_words(stage)) for stage in tree.stages],
        "error": error,
        "field": field,
        "given": request.POST,
        "print": "ban-in" in request.GET,
    }
    return render(request, "directives/tree.html", context, status=status)


def _stands(branch: Branch, wanted: str) -> bool:
    return any(twig.stands == wanted for top in branch.twigs for twig in top.all())


def chart_of(tree: Tree) -> list[Part]:
    """The duties that the directive itself gave, by how they stand; each part opens its demands."""
    return [
        Part(KINDS[name], _(label), tree.counts[name], url=f"?tt={name}#cay")
        for name, label in STANDS.items()
        if tree.counts[name]
    ]


def figure_words(stage: StageReview) -> str:
    """The figures of a review as they were when it was handed in."""
    return "; ".join(f"{_(label)} {stage.figures[name]}" for name, label in STANDS.items() if stage.figures.get(name))
