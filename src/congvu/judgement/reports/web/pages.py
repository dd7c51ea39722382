"""Reports: choosing one, reading it, opening its figures, taking it away as a document."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.judgement.reports import moves, queries
from congvu.judgement.reports.models import Report, Subscription
from congvu.judgement.reports.moves.remarks import may_remark
from congvu.judgement.reports.queries.paper import summary_sentences
from congvu.judgement.reports.web.asked import content_asked, number, offers, period_asked, person_of
from congvu.kit import dates
from congvu.kit.charts import Part
from congvu.kit.official import as_docx, as_pdf
from congvu.kit.refusal import Refused
from congvu.kit.work.models import Job

SHOWN = 20
KINDS = {
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "application/pdf"),
}


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Make a report by two choices; the reports that are there; forms."""
    return _home(request)


def _home(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    me = person_of(request)
    made = queries.reports_visible_to(me).filter(made_at__isnull=False).order_by("-pk")
    page = Paginator(made, SHOWN).get_page(request.GET.get("trang"))
    context = {
        "offers": offers(me),
        "page": page,
        "forms": list(queries.forms_visible_to(me)[:SHOWN]),
        "subscribed": set(Subscription.objects.filter(person=me, ended_at=None).values_list("form", flat=True)),
        "asked": request.POST,
        "refused": refused,
    }
    return render(request, "reports/home.html", context, status=422 if refused else 200)


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Make a report of a body over a period; what is there already is shown at once."""
    me, given = person_of(request), request.POST
    try:
        kind, day = period_asked(given.get("ky", ""))
        content, form = content_asked(given, me), number(given.get("mau", ""))
        if form is not None:
            asked = moves.ask_form(form, by=me, day=day)
        else:
            body = number(given.get("don_vi", "")) or 0
            asked = moves.ask(by=me, body_id=body, period_kind=kind, day=day, content=content)
    except Refused as refused:
        return _home(request, refused=refused)
    except ObjectDoesNotExist:
        told = _("Đồng chí chưa lập được báo cáo của nơi này: chọn lại cơ quan, đơn vị.")
        return _home(request, refused=Refused(told, "don_vi"))
    return redirect("work:job", asked.job.pk) if asked.job else redirect("reports:report", asked.report.pk)


def _found(request: HttpRequest, report_id: int) -> Report:
    try:
        return queries.find_report(person_of(request), report_id)
    except ObjectDoesNotExist:
        raise Http404 from None


@login_required
@require_GET
def show(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report: the result in sentences, then the tables, each figure a link to its rows."""
    report = _found(request, report_id)
    if report.made_at is None:
        job = Job.objects.filter(kind=moves.MAKE, given__report=report.pk).order_by("-pk").first()
        return render(request, "reports/waiting.html", {"report": report, "job": job})
    return _show(request, report)


def _show(request: HttpRequest, report: Report, *, refused: Refused | None = None) -> HttpResponse:
    me, told = person_of(request), queries.shown(report)
    parts = late_parts(told)
    remarks = list(report.remarks.select_related("by").order_by("-pk"))
    context: dict[str, Any] = {
        "report": report,
        "told": told,
        "sentences": summary_sentences(told),
        "contained": {one.section: one.report for one in queries.contained(me, report)},
        "remarks": remarks,
        "late_parts": parts,
        "late_total": dates.working_text(sum(int(part.value) for part in parts)),
        "may_remark": may_remark(me, report),
        "changes": queries.changes(report),
        "typed": request.POST.get("nhan_xet", remarks[0].text if remarks else ""),
        "refused": refused,
        "digest": bytes(report.digest or b"").hex(),
        "root": bytes(report.head_root or b"").hex(),
    }
    return render(request, "reports/report.html", context, status=422 if refused else 200)


LATE_KINDS = {"holder": "late", "decision": "soon", "others": "wait", "citizen": "paused", "cause": "run"}


def late_parts(told: queries.Shown) -> list[Part]:
    """The lateness of the whole as one bar: whose how much is."""
    section = next((one for one in told.sections if one.key == "causes"), None)
    if section is None:
        return []
    found = []
    for place, column in enumerate(section.columns):
        seconds = sum(line.figures[place].value or 0 for line in section.lines)
        if column.unit and seconds:
            kind = LATE_KINDS.get(column.key, "other")
            found.append(Part(kind, column.label, seconds, dates.working_text(seconds)))
    return found


@login_required
@require_GET
def rows(request: HttpRequest, report_id: int) -> HttpResponse:
    """What one figure counts."""
    report, asked = _found(request, report_id), request.GET
    found = queries.opened(
        person_of(request),
        report,
        section=asked.get("muc", ""),
        line=asked.get("dong", ""),
        column=asked.get("cot", ""),
        start=number(asked.get("tu", "")) or 0,
    )
    if found is None:
        raise Http404
    query = asked.copy()
    query.pop("tu", None)
    return render(request, "reports/rows.html", {"report": report, "opened": found, "link": query.urlencode()})


@login_required
@require_GET
def file(request: HttpRequest, report_id: int, kind: str) -> HttpResponse:
    """The report as an official document: .docx to be changed, PDF to be read."""
    report = _found(request, report_id)
    if kind not in KINDS or report.made_at is None:
        raise Http404
    written, media_type = KINDS[kind]
    answer = HttpResponse(written(queries.paper_of(report)), content_type=media_type)
    name = f"bao-cao-{report.period_kind}-{report.last_day.isoformat()}-{report.pk}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@require_POST
def make_again(request: HttpRequest, report_id: int) -> HttpResponse:
    """Make it again from its query and compare."""
    report = _found(request, report_id)
    return redirect("work:job", moves.make_again(report.pk, by=person_of(request)).pk)


@login_required
@require_POST
def remark(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep the head's judgement; it is printed under the figures."""
    report = _found(request, report_id)
    try:
        moves.remark(report.pk, by=person_of(request), text=request.POST.get("nhan_xet", ""))
    except Refused as refused:
        return _show(request, report, refused=refused)
    messages.success(request, _("Đã lưu nhận xét; bản in và tệp .docx có phần này."))
    return redirect("reports:report", report.pk)
