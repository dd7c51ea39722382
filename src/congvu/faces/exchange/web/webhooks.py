"""Webhooks: who is told, what waits, what could not be delivered; for the administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.faces.exchange.models import Delivery, Subscription
from congvu.faces.exchange.moves import subscribing
from congvu.faces.exchange.web.frame import administrator, words
from congvu.kernel.duties.rules import DUTY
from congvu.kit.refusal import Refused

DEAD_SHOWN = 50


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every subscription with what waits and what was given up."""
    administrator(request)
    counted = Subscription.objects.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__dead=False)),
        dead=Count("deliveries", filter=Q(deliveries__dead=True)),
    )
    return render(request, "exchange/webhooks.html", {"rows": counted.order_by("name", "pk")})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, row_id: int = 0) -> HttpResponse:
    """Subscribe, or change a subscription. A new secret is shown once, on this page."""
    me = administrator(request)
    row = get_object_or_404(Subscription, pk=row_id) if row_id else None
    typed: dict[str, object] = {
        "url": row.url if row else "", "ten": row.name if row else "", "chu_de": row.topics if row else [],
        "noi_dung": row.with_words if row else False, "hoat_dong": row.active if row else True,
    }  # fmt: skip
    error = at = ""
    if request.method == "POST":
        topics = request.POST.getlist("chu_de")
        with_words, active = request.POST.get("noi_dung") == "1", request.POST.get("hoat_dong") == "1"
        url, name = words(request, "url", 600), words(request, "ten", 200)
        typed = {"url": url, "ten": name, "chu_de": topics, "noi_dung": with_words, "hoat_dong": active}
        try:
            if row is None:
                row, secret = subscribing.subscribe(url=url, name=name, topics=topics, with_words=with_words, by=me)
                return _secret(request, row, secret)
            subscribing.change(row, url=url, name=name, topics=topics, with_words=with_words, active=active, by=me)
        except Refused as refused:
            error, at = _(refused.text), refused.field
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("exchange:webhooks")
    return _form(request, row if row_id else None, typed, error, at)


def _form(
    request: HttpRequest, row: Subscription | None, typed: dict[str, object], error: str, at: str
) -> HttpResponse:
    topics: dict[str, str] = {}
    for move in DUTY.moves:
        topics.setdefault(f"duty.{move.name.partition(':')[0]}", move.label)
    dead = Delivery.objects.filter(subscription=row, dead=True).order_by("pk") if row else Delivery.objects.none()
    context = {
        "row": row,
        "typed": typed,
        "topics": [*topics.items()],
        "dead": dead[:DEAD_SHOWN],
        "dead_count": dead.count(),
        "error": error,
        "at": at,
    }
    return render(request, "exchange/webhook.html", context, status=422 if error else 200)


def _secret(request: HttpRequest, row: Subscription, secret: str) -> HttpResponse:
    answer = render(request, "exchange/secret.html", {"row": row, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def act(request: HttpRequest, row_id: int, verb: str) -> HttpResponse:
    """A new secret; what was given up once more, or let go."""
    me = administrator(request)
    row = get_object_or_404(Subscription, pk=row_id)
    if verb == "doi-khoa":
        return _secret(request, row, subscribing.rotate(row, by=me))
    if verb == "gui-lai":
        count = subscribing.retry_dead(row, by=me)
        messages.success(request, _("%(n)d sự kiện sẽ được gửi lại.") % {"n": count})
    elif verb == "bo":
        count = subscribing.drop_dead(row, by=me)
        messages.success(request, _("Đã bỏ %(n)d sự kiện chưa gửi được; sổ cái vẫn giữ chúng.") % {"n": count})
    else:
        raise Http404
    return redirect("exchange:webhook", row.pk)
