"""Chỉ tiêu: what shall be reached by when, what was reported, and the line against the target."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body
from congvu.kit.charts import Point
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.models import Figure, Target
from congvu.sources.programmes.moves import NewTarget
from congvu.sources.programmes.queries import TargetView
from congvu.sources.programmes.queries.people import people_in
from congvu.sources.programmes.web import forms
from congvu.sources.programmes.web.forms import Form, form_of, number, person_of
from congvu.sources.programmes.web.programme import body_asked


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The targets of a body and those below it, of a year."""
    me, at = person_of(request), now()
    body = body_asked(request, at)
    year = number(request.GET.get("nam")) or local_day(at).year
    rows = list(queries.targets_of(me, body=body, year=year)[:500])
    context = {
        "body": body,
        "bodies": queries.bodies_seen_by(me, at),
        "year": year,
        "views": queries.views_of(rows),
        "may_set": org.may_issue_to(org.posts_of(me, at), body) is not None,
        "now": at,
    }
    return render(request, "programmes/targets.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Set a target for a body under one's own authority."""
    at = now()
    body = body_asked(request, at)
    refused: Refused | None = None
    if request.method == "POST" and "find" not in request.POST:
        try:
            pk = forms.once(request, lambda: moves.set_target(_target(request, body), by=person_of(request)).pk)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Đã giao chỉ tiêu."))
            return redirect("programmes:target", pk)
    initial = {"period": str(local_day(at).year), "measure": "sum", "direction": "at_least", "every": "month"}
    form = form_of(request, initial, refused)
    form.add("indicator", _("Chỉ tiêu"))
    form.add("unit", _("Đơn vị tính"))
    form.add("period", _("Kỳ"), hint=_("Năm 2027, quý 2027-Q1 hoặc tháng 2027-M01."))
    form.add("direction", _("Phải đạt"), "select", groups=forms.plain(rules.DIRECTIONS))
    form.add("value", _("Giá trị"), "number")
    form.add("measure", _("Cách tính"), "select", groups=forms.plain(rules.MEASURES))
    form.add("every", _("Báo cáo"), "select", groups=forms.plain(rules.EVERY))
    people = people_in(body, at, form.data.get("reporter_search", ""))
    form.add("reporter", _("Người báo cáo"), "people", groups=people)
    form.add("instrument", _("Văn bản giao chỉ tiêu"))
    context = {"form": form, "body": body}
    return render(request, "programmes/target_new.html", context, status=422 if refused else 200)


def _target(request: HttpRequest, body: Body) -> NewTarget:
    post = request.POST
    reporter, reporter_post = forms.seat(post.get("reporter", ""), "reporter", _("Người báo cáo"))
    return NewTarget(
        body_id=body.pk,
        indicator=post.get("indicator", ""),
        unit=post.get("unit", ""),
        period=post.get("period", "").strip(),
        value=_value(post.get("value", "")),
        instrument=post.get("instrument", ""),
        reporter_id=reporter,
        reporter_post_id=reporter_post,
        measure=post.get("measure", ""),
        direction=post.get("direction", ""),
        every=post.get("every", ""),
    )


def _value(text: str) -> Decimal:
    try:
        return rules.number(text)
    except ValueError as error:
        raise Refused(str(error), "value") from error


@login_required
@require_GET
def show(request: HttpRequest, target_id: int) -> HttpResponse:
    return _show(request, target_id)


def _show(request: HttpRequest, target_id: int, refused: Refused | None = None, verb: str = "") -> HttpResponse:
    me, at = person_of(request), now()
    try:
        target = queries.find_target(me, target_id)
    except Target.DoesNotExist:
        raise Http404 from None
    (view,) = queries.views_of([target])
    today = local_day(at)
    open_parts = [one for one in view.periods if one.figure is None and one.span.first <= today]
    reports = target.ended_at is None and bool(open_parts) and _reports(me.pk, target)
    head = org.head_of(target.body_id, at)
    context = {
        "view": view,
        "target": target,
        "points": _points(view),
        "measure": _(rules.MEASURES[target.measure]),
        "direction": _(rules.DIRECTIONS[target.direction]),
        "every": _(rules.EVERY[target.every]),
        "report": _report_form(request, view, refused if verb == "bao-cao" else None, verb) if reports else None,
        "may_correct": target.reporter_id == me.pk or (head is not None and head.person.pk == me.pk),
        "may_end": target.ended_at is None and org.may_issue_to(org.posts_of(me, at), target.body_id) is not None,
        "correcting": number(request.POST.get("figure") if verb == "dinh-chinh" else request.GET.get("sua")),
        "correction": _correction_form(request, refused if verb == "dinh-chinh" else None, verb),
        "refused": refused,
        "verb": verb,
        "given": request.POST,
        "now": at,
    }
    return render(request, "programmes/target.html", context, status=422 if refused else 200)


def _reports(person_id: int, target: Target) -> bool:
    return target.reporter_id == person_id or queries.holds_report(target, person_id)


def _points(view: TargetView) -> list[Point]:
    """What was reached part by part; the target itself as a line, for a sum as the way to it."""
    target, count = view.target, len(view.periods)
    found = []
    for place, part in enumerate(view.periods, 1):
        aim = target.value * place / count if target.measure == "sum" else target.value
        reached = float(part.reached) if part.reached is not None else None
        label = part.span.key.partition("-")[2] or part.span.key
        found.append(Point(_label(label), reached, float(aim), f"#ky-{part.span.key}"))
    return found


def _label(part: str) -> str:
    if part.startswith("M"):
        return f"T{int(part[1:])}"
    return {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}.get(part, part)


def _report_form(request: HttpRequest, view: TargetView, refused: Refused | None, verb: str) -> Form:
    today = local_day(now())
    waiting = [one.span for one in view.periods if one.figure is None and one.span.first <= today]
    ended = [one for one in waiting if one.last < today] or waiting
    initial = {"period": request.GET.get("ky", "") or ended[0].key}
    form = form_of(request, initial, refused) if verb in ("", "bao-cao") else Form(initial, key=uuid4().hex)
    form.add("period", _("Kỳ"), "select", groups=forms.plain({one.key: one.name for one in waiting}))
    form.add("value", f"{_('Số liệu')} ({view.target.unit})", "number")
    form.add("evidence", _("Căn cứ"), "long", hint=_("Sổ, hồ sơ, văn bản nào cho thấy số này."))
    form.add("file", _("Tệp kèm theo"), "file", required=False)
    return form


def _correction_form(request: HttpRequest, refused: Refused | None, verb: str) -> Form:
    form = form_of(request, {}, refused) if verb in ("", "dinh-chinh") else Form({}, key=uuid4().hex)
    form.add("value", _("Số đúng"), "number")
    form.add("evidence", _("Căn cứ"), "long")
    form.add("reason", _("Lý do đính chính"), "long")
    return form


@login_required
@require_POST
def act(request: HttpRequest, target_id: int, verb: str) -> HttpResponse:
    """One verb on a target; a refusal shows the page again with what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        forms.once(request, lambda: do(request, target_id))
    except Refused as refused:
        return _show(request, target_id, refused, verb)
    except (Target.DoesNotExist, Figure.DoesNotExist):
        raise Http404 from None
    messages.success(request, _("Đã ghi."))
    return redirect("programmes:target", target_id)


def _report(request: HttpRequest, target_id: int) -> int:
    post = request.POST
    return moves.report_figure(
        target_id,
        by=person_of(request),
        period=post.get("period", ""),
        value=_value(post.get("value", "")),
        evidence=post.get("evidence", ""),
        file_id=forms.upload(request),
    ).pk


def _correct(request: HttpRequest, target_id: int) -> int:
    post = request.POST
    return moves.correct_figure(
        number(post.get("figure")) or 0,
        by=person_of(request),
        value=_value(post.get("value", "")),
        evidence=post.get("evidence", ""),
        reason=post.get("reason", ""),
    ).pk


def _end(request: HttpRequest, target_id: int) -> int:
    return moves.end_target(target_id, by=person_of(request), reason=request.POST.get("reason", "")).pk


ACTS: dict[str, Callable[[HttpRequest, int], int]] = {"bao-cao": _report, "dinh-chinh": _correct, "cham-dut": _end}
