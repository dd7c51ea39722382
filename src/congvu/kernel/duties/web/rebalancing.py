"""Điều chỉnh người giữ: a head passes chosen duties to another person of his unit, with one reason."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from congvu.engines.lifecycle import Refusal
from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.queries import UnitPage
from congvu.kernel.duties.web.body import find_unit, number, person_of
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Person
from congvu.kit import clock, dates
from congvu.kit.status import status_of

MOST = 200


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Choose whose duties, which, to whom and why; a refusal keeps everything that was chosen and typed."""
    person, now = person_of(request), clock.now()
    page = find_unit(request, person, now)
    source = number(request.GET.get("nguoi", ""))
    if request.method == "GET":
        return _form(request, page, person, source, None, 200)
    chosen = [key for text in request.POST.getlist("viec") if (key := number(text)) is not None]
    receiver = number(request.POST.get("nhan", ""))
    try:
        if receiver is None:
            raise MoveRefused(Refusal("take_over", "missing", _("Chưa chọn người nhận."), missing=("receiver",)))
        count = moves.take_over_these(chosen, by=person, receiver_id=receiver, reason=request.POST.get("ly-do", ""))
    except MoveRefused as refused:
        return _form(request, page, person, source, refused.refusal, 422)
    taker = Person.objects.get(pk=receiver)
    words = ngettext("Đã chuyển %(n)d việc cho %(who)s.", "Đã chuyển %(n)d việc cho %(who)s.", count)
    messages.success(request, words % {"n": count, "who": f"{taker.courtesy} {taker.full_name}"})
    focus = "" if page.body == page.realm.led[0] else f"?o={page.body.pk}"
    return redirect(reverse("duties:body") + focus)


def _form(
    request: HttpRequest, page: UnitPage, person: Person, source: int | None, refusal: Refusal | None, status: int
) -> HttpResponse:
    duties = queries.open_of(person, page.ids).select_related("holder", "body").order_by("current_due_at", "pk")
    if source is not None:
        duties = duties.filter(holder=source)
    marked = set(request.POST.getlist("viec"))
    calendar = org.calendar()
    context = {
        "page": page,
        "source": Person.objects.filter(pk=source).first() if source else None,
        "rows": [(duty, status_of(duty, page.now, calendar), str(duty.pk) in marked) for duty in duties[:MOST]],
        "receivers": _receivers(page),
        "receiver": request.POST.get("nhan", ""),
        "reason": request.POST.get("ly-do", ""),
        "refusal": refusal.told(_) if refusal else None,
        "key": uuid4().hex,
    }
    return render(request, "duties/rebalance.html", context, status=status)


def _receivers(page: UnitPage) -> list[tuple[str, list[tuple[int, str]]]]:
    """Everybody who sits in the unit or below, by body, with how much he holds already."""
    held = {load.person.pk: load.open for load in page.loads}
    rows = Appointment.objects.filter(post__body__in=page.ids, ends_at__isnull=True, starts_at__lte=page.now)
    groups: dict[str, list[tuple[int, str]]] = {}
    for row in rows.select_related("person", "post__body").order_by("post__body__sort_key", "post__order", "pk"):
        name = dates.capital(f"{row.person.courtesy} {row.person.full_name}, {row.post.title}")
        if row.person_id in held:
            name += _(" (đang giữ %(n)d việc)") % {"n": held[row.person_id]}
        groups.setdefault(row.post.body.name, []).append((row.person_id, name))
    return list(groups.items())
