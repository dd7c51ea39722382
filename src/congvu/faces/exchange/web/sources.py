"""Sources of incoming documents, their state and their settings: for the administrator."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.faces.exchange.intake import folder
from congvu.faces.exchange.models import Source
from congvu.faces.exchange.moves import sources
from congvu.faces.exchange.web.frame import administrator, words
from congvu.kernel.org.models import Appointment, Person, Post
from congvu.kit.refusal import Refused

Kind = Source.Kind
REGISTERING = (Post.Role.CLERK, Post.Role.HEAD, Post.Role.DEPUTY, Post.Role.LEADER)
FIELDS = ("folder", *sources.MAILBOX_FIELDS)


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every source with how its last look went."""
    administrator(request)
    rows = Source.objects.select_related("clerk").order_by("name")
    return render(request, "exchange/sources.html", {"rows": rows})


@dataclass
class Typed:
    """A form of a source: what stands in its fields."""

    kind: str
    name: str = ""
    clerk: str = ""
    at_once: bool = False
    trusted: str = ""
    settings: dict[str, str] = field(default_factory=dict)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str = "", source_id: int = 0) -> HttpResponse:
    """Set up or change one."""
    me = administrator(request)
    source = get_object_or_404(Source, pk=source_id) if source_id else None
    if source is None and kind not in Kind.values:
        raise Http404
    typed, error, at = _typed(source, kind), "", ""
    if request.method == "POST":
        typed = _posted(request, typed.kind)
        try:
            saved = sources.save_source(
                source, by=me, kind=typed.kind, name=typed.name, clerk=_clerk(typed.clerk), settings=typed.settings,
                password=request.POST.get("mat_khau", ""), at_once=typed.at_once, trusted=typed.trusted.split(),
            )  # fmt: skip
        except Refused as refused:
            error, at = _(refused.text), refused.field
        else:
            messages.success(request, _("Đã lưu nguồn %(name)s.") % {"name": saved.name})
            return redirect("exchange:sources")
    context = {
        "source": source,
        "typed": typed,
        "clerks": _clerks(),
        "roots": folder.allowed_roots(),
        "error": error,
        "at": at,
    }
    return render(request, "exchange/source.html", context, status=422 if error else 200)


def _typed(source: Source | None, kind: str) -> Typed:
    if source is None:
        start = {"port": "993", "inbox": "INBOX", "done": "Da-nhan", "aside": "De-rieng", "security": "tls"}
        return Typed(kind, at_once=kind == Kind.FOLDER, settings=start)
    trusted = "\n".join(source.trusted)
    return Typed(source.kind, source.name, source.clerk.username, source.at_once, trusted, dict(source.settings))


def _posted(request: HttpRequest, kind: str) -> Typed:
    return Typed(
        kind, words(request, "ten", 200), words(request, "van_thu", 200), request.POST.get("vao_ngay") == "1",
        words(request, "tin_cay"), {name: words(request, name, 500) for name in FIELDS},
    )  # fmt: skip


def _clerk(username: str) -> Person:
    found = Person.objects.filter(username=username.partition(":")[0].strip(), is_active=True).first()
    if found is None:
        raise Refused("Chọn văn thư chịu trách nhiệm về văn bản đến từ nguồn này.", "van_thu")
    return found


def _clerks() -> list[Appointment]:
    """Who keeps a register, clerks first."""
    rows = Appointment.objects.select_related("person", "post__body").filter(
        ends_at__isnull=True, post__role__in=REGISTERING, person__is_active=True
    )
    return sorted(rows, key=lambda row: (row.post.role != Post.Role.CLERK, row.post.body.sort_key, row.post.order))


@login_required
@require_POST
def act(request: HttpRequest, source_id: int, verb: str) -> HttpResponse:
    """Look now, stop, go on."""
    me = administrator(request)
    source = get_object_or_404(Source.objects.select_related("clerk"), pk=source_id)
    if verb == "xem-ngay":
        count = sources.look(source)
        source.refresh_from_db()
        if source.trouble:
            messages.error(request, source.trouble)
        else:
            messages.success(request, _("Đã xem %(name)s: %(n)d tệp hoặc thư mới.") % {"name": source.name, "n": count})
    elif verb in ("dung", "chay"):
        sources.switch(source, active=verb == "chay", by=me)
    else:
        raise Http404
    return redirect("exchange:sources")
