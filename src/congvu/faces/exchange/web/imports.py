"""Bringing a file: upload, preview line by line, columns, carrying out, the file of faults."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.faces.exchange import queries, work
from congvu.faces.exchange.imports import KINDS, Kind
from congvu.faces.exchange.models import ImportLine, ImportRun
from congvu.faces.exchange.moves import importing
from congvu.faces.exchange.web.frame import kinds_for, number_of, person_of
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused
from congvu.kit.tables import MOST_LINES, write_xlsx

LINES_OF_A_PAGE = 100
SMALL_BYTES, SMALL_LINES = 100_000, 500  # up to here it is done while the browser waits
RUNS_SHOWN = 10
State = ImportRun.State


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What may come in and go out, and what did lately."""
    me = person_of(request)
    context = {
        "kinds": kinds_for(me),
        "runs": [(run, KINDS[run.kind]) for run in queries.imports_of(me)[:RUNS_SHOWN]],
        "sources": queries.sources_of(me),
        "waiting": queries.waiting_count(me),
    }
    return render(request, "exchange/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, kind: str) -> HttpResponse:
    """The form for a file of one kind."""
    me = person_of(request)
    asked = _kind(kind)
    try:
        importing.allowed(kind, me)
    except Refused as refused:
        raise PermissionDenied(refused.text) from refused
    error = ""
    if request.method == "POST":
        upload = request.FILES.get("tep")
        try:
            if upload is None:
                raise Refused("Chưa chọn tệp.", "tep")
            run = importing.bring(kind, upload.read(), upload.name or "tep", by=me)
        except Refused as refused:
            error = refused.text
        else:
            return _look(run)
    context = {"kind": asked, "error": error, "most": MOST_LINES}
    return render(request, "exchange/bring.html", context, status=422 if error else 200)


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _look(run: ImportRun, mapping: dict[str, int] | None = None) -> HttpResponse:
    """A small file at once, a large one in the background."""
    if run.file.size <= SMALL_BYTES:
        importing.look_through(run.pk, mapping)
        return redirect("exchange:run", run.pk)
    return redirect("work:job", work.start_check(run, mapping).pk)


@login_required
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty workbook with the headings, one example line, and what each column may hold."""
    asked = _kind(kind)
    out = BytesIO()
    told = [(c.heading, _("bắt buộc") if c.required else "", c.example, ", ".join(c.also)) for c in asked.columns]
    guide = (_("Cột"), _("Bắt buộc"), _("Ví dụ"), _("Tên khác cũng được nhận"))
    headings, example = [c.heading for c in asked.columns], [c.example for c in asked.columns]
    write_xlsx(out, [(_("Dữ liệu"), headings, [example]), (_("Cách ghi"), guide, told)])
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"mau-{kind}.xlsx")


@login_required
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The preview: what each line will become, by outcome; afterwards what it became."""
    return _show(request, _run(person_of(request), run_id))


def _run(me: Person, run_id: int) -> ImportRun:
    return get_object_or_404(queries.imports_of(me), pk=run_id)


def _show(request: HttpRequest, run: ImportRun, *, error: str = "") -> HttpResponse:
    kind = KINDS[run.kind]
    outcome, page = request.GET.get("ket-qua", ""), number_of(request.GET.get("trang", ""))
    outcome = outcome if outcome in ImportLine.Outcome.values else ""
    counts = [(value, label, run.counts.get(value, 0)) for value, label in ImportLine.Outcome.choices]
    if not outcome and run.counts.get("wrong"):
        outcome = "wrong"  # what must be mended is shown first
    lines = run.lines.filter(outcome=outcome) if outcome else run.lines.all()
    first = (page - 1) * LINES_OF_A_PAGE
    shown = list(lines.order_by("line")[first : first + LINES_OF_A_PAGE + 1])
    context = {
        "run": run,
        "kind": kind,
        "counts": counts,
        "outcome": outcome,
        "all": sum(run.counts.values()),
        "lines": shown[:LINES_OF_A_PAGE],
        "page": page,
        "more": len(shown) > LINES_OF_A_PAGE,
        "columns": [(column, run.mapping.get(column.field)) for column in kind.columns],
        "headings": [(place, heading or _("(không tên)")) for place, heading in enumerate(run.headings)],
        "to_write": run.counts.get("add", 0) + run.counts.get("change", 0),
        "faults": importing.error_path(run).exists(),
        "error": error or run.text,
    }
    return render(request, "exchange/run.html", context, status=422 if error else 200)


@login_required
@require_POST
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """The person says which column is which; the file is looked through again."""
    run = _run(person_of(request), run_id)
    mapping: dict[str, int] = {}
    for column in KINDS[run.kind].columns:
        place = request.POST.get(column.field, "")
        if place.isdecimal() and int(place) < len(run.headings):
            mapping[column.field] = int(place)
    if len(set(mapping.values())) < len(mapping):
        return _show(request, run, error=_("Một cột của tệp không điền cho hai mục; hãy chọn lại."))
    if run.state == State.DONE:
        return _show(request, run, error=_("Tệp này đã ghi xong; muốn nhập lại hãy gửi tệp mới."))
    return _look(run, mapping)


@login_required
@require_POST
def write(request: HttpRequest, run_id: int) -> HttpResponse:
    """Carry it out: all lines or none."""
    me = person_of(request)
    run = _run(me, run_id)
    if sum(run.counts.values()) > SMALL_LINES:
        return redirect("work:job", work.start_write(run).pk)
    try:
        done = importing.carry_out(run.pk, by=me)
    except Refused as refused:
        run.refresh_from_db()
        return _show(request, run, error=_(refused.text))
    told = _("Đã ghi: thêm %(add)d, sửa %(change)d, đã có từ trước %(same)d.")
    counted = {name: done.counts.get(name, 0) for name in ("add", "change", "same")}
    messages.success(request, told % counted)
    return redirect("exchange:run", run.pk)


@login_required
@require_GET
def faults(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The file as it came, with a column that says what is wrong with each line."""
    run = _run(person_of(request), run_id)
    path = importing.error_path(run)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"loi-{run.file.name}")
