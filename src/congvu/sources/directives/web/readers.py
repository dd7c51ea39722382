"""Quán triệt: what I have to read; the page of a directive for its readers; questions and answers."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import find_people
from congvu.kit.clock import now
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import ReaderQuestion, Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.web.pages import person_of


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for me to be read, what waits for my answer, how far my bodies are."""
    found = queries.overview(person_of(request))
    return render(request, "directives/overview.html", {"page": found, "now": now()})


@login_required
@require_GET
def show(request: HttpRequest, reading_id: int) -> HttpResponse:
    """The text, the button, questions; for who leads: who has not read, body by body."""
    return _page(request, reading_id)


def _page(
    request: HttpRequest, reading_id: int, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    me = person_of(request)
    try:
        page = queries.readers_page(me, reading_id)
    except Reading.DoesNotExist:
        raise Http404 from None
    wanted = request.GET.get("don-vi", "")
    opened = next((row for row in page.rows if str(row.body.pk) == wanted), None)
    if wanted and opened is None:
        raise Http404
    context = {
        "page": page,
        "reading": page.reading,
        "error": error,
        "field": field,
        "given": request.POST,
        "opened": opened,
        "print": "ban-in" in request.GET,
    }
    return render(request, "directives/readers.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, reading_id: int, verb: str) -> HttpResponse:
    """Confirm, ask, hand in the figure, verify whole bodies."""
    do = _ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        said = do(reading_id, person_of(request), request.POST)
    except Reading.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return _page(request, reading_id, error=refused.text, field=refused.field, status=422)
    messages.success(request, said)
    return redirect("directives:readers", reading_id)


def _confirm(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.acknowledge(reading_id, by=me)
    return _("Đã ghi: đồng chí đã đọc và quán triệt văn bản này.")


def _ask(reading_id: int, me: Person, post: QueryDict) -> str:
    row = moves.ask(reading_id, by=me, text=post.get("cau_hoi", ""))
    return _("Đã gửi câu hỏi; người trả lời là %(who)s.") % {"who": f"{row.answerer.courtesy} {row.answerer.full_name}"}


def _hand_in(reading_id: int, me: Person, post: QueryDict) -> str:
    unit = post.get("don_vi", "")
    unit_id = int(unit) if unit.isdigit() and len(unit) < 18 else 0
    moves.hand_in_reading(reading_id, by=me, unit_id=unit_id, reason=post.get("ly_do", ""))
    return _("Đã nộp kết quả quán triệt của đơn vị.")


def _verify(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.verify_read(reading_id, by=me)
    words = ngettext("Đã nghiệm thu %(count)d đơn vị.", "Đã nghiệm thu %(count)d đơn vị.", count)
    return words % {"count": count}


_ACTS: dict[str, Callable[[int, Person, QueryDict], str]] = {
    "xac-nhan": _confirm,
    "hoi": _ask,
    "nop": _hand_in,
    "nghiem-thu": _verify,
}


@login_required
@require_POST
def question(request: HttpRequest, question_id: int, verb: str) -> HttpResponse:
    """Answer a question, or name somebody else who can."""
    if verb not in ("tra-loi", "chuyen"):
        raise Http404
    me = person_of(request)
    try:
        if verb == "tra-loi":
            row = moves.answer(question_id, by=me, text=request.POST.get("tra_loi", ""))
            said = _("Đã trả lời; mọi người đọc văn bản đều thấy.")
        else:
            to = _named(request.POST.get("nguoi", ""))
            row = moves.pass_question(question_id, by=me, to=to, reason=request.POST.get("ly_do", ""))
            said = _("Đã chuyển câu hỏi cho %(who)s.") % {"who": f"{to.courtesy} {to.full_name}"}
    except ReaderQuestion.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        reading_id = ReaderQuestion.objects.values_list("reading_id", flat=True).get(pk=question_id)
        return _page(request, reading_id, error=refused.text, field=f"{refused.field}-{question_id}", status=422)
    messages.success(request, said)
    return redirect(reverse("directives:readers", args=[row.reading_id]) + f"#cau-hoi-{row.pk}")


def _named(words: str) -> Person:
    """The one person who is meant by a typed name."""
    found = find_people(words, now(), limit=3)
    if not found:
        raise DirectiveRefused(_("Không thấy người có tên này đang giữ vị trí."), "nguoi")
    if len(found) > 1:
        raise DirectiveRefused(_("Có nhiều người tên ấy; hãy ghi đủ họ tên."), "nguoi")
    return found[0]
