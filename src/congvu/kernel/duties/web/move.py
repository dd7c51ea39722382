"""One page for every verb of the table: its form, its refusal, and what was typed kept when it is refused."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu.engines.lifecycle import Refusal
from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.queries import DutyPage, EntryRow, OpenMove
from congvu.kernel.duties.rules import DUTY
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.forms import MoveForm
from congvu.kernel.duties.web.page import find, offer
from congvu.kernel.org.models import Person

HANDED = ("decide", "verify", "redo")


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, duty_id: int, verb: str) -> HttpResponse:
    """Show the form of a move (GET), or make the move (POST); a refusal comes back as 422 with everything typed."""
    if verb not in DUTY.verbs:
        raise Http404
    page = find(request, duty_id)
    person = request.user
    assert isinstance(person, Person)
    open_move = next((one for one in page.moves if one.verb == verb), None)
    if open_move is None:
        return _closed(request, page, verb, person)
    form = MoveForm(open_move, page, person, request.POST if request.method == "POST" else None)
    if request.method == "GET" or "find" in request.POST:
        return _show(request, page, open_move, form, None, 200)
    if not form.read(request):
        return _show(request, page, open_move, form, None, 422)
    try:
        moved = moves.move(verb, duty_id=duty_id, by=person, given=form.given, key=request.POST.get("key") or None)
    except MoveRefused as refused:
        form.lacking(refused.refusal.missing if refused.refusal.code == "missing" else ())
        return _show(request, page, open_move, form, refused.refusal, 422)
    undoing.remember(request, duty_id, verb, _(open_move.label), moved)
    return redirect(next_page(request, person, duty_id))


def _show(
    request: HttpRequest, page: DutyPage, open_move: OpenMove, form: MoveForm, refusal: Refusal | None, status: int
) -> HttpResponse:
    context = {
        "page": page,
        "duty": page.duty,
        "offer": offer(open_move, page),
        "form": form,
        "refusal": refusal.told(_) if refusal else None,
        "law": DUTY.words.laws.get(open_move.move.law, ""),
        "returns": _returns(page) if open_move.move.variant == "settle" else [],
        "handed": _handed(page) if open_move.verb in HANDED else None,
        "key": request.POST.get("key") or uuid4().hex,
        "next": request.POST.get("next", ""),
    }
    return render(request, "duties/move.html", context, status=status)


def _closed(request: HttpRequest, page: DutyPage, verb: str, person: Person) -> HttpResponse:
    """The move is not open: say why by the table, keep what was typed, change nothing.

    A POST is put to the kernel all the same: its refusal is the exact one, and a second click of the same form gets
    the answer of the first.
    """
    given = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "key", "next")}
    refusal = queries.why_closed(person, page.duty, verb)
    if request.method == "POST":
        try:
            moved = moves.move(verb, duty_id=page.duty.pk, by=person, given=given, key=request.POST.get("key") or None)
        except MoveRefused as refused:
            refusal = refused.refusal
        else:
            undoing.remember(request, page.duty.pk, verb, _(DUTY.rows(verb)[0].label), moved)
            return redirect(next_page(request, person, page.duty.pk))
    last = page.entries[-1] if page.entries else None
    typed = [(name, text) for name, text in given.items() if isinstance(text, str) and text.strip()]
    context = {"page": page, "duty": page.duty, "refusal": refusal.told(_), "last": last, "typed": typed}
    return render(request, "duties/refused.html", context, status=422 if request.method == "POST" else 409)


def _handed(page: DutyPage) -> EntryRow | None:
    """What was put to whoever decides or verifies: he reads it beside his form."""
    return next((row for row in reversed(page.entries) if row.verb in ("submit", "complete")), None)


def _returns(page: DutyPage) -> list[EntryRow]:
    """Who said "not mine", on what ground: shown side by side to whoever settles it."""
    return [row for row in page.entries if row.verb == "return"]


def next_page(request: HttpRequest, person: Person, duty_id: int) -> str:
    """Back to where the person came from, else to the duty, else (it is out of sight now) to his list."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    seen = queries.visible_to(person).filter(pk=duty_id).exists()
    return reverse("duties:page", args=[duty_id]) if seen else reverse("duties:inbox")
