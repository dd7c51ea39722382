"""Forms that people build: rows, measures, filters; saved, made for any period, subscribed to."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.judgement.reports import moves, queries
from congvu.judgement.reports.models import Form, Subscription
from congvu.judgement.reports.rules import DIMENSIONS, KIND_LABELS, MEASURES, PERIOD_KINDS, TABLE, Content
from congvu.judgement.reports.web.asked import content_asked, number, offers, person_of
from congvu.kernel.org.models import Person
from congvu.kit.clock import today
from congvu.kit.refusal import Refused
from congvu.reference.reports import period_rule

ROWS = {"summary": "Tổng chung"} | dict(DIMENSIONS)


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The forms a person may use."""
    me = person_of(request)
    context = {"forms": queries.forms_visible_to(me), "offers": offers(me), "subscribed": _subscribed(me)}
    return render(request, "reports/forms.html", context)


def _subscribed(me: Person) -> set[int]:
    return set(Subscription.objects.filter(person=me, ended_at=None).values_list("form", flat=True))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, form_id: int | None = None) -> HttpResponse:
    """Build a form, or change one's own."""
    me = person_of(request)
    form = queries.forms_visible_to(me).filter(pk=form_id, owner=me).first() if form_id is not None else None
    if form_id is not None and form is None:
        raise Http404
    if request.method != "POST":
        content = Content.from_json(form.content) if form else Content(rows=("bodies",), columns=TABLE)
        return _edit(request, form, content, {"ten": form.name if form else "", "ky": form.period_kind if form else ""})
    given = request.POST
    content = replace(content_asked(given, me), person=None)
    try:
        saved = moves.save_form(
            by=me,
            name=given.get("ten", ""),
            body_id=number(given.get("don_vi", "")) or 0,
            period_kind=given.get("ky", ""),
            content=content,
            form_id=form_id,
        )
    except Refused as refused:
        return _edit(request, form, content, given, refused)
    except ObjectDoesNotExist:
        where = Refused(_("Chọn cơ quan, đơn vị mà đồng chí được lập báo cáo."), "don_vi")
        return _edit(request, form, content, given, where)
    messages.success(request, _("Đã lưu mẫu “%(name)s”.") % {"name": saved.name})
    return redirect("reports:forms")


def _edit(
    request: HttpRequest, form: Form | None, content: Content, given: Any, refused: Refused | None = None
) -> HttpResponse:
    told = offers(person_of(request))
    context = {
        "form": form,
        "content": content,
        "name": given.get("ten", ""),
        "kind": given.get("ky", "") or "month",
        "body": number(given.get("don_vi", "")) or (form.body_id if form else told.home_body),
        "offers": told,
        "kinds": [(kind, period_rule(kind, today()).label) for kind in PERIOD_KINDS],
        "rows": ROWS.items(),
        "measures": MEASURES.items(),
        "work": KIND_LABELS.items(),
        "refused": refused,
    }
    return render(request, "reports/form.html", context, status=422 if refused else 200)


@login_required
@require_POST
def act(request: HttpRequest, form_id: int, verb: str) -> HttpResponse:
    """Subscribe, unsubscribe, drop."""
    me = person_of(request)
    verbs = {"dang-ky": moves.subscribe, "thoi-nhan": moves.unsubscribe, "bo": moves.drop_form}
    if verb not in verbs or not queries.forms_visible_to(me).filter(pk=form_id).exists():
        raise Http404
    try:
        verbs[verb](form_id, by=me)
    except ObjectDoesNotExist:
        raise Http404 from None
    told = {
        "dang-ky": _("Đã đăng ký: báo cáo được lập khi mỗi kỳ chốt và có trong bản tin."),
        "thoi-nhan": _("Đã thôi nhận; các báo cáo đã lập vẫn còn."),
        "bo": _("Đã bỏ mẫu; các báo cáo đã lập vẫn còn."),
    }
    messages.success(request, told[verb])
    return redirect("reports:forms")
