"""The tray: files that came by folder or mail and wait for the clerk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.faces.exchange import queries
from congvu.faces.exchange.models import Arrival
from congvu.faces.exchange.moves import arriving
from congvu.faces.exchange.web.frame import number_of, person_of, words
from congvu.faces.exchange.work import enter_arrival
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused
from congvu.kit.work.models import Job

OF_A_PAGE = 50
State = Arrival.State


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits first; what was entered, set aside or refused by choice."""
    return _show(request, person_of(request))


def _show(request: HttpRequest, me: Person, error: str = "", on: int = 0) -> HttpResponse:
    state = request.GET.get("tinh-trang", State.WAITING)
    state = state if state in State.values else State.WAITING
    page = number_of(request.GET.get("trang", ""))
    mine = queries.arrivals_for(me)
    first = (page - 1) * OF_A_PAGE
    rows = list(mine.filter(state=state)[first : first + OF_A_PAGE + 1])
    context = {
        "rows": rows[:OF_A_PAGE],
        "more": len(rows) > OF_A_PAGE,
        "page": page,
        "state": state,
        "states": [(value, label, mine.filter(state=value).count()) for value, label in State.choices],
        "sources": queries.sources_of(me),
        "error": error,
        "on": on,
    }
    return render(request, "exchange/tray.html", context, status=422 if error else 200)


@login_required
@require_POST
def act(request: HttpRequest, arrival_id: int, verb: str) -> HttpResponse:
    """Enter it in the register, set it aside with a reason, or let it wait again."""
    me = person_of(request)
    arrival = get_object_or_404(queries.arrivals_for(me), pk=arrival_id)
    try:
        if verb == "vao-so":
            came = enter_arrival(arrival, by=me, same_number=request.POST.get("van_vao_so") == "1")
            if isinstance(came, Job):
                return redirect("work:job", came.pk)
            return redirect("directives:reading", came.reading_id)
        if verb == "de-rieng":
            arriving.set_aside(arrival.pk, by=me, reason=words(request, "ly_do", 500))
            messages.success(request, _("Đã để riêng %(name)s.") % {"name": arrival.name})
        elif verb == "lay-lai":
            arriving.take_back(arrival.pk, by=me)
            messages.success(request, _("%(name)s lại chờ vào sổ.") % {"name": arrival.name})
        else:
            raise Http404
    except Refused as refused:
        return _show(request, me, _(refused.text), arrival.pk)
    return redirect("exchange:tray")
