"""An item of a programme: registered, edited, approved; changed and withdrawn with a reason."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.rules import PRODUCT_KINDS
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.reference.drafting import draft_kinds
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.models import EntryChange, ProgrammeEntry
from congvu.sources.programmes.moves import NewItem
from congvu.sources.programmes.queries.people import leading_posts, people_in
from congvu.sources.programmes.web import forms
from congvu.sources.programmes.web.forms import Form, form_of, number, person_of
from congvu.sources.programmes.web.programme import body_asked, span_asked


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an item; the form says until when it counts as planned, and who will approve it."""
    at = now()
    body, span = body_asked(request, at), span_asked(request, "month", at)
    refused: Refused | None = None
    if request.method == "POST" and "find" not in request.POST:
        try:
            pk = forms.once(request, lambda: moves.register(_item(request, body, span.key), by=person_of(request)).pk)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Đã đăng ký; chờ người đứng đầu duyệt."))
            return redirect("programmes:entry", pk)
    rule = queries.rule_of(span.key, at)
    closes = rules.closes(span, months_before=rule.months_before, day=rule.day, days_before=rule.days_before)
    late = local_day(at) > closes
    initial = {"due_on": _offered(span, rule.usual_due_day).isoformat()}
    form = _form(request, body, initial, refused, late=late)
    context = {"form": form, "body": body, "span": span, "rule": rule, "closes": closes, "late": late}
    return render(request, "programmes/register.html", context, status=422 if refused else 200)


def _offered(span: rules.Span, due_day: int) -> date:
    """The usual day of the span; on a day off the working day before it."""
    day, calendar = rules.usual_day(span, due_day), org.calendar()
    while day > span.first and not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change an item that is not decided yet."""
    entry = _find(request, entry_id)
    refused: Refused | None = None
    if request.method == "POST" and "find" not in request.POST:
        try:
            moves.edit(entry.pk, _item(request, entry.body, entry.period), by=person_of(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("Đã sửa."))
            return redirect("programmes:entry", entry.pk)
    initial = {
        "title": entry.title, "requirement": entry.requirement, "product_kind": entry.product_kind,
        "product": entry.product, "draft_kind": entry.draft_kind, "due_on": entry.due_on.isoformat(),
        "holder": f"{entry.holder_id}-{entry.holder_post_id}", "deciding_post": str(entry.deciding_post_id),
        "basis": entry.basis,
    }  # fmt: skip
    form = _form(request, entry.body, initial, refused, late=False)
    context = {"form": form, "body": entry.body, "span": rules.span(entry.period), "entry": entry}
    return render(request, "programmes/register.html", context, status=422 if refused else 200)


def _form(request: HttpRequest, body: Body, initial: dict[str, str], refused: Refused | None, *, late: bool) -> Form:
    at = now()
    form = form_of(request, initial, refused)
    form.add("title", _("Việc"))
    people = people_in(body, at, form.data.get("holder_search", ""))
    form.add("holder", _("Người thực hiện"), "people", groups=people)
    form.add("due_on", _("Thời hạn"), "date")
    form.add("product_kind", _("Sản phẩm"), "select", groups=forms.plain(PRODUCT_KINDS))
    form.add("product", _("Mô tả sản phẩm"), required=False)
    kinds = {row.kind: row.label for row in draft_kinds(local_day(at))}
    hint = _("Chọn khi sản phẩm là dự thảo phải qua các bước đề cương, dự thảo, lấy ý kiến, thẩm định, trình.")
    form.add("draft_kind", _("Loại dự thảo"), "select", groups=forms.plain(kinds), required=False, hint=hint)
    hint = _("Để trống: theo bảng phân định thẩm quyền, nếu chưa có thì người đứng đầu đơn vị.")
    posts = leading_posts(body.lineage, at)
    form.add("deciding_post", _("Người có thẩm quyền quyết định"), "select", groups=posts, required=False, hint=hint)
    form.add("basis", _("Căn cứ"), required=False, hint=_("Để trống: chương trình công tác của kỳ."))
    form.add("requirement", _("Yêu cầu"), "long", required=False)
    if late:
        form.add("reason", _("Lý do bổ sung"), "long")
    return form


def _item(request: HttpRequest, body: Body, period: str) -> NewItem:
    post = request.POST
    holder, holder_post = forms.seat(post.get("holder", ""), "holder", _("Người thực hiện"))
    due_on = forms.day(post.get("due_on", ""), "due_on")
    if due_on is None:
        raise Refused(_("Chưa nhập “%(label)s”.") % {"label": _("Thời hạn")}, "due_on")
    return NewItem(
        body_id=body.pk,
        period=period,
        title=post.get("title", ""),
        product_kind=post.get("product_kind", ""),
        due_on=due_on,
        holder_id=holder,
        holder_post_id=holder_post,
        requirement=post.get("requirement", ""),
        product=post.get("product", ""),
        draft_kind=post.get("draft_kind", ""),
        deciding_post_id=number(post.get("deciding_post")),
        basis=post.get("basis", ""),
        reason=post.get("reason", ""),
    )


def _find(request: HttpRequest, entry_id: int) -> ProgrammeEntry:
    try:
        return queries.find_entry(person_of(request), entry_id)
    except ProgrammeEntry.DoesNotExist:
        raise Http404 from None


@login_required
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One item: what it asks, who decides on it, its changes, and the duty that came of it."""
    return _show(request, entry_id)


def _show(request: HttpRequest, entry_id: int, refused: Refused | None = None) -> HttpResponse:
    at, me = now(), person_of(request)
    row = _find(request, entry_id)
    opens = row.duty_id is not None and visible_to(me).filter(pk=row.duty_id).exists()
    context = {
        "entry": row,
        "span": rules.span(row.period),
        "rule": queries.rule_of(row.period, at),
        "product_kind": PRODUCT_KINDS.get(row.product_kind, row.product_kind),
        "approver": queries.approver_words(row, at),
        "may_decide": queries.deciding_seat(me, row, at) is not None,
        "mine": row.registered_by_id == me.pk,
        "may_ask": queries.may_register(me, row.body, at) or row.holder_id == me.pk,
        "changes": row.changes.select_related("asked_by", "decided_by").order_by("-pk"),
        "opens": opens,
        "refused": refused,
        "given": request.POST,
        "key": request.POST.get("key") or form_of(request, {}).key,
    }
    return render(request, "programmes/entry.html", context, status=422 if refused else 200)


@login_required
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Approve the items that were ticked; all of them or none."""
    ids = [found for text in request.POST.getlist("muc") if (found := number(text)) is not None]
    back = request.POST.get("ve", "")
    try:
        made = moves.approve(ids, by=person_of(request))
    except ProgrammeEntry.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, _(refused.text))
    else:
        messages.success(request, _("Đã duyệt và giao %(n)d việc.") % {"n": len(made)})
    home = reverse("programmes:home")
    return redirect(back if back.startswith(f"{home}?") else home)


@login_required
@require_POST
def act(request: HttpRequest, entry_id: int, verb: str) -> HttpResponse:
    """One verb on an item; a refusal shows the page again with what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    _find(request, entry_id)
    try:
        forms.once(request, lambda: do(request, entry_id))
    except Refused as refused:
        return _show(request, entry_id, refused)
    except EntryChange.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã ghi."))
    return redirect("programmes:entry", entry_id)


def _approve(request: HttpRequest, entry_id: int) -> int:
    return moves.approve([entry_id], by=person_of(request))[0].pk


def _refuse(request: HttpRequest, entry_id: int) -> int:
    return moves.refuse(entry_id, by=person_of(request), reason=request.POST.get("reason", "")).pk


def _withdraw(request: HttpRequest, entry_id: int) -> int:
    return moves.withdraw(entry_id, by=person_of(request), reason=request.POST.get("reason", "")).pk


def _ask(request: HttpRequest, entry_id: int) -> int:
    post = request.POST
    return moves.ask_change(
        entry_id,
        by=person_of(request),
        kind=post.get("kind", ""),
        due_on=forms.day(post.get("due_on", ""), "due_on"),
        reason=post.get("reason", ""),
    ).pk


def _decide(request: HttpRequest, entry_id: int) -> int:
    change = number(request.POST.get("change")) or 0
    agree = request.POST.get("agree") == "1"
    return moves.decide_change(change, by=person_of(request), agree=agree, reason=request.POST.get("reason", "")).pk


ACTS: dict[str, Callable[[HttpRequest, int], int]] = {
    "duyet": _approve,
    "khong-duyet": _refuse,
    "rut": _withdraw,
    "de-nghi-dieu-chinh": _ask,
    "duyet-dieu-chinh": _decide,
}
