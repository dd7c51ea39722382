"""Asking for a copy of the ledger, and fetching it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu.faces.exchange import queries, work
from congvu.faces.exchange.exports import FORMATS
from congvu.faces.exchange.models import ExportRun
from congvu.faces.exchange.moves import exporting
from congvu.faces.exchange.web.frame import day_of, person_of, words
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused

SHOWN = 20
FIELDS = ("dinh_dang", "tu_ngay", "den_ngay", "doi_tuong", "ly_do")


@login_required
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The form, and the copies asked for before."""
    me = person_of(request)
    typed = {name: words(request, name, 500) for name in FIELDS}
    typed["dinh_dang"] = typed["dinh_dang"] or next(iter(FORMATS))
    names, error, field = request.POST.get("ho_ten") == "1", "", ""
    if request.method == "POST":
        try:
            run = exporting.ask(
                typed["dinh_dang"], by=me, since=day_of(typed["tu_ngay"], "tu_ngay"),
                until=day_of(typed["den_ngay"], "den_ngay"), subject=typed["doi_tuong"], names=names,
                reason=typed["ly_do"],
            )  # fmt: skip
        except Refused as refused:
            error, field = _(refused.text), refused.field
        else:
            return redirect("work:job", work.start_export(run.pk, me).pk)
    context = {
        "formats": FORMATS.values(),
        "typed": typed,
        "names": names,
        "error": error,
        "field": field,
        "runs": [(run, FORMATS[run.format]) for run in queries.exports_of(me)[:SHOWN]],
        "kept_days": exporting.KEPT_DAYS,
    }
    return render(request, "exchange/exports.html", context, status=422 if error else 200)


def _run(me: Person, run_id: int) -> ExportRun:
    return get_object_or_404(queries.exports_of(me), pk=run_id)


@login_required
@require_GET
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """One copy: how many entries, how large, where to fetch it."""
    run = _run(person_of(request), run_id)
    return render(request, "exchange/export.html", {"run": run, "format": FORMATS[run.format]})


@login_required
@require_GET
def download(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The file; only for who asked."""
    run = _run(person_of(request), run_id)
    path = exporting.export_path(run)
    if run.state != ExportRun.State.DONE or not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    answer["Content-Type"] = FORMATS[run.format].media_type
    return answer
