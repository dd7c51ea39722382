"""Hồ sơ dự thảo: the stages of a scheme, report or resolution, its versions, what came back, who may approve it."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import rule
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.kit.status import Status, status, status_of
from congvu.reference.drafting import SUBMISSION, draft_kinds
from congvu.sources.programmes import moves, queries
from congvu.sources.programmes.models import Dossier, Stage
from congvu.sources.programmes.queries import DossierPage, StageView
from congvu.sources.programmes.queries.people import people_in, posts_as_choices
from congvu.sources.programmes.web import forms
from congvu.sources.programmes.web.forms import Form, form_of, number, person_of

EACH_PAGE = 30


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Drafts that I may see, the newest first, and how often they came back, stage by stage."""
    me, at = person_of(request), now()
    kinds = {row.kind: row.label for row in draft_kinds(local_day(at))}
    kind, stage = request.GET.get("loai", ""), request.GET.get("buoc", "")
    body = _body(request, me, at)
    rows = queries.dossiers_of(me, body=body, kind=kind if kind in kinds else "", stage=stage)
    every = list(queries.dossiers_of(me, body=body, kind=kind if kind in kinds else ""))
    page = Paginator(rows, EACH_PAGE).get_page(request.GET.get("trang"))
    under_way = queries.open_stage_of(list(page))
    context = {
        "page": page,
        "lines": [(one, kinds.get(one.kind, one.kind), under_way.get(one.pk), _limit(one.duty, at)) for one in page],
        "quality": queries.quality(every),
        "kinds": [(key, _(label)) for key, label in kinds.items()],
        "kind": kind,
        "stage": stage,
        "body": body,
        "count": len(every),
        "now": at,
    }
    return render(request, "programmes/dossiers.html", context)


def _body(request: HttpRequest, me: Person, at: datetime) -> Body | None:
    chosen = number(request.GET.get("don-vi"))
    if chosen is None:
        return None
    try:
        return queries.find_body(me, chosen, at)
    except Body.DoesNotExist:
        raise Http404 from None


def _limit(duty: Duty, at: datetime) -> Status:
    return status_of(duty, at, org.calendar())


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open the stages of a draft on a duty that I hold."""
    me, at = person_of(request), now()
    refused: Refused | None = None
    if request.method == "POST":
        try:
            pk = forms.once(request, lambda: _begin(request, me))
        except Refused as error:
            refused = error
        except Duty.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, _("Đã mở hồ sơ dự thảo."))
            return redirect("programmes:dossier", pk)
    form = form_of(request, {"duty": request.GET.get("viec", "")}, refused)
    taken = Dossier.objects.values("duty")
    held = Duty.objects.filter(holder=me, state__in=["assigned", "in_hand"], consulted_by__isnull=True)
    mine = {str(duty.pk): f"{duty.code} {duty.title}" for duty in held.exclude(pk__in=taken).order_by("-pk")[:100]}
    form.add("duty", _("Việc đang giữ"), "select", groups=forms.plain(mine))
    kinds = {row.kind: row.label for row in draft_kinds(local_day(at))}
    form.add("kind", _("Loại dự thảo"), "select", groups=forms.plain(kinds))
    return render(request, "programmes/begin.html", {"form": form, "none": not mine}, status=422 if refused else 200)


def _begin(request: HttpRequest, me: Person) -> int:
    duty_id = number(request.POST.get("duty"))
    if duty_id is None:
        raise Refused(_("Chưa chọn “%(label)s”.") % {"label": _("Việc đang giữ")}, "duty")
    return moves.open_dossier(duty_id, request.POST.get("kind", ""), by=me).pk


@login_required
@require_GET
def show(request: HttpRequest, dossier_id: int) -> HttpResponse:
    return _show(request, dossier_id)


def _show(request: HttpRequest, dossier_id: int, refused: Refused | None = None, verb: str = "") -> HttpResponse:
    me = person_of(request)
    try:
        page = queries.dossier_page(me, dossier_id)
    except Dossier.DoesNotExist:
        raise Http404 from None
    duty = page.dossier.duty
    current = page.current
    holds = current is not None and current.duty is not None and current.duty.holder_id == me.pk
    context = {
        "page": page,
        "dossier": page.dossier,
        "duty": duty,
        "status": _limit(duty, page.now),
        "stages": [(view, _stage_status(view, page.now)) for view in page.stages],
        "forms": _forms(request, page, holds, refused, verb),
        "refused": refused,
        "verb": verb,
        "holds": holds,
        "now": page.now,
    }
    return render(request, "programmes/dossier.html", context, status=422 if refused else 200)


def _stage_status(view: StageView, at: datetime) -> Status:
    if view.state == "skipped":
        return status("stop", _("Bỏ qua"))
    if view.state == "waiting" or view.duty is None:
        return status("wait", _("Chưa tới"))
    return status_of(view.duty, at, org.calendar())


def _forms(request: HttpRequest, page: DossierPage, holds: bool, refused: Refused | None, verb: str) -> dict[str, Form]:
    """The forms that this person may press now, by verb; a refused one keeps what was typed and what is wrong."""
    found: dict[str, Form] = {}
    current, following = page.current, page.following
    handed = current is not None and current.duty is not None and current.duty.state == "handed_in"
    if page.holds_whole and following and (current is None or (handed and holds)):
        found["buoc"] = _next_form(_fresh(request, "buoc", refused, verb), page, following)
        if following.stage.may_skip:
            found["bo-qua"] = _fresh(request, "bo-qua", refused, verb)
            found["bo-qua"].add("reason", _("Lý do"), "long")
    if holds and handed:
        found["tra-lai"] = _fresh(request, "tra-lai", refused, verb)
        found["tra-lai"].add("reason", _("Còn thiếu gì"), "long")
    if holds and current and current.duty and current.duty.state in ("assigned", "in_hand"):
        found["nop"] = _fresh(request, "nop", refused, verb)
        found["nop"].add("text", _("Nội dung, điểm sửa so với bản trước"), "long")
        found["nop"].add("file", _("Tệp dự thảo"), "file", required=False, hint=_(".docx, .pdf hoặc .txt"))
        if current.stage.key in ("opinions", "appraisal", "draft"):
            found["xin-y-kien"] = _opinion_form(_fresh(request, "xin-y-kien", refused, verb), page)
    return found


def _fresh(request: HttpRequest, name: str, refused: Refused | None, verb: str) -> Form:
    if name == verb:
        return form_of(request, {}, refused)
    return Form({}, key=uuid4().hex)


def _next_form(form: Form, page: DossierPage, following: StageView) -> Form:
    whole = page.dossier.duty
    lead = whole.body
    form.add("holder", _("Giao cho"), "people", groups=people_in(lead, page.now, form.data.get("holder_search", "")))
    unit = {"working_days": _("ngày làm việc"), "days": _("ngày")}.get(following.stage.unit, "")
    told = {"n": following.stage.amount, "unit": unit, "law": following.stage.citation}
    hint = _("Để trống: %(n)d %(unit)s từ lúc giao (%(law)s).") % told
    form.add("due_on", _("Thời hạn của bước"), "date", required=False, hint=hint)
    if following.stage.key == SUBMISSION:
        posts = posts_as_choices(queries.approver_choices(page.dossier, page.now))
        hint = _("Thẩm quyền được kiểm tra trước khi trình.")
        form.add("approver_post", _("Người phê duyệt"), "select", groups=posts, hint=hint)
        if form.refused is not None and form.refused.field == "reason":
            form.add("reason", _("Vì sao vẫn trình"), "long", required=False)
    return form


def _opinion_form(form: Form, page: DossierPage) -> Form:
    people = people_in(None, page.now, form.data.get("people_search", ""))
    form.add("people", _("Hỏi ai"), "many", groups=people)
    form.add("question", _("Nội dung cần cho ý kiến"), "long")
    within = rule("consult_within", local_day(page.now))
    told = {"n": within.amount, "law": within.citation}
    hint = _("Để trống: %(n)d ngày làm việc (%(law)s); im lặng là đồng ý.") % told
    form.add("due_on", _("Trả lời trước"), "date", required=False, hint=hint)
    return form


@login_required
@require_POST
def act(request: HttpRequest, dossier_id: int, verb: str) -> HttpResponse:
    """One verb on a draft; a refusal shows the page again with what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    if "find" in request.POST:
        return _show(request, dossier_id, None, verb)
    try:
        forms.once(request, lambda: do(request, dossier_id))
    except Refused as refused:
        return _show(request, dossier_id, refused, verb)
    except (Dossier.DoesNotExist, Stage.DoesNotExist, Duty.DoesNotExist):
        raise Http404 from None
    messages.success(request, _("Đã ghi."))
    return redirect("programmes:dossier", dossier_id)


def _open(request: HttpRequest, dossier_id: int) -> int:
    post = request.POST
    holder, holder_post = forms.seat(post.get("holder", ""), "holder", _("Giao cho"))
    return moves.open_stage(
        dossier_id,
        by=person_of(request),
        holder_id=holder,
        holder_post_id=holder_post,
        due_on=forms.day(post.get("due_on", ""), "due_on"),
        approver_post_id=number(post.get("approver_post")),
        reason=post.get("reason", ""),
    ).pk


def _skip(request: HttpRequest, dossier_id: int) -> int:
    return moves.skip_stage(dossier_id, by=person_of(request), reason=request.POST.get("reason", "")).pk


def _return(request: HttpRequest, dossier_id: int) -> int:
    reason = request.POST.get("reason", "")
    return moves.return_stage(dossier_id, by=person_of(request), reason=reason).entry_id


def _hand_in(request: HttpRequest, dossier_id: int) -> int:
    text = request.POST.get("text", "")
    return moves.hand_in(dossier_id, by=person_of(request), text=text, file_id=forms.upload(request)).entry_id


def _opinions(request: HttpRequest, dossier_id: int) -> int:
    chosen = [forms.seat(value, "people", _("Hỏi ai"))[0] for value in request.POST.getlist("people")]
    return moves.ask_opinions(
        dossier_id,
        by=person_of(request),
        people=chosen,
        question=request.POST.get("question", ""),
        due_on=forms.day(request.POST.get("due_on", ""), "due_on"),
    )


ACTS: dict[str, Callable[[HttpRequest, int], int]] = {
    "buoc": _open,
    "bo-qua": _skip,
    "tra-lai": _return,
    "nop": _hand_in,
    "xin-y-kien": _opinions,
}
