"""Asking why a duty stands as it does, and answering for one's part of a delay."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from congvu.engines.lifecycle import Refusal
from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.queries import DutyPage
from congvu.kernel.duties.rules import DUTY
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.forms import due_rule
from congvu.kernel.duties.web.move import next_page
from congvu.kernel.duties.web.page import find, may_ask
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import rule
from congvu.kit import dates
from congvu.kit.clock import local_day
from congvu.kit.vietnamese import nfc

FIRST_QUESTION = gettext_noop("Vì sao việc chưa xong, vướng ở đâu, bao giờ xong?")


@login_required
@require_POST
def answer(request: HttpRequest, duty_id: int) -> HttpResponse:
    """The person named in a part of a delay answers; it is a note that stands beside the part."""
    page = find(request, duty_id)
    person = request.user
    assert isinstance(person, Person)
    seq, text = request.POST.get("answers", ""), nfc(request.POST.get("note", "")).strip()
    given = {"note": text, "answers": seq if seq.isdecimal() and len(seq) < 10 else "0"}
    back = request.POST.get("back", "")
    shown = int(back) if back.isdecimal() and len(back) < 19 else duty_id
    try:
        moved = moves.move("note", duty_id=duty_id, by=person, given=given, key=request.POST.get("key") or None)
    except MoveRefused as refused:
        context = {"page": page, "duty": page.duty, "refusal": refused.refusal.told(_), "typed": [("note", text)]}
        return render(request, "duties/refused.html", context, status=422)
    undoing.remember(request, duty_id, "note", _("Giải trình"), moved)
    return redirect(reverse("duties:page", args=[shown]) + "#tre")


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Ask the holder why: a question and a limit; a refusal comes back with everything typed."""
    page = find(request, duty_id)
    person = request.user
    assert isinstance(person, Person)
    if request.method == "GET":
        return _ask_form(request, page, None, 200 if may_ask(page) else 409)
    try:
        due = due_rule(request.POST.get("due", "").strip(), request.POST.get("due_days", ""))
        asked_id = moves.ask_why(
            duty_id, by=person, question=request.POST.get("question", ""), due=due.to_json() if due else "",
            key=request.POST.get("key") or None,
        )  # fmt: skip
    except ValueError as problem:
        return _ask_form(request, page, Refusal("urge", "due", str(problem)), 422)
    except MoveRefused as refused:
        return _ask_form(request, page, refused.refusal, 422)
    asked = Duty.objects.select_related("holder").get(pk=asked_id)
    assert asked.holder is not None and asked.current_due_at is not None  # an issued duty has both
    who = f"{asked.holder.courtesy} {asked.holder.full_name}"
    told = _("Đã gửi yêu cầu giải trình cho %(who)s; hạn trả lời %(limit)s.")
    messages.success(request, told % {"who": who, "limit": dates.limit_text(asked.current_due_at, "short")})
    return redirect(next_page(request, person, duty_id))


def _ask_form(request: HttpRequest, page: DutyPage, refusal: Refusal | None, status: int) -> HttpResponse:
    if refusal is None and status == 409:
        assert isinstance(request.user, Person)
        refusal = queries.why_closed(request.user, page.duty, "urge")
    posted = request.POST
    context = {
        "page": page,
        "duty": page.duty,
        "refusal": refusal.told(_) if refusal else None,
        "question": posted.get("question") if "question" in posted else _(FIRST_QUESTION),
        "due": posted.get("due", ""),
        "days": posted.get("due_days") if "due_days" in posted else rule("explain_within", local_day(page.now)).amount,
        "law": DUTY.words.laws.get(DUTY.rows("urge")[0].law, ""),
        "key": posted.get("key") or uuid4().hex,
        "next": posted.get("next", "") or request.GET.get("next", ""),
    }
    return render(request, "duties/ask.html", context, status=status)
