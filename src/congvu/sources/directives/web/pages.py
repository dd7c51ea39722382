"""The registers, entering a document, and the page on which it is read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.sources.directives import moves, queries, rules
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.moves.witness import OUTCOMES
from congvu.sources.directives.rules.clashes import OUTCOMES as CLASH_OUTCOMES
from congvu.sources.directives.rules.examples import REJECT_REASONS


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views below stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 9 else None


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The register of incoming documents: what waits for me first, then the book."""
    return _register(request, "den", waiting=queries.waiting_for(person_of(request)), states=Reading.State.choices)


@login_required
@require_GET
def outgoing(request: HttpRequest) -> HttpResponse:
    """The register of outgoing documents."""
    return _register(request, "di")


def _register(request: HttpRequest, book: str, **more: object) -> HttpResponse:
    me, asked = person_of(request), request.GET
    text, year, state = asked.get("q", "").strip(), _number(asked.get("nam", "")), asked.get("trang-thai", "")
    whole = "ban-in" in asked
    page = queries.register_page(
        me,
        book,
        text=text,
        year=year,
        state=state if state in Reading.State.values else "",
        page=_number(asked.get("trang", "")) or 1,
        whole=whole,
    )
    filters = asked.copy()
    for name in ("trang", "ban-in"):
        filters.pop(name, None)
    context = {
        "page": page,
        "lines": page.lines,
        "years": queries.years(me, book),
        "query": text,
        "year": year,
        "state": state,
        "body": queries.handled_body(me),
        "book": book,
        "whole": whole,
        "filters": f"&{filters.urlencode()}" if filters else "",
    }
    return render(request, "directives/register.html", context | more)


@login_required
@require_GET
def reading(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The text beside its demands, doubts first."""
    return show_reading(request, reading_id)


def show_reading(request: HttpRequest, reading_id: int, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page, or with HTMX its working part alone; after a refusal with what was typed still in the fields."""
    me = person_of(request)
    try:
        page = queries.reading_page(me, reading_id)
    except Reading.DoesNotExist:
        raise Http404 from None
    asked = request.GET if request.method == "GET" else request.POST
    edit = _number(asked.get("sua", ""))
    context = {
        "page": page,
        "reading": page.reading,
        "error": error,
        "given": request.POST,
        "edit": edit,
        "receivers": _receivers(page, edit),
        "drop": _number(asked.get("bo", "")),
        "adding": asked.get("them") == "1",
        "span": _span(asked.get("tu", ""), asked.get("den", ""), page),
        "kinds": rules.KINDS.items(),
        "product_kinds": rules.PRODUCT_KINDS.items(),
        "every": rules.EVERY.items(),
        "reject_reasons": REJECT_REASONS,
        "outcomes": CLASH_OUTCOMES.items(),
        "bodies": queries.choices_of_bodies() if page.may_change or page.may_instruct else [],
    }
    template = "directives/reading.html"
    if getattr(request, "htmx", False):
        template += "#work"
    return render(request, template, context, status=status)


def _receivers(page: queries.ReadingPage, demand_id: int | None) -> list[str]:
    """Who may be named in person on the card that is being edited."""
    bodies = [target.body for card in page.cards if card.demand.pk == demand_id for target in card.targets]
    return [queries.receiver_label(seat) for seat in queries.receivers_in(bodies[0], now())] if len(bodies) == 1 else []


def _span(start: str, end: str, page: queries.ReadingPage) -> dict[str, object] | None:
    first, last = _number(start), _number(end)
    if first is None or last is None or not first < last:
        return None
    words = page.reading.document.text[first:last]
    return {"start": first, "end": last, "words": words, "title": rules.short_title(words)} if words.strip() else None


@login_required
@require_GET
def obligations(request: HttpRequest) -> HttpResponse:
    """Standing demands: on my bodies, and of the directives I may see."""
    rows = queries.obligations_of(person_of(request))[:500]
    return render(request, "directives/obligations.html", {"rows": rows})


@login_required
def review(request: HttpRequest, duty_id: int) -> HttpResponse:
    """The table of a review duty: each standing demand done or not, and by what one can see it."""
    me = person_of(request)
    error = ""
    if request.method == "POST":
        answers = {
            line.pk: (request.POST.get(f"ket_qua_{line.pk}", ""), request.POST.get(f"can_cu_{line.pk}", ""))
            for line in queries.review_lines(duty_id)
        }
        hand_in = request.POST.get("nop") == "1"
        try:
            moves.answer_review(duty_id, by=me, answers=answers, hand_in=hand_in)
            messages.success(request, _("Đã nộp bảng rà soát.") if hand_in else _("Đã lưu."))
            return redirect("directives:review", duty_id)
        except DirectiveRefused as refused:
            error = refused.text
        except Duty.DoesNotExist:
            raise Http404 from None
    duty = queries.review_duty(me, duty_id)
    if duty is None:
        raise Http404
    context = {"duty": duty, "lines": queries.review_lines(duty_id), "outcomes": OUTCOMES.items(), "error": error}
    return render(request, "directives/review.html", context, status=422 if error else 200)
