"""The register of internal rules, entering one, one rule with its reviews."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import bodies_on, seats_of_body
from congvu.kernel.records import queries as records
from congvu.kit.clock import local_day, now, today
from congvu.sources.regulations import moves, queries, rules
from congvu.sources.regulations.models import Regulation, RegulationReview
from congvu.sources.regulations.moves import RegulationRefused

STATES = ("in_force", "review", "ended")
LINES = 200


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def number(text: str) -> int:
    """A key from a form; 0 where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def day(text: str, field: str) -> date | None:
    """A day from a form; None where nothing was given."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RegulationRefused(_("Ngày chưa đúng. Nhập theo dạng ngày/tháng/năm."), field) from None


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The register: everybody reads it; filtered by words, body and whether it is in force."""
    asked, me = request.GET, person_of(request)
    state = asked.get("tinh-trang", "in_force")
    text, body = asked.get("q", "").strip(), number(asked.get("don-vi", ""))
    found = queries.register(text=text, body=body or None, state=state if state in STATES else "")
    whole = "ban-in" in asked
    rows = list(found if whole else found[: LINES + 1])
    shown = rows if whole else rows[:LINES]
    context = {
        "rows": [
            (row, rules.status_on(today(), row.in_force_from, row.in_force_to, row.replaced_by_id is not None))
            for row in shown
        ],
        "more": len(rows) > len(shown),
        "bodies": Body.objects.filter(pk__in=Regulation.objects.values("body")).order_by("sort_key"),
        "query": text,
        "body": body,
        "state": state,
        "enters": bool(queries.enters_for(me, now())),
        "looks": queries.may_look(me, now()),
        "whole": whole,
        "kinds": rules.KINDS,
    }
    return render(request, "regulations/home.html", context)


@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a rule; a refusal keeps everything typed."""
    me, given = person_of(request), request.POST
    bodies = queries.enters_for(me, now())
    if not bodies:
        raise Http404
    chosen = next((body for body in bodies if body.pk == number(given.get("co_quan", ""))), bodies[0])
    context = {
        "bodies": bodies,
        "reviewers": [seat for body in bodies for seat in seats_of_body(body, now())],
        "kinds": rules.KINDS.items(),
        "given": given,
    }
    if request.method != "POST":
        return render(request, "regulations/enter.html", context)
    try:
        row = moves.enter(by=me, body=chosen, **_fields(request))
    except RegulationRefused as refused:
        context |= {"error": refused.text, "field": refused.field}
        return render(request, "regulations/enter.html", context, status=422)
    messages.success(request, _("Đã vào sổ."))
    return redirect("regulations:page", row.pk)


def _fields(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    issued = day(given.get("ngay", ""), "ngay")
    if issued is None:
        raise RegulationRefused(_("Chưa chọn ngày ban hành."), "ngay")
    fields: dict[str, Any] = {
        "kind": given.get("loai", ""),
        "number": given.get("so", ""),
        "title": given.get("trich_yeu", ""),
        "matter": given.get("linh_vuc", ""),
        "basis": given.get("can_cu", ""),
        "issued_on": issued,
        "in_force_from": day(given.get("hieu_luc", ""), "hieu_luc"),
        "review_on": day(given.get("ra_soat", ""), "ra_soat"),
        "reviewer_post": _post(given),
    }
    upload = request.FILES.get("tep")
    if isinstance(upload, UploadedFile):
        if upload.size and upload.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // 1024 // 1024
            raise RegulationRefused(
                _("Tệp lớn hơn %(limit)s MB. Hãy nén hoặc chia nhỏ rồi gửi lại.") % {"limit": limit}, "tep"
            )
        fields |= {"data": upload.read(), "name": upload.name or "tep"}
    return fields


def _post(given: QueryDict) -> Post | None:
    return Post.objects.select_related("body").filter(pk=number(given.get("nguoi_ra_soat", ""))).first()


@login_required
@require_GET
def show(request: HttpRequest, regulation_id: int) -> HttpResponse:
    """One rule."""
    return _page(request, regulation_id)


def _page(
    request: HttpRequest, regulation_id: int, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    try:
        page = queries.regulation_page(person_of(request), regulation_id)
    except Regulation.DoesNotExist:
        raise Http404 from None
    context = {
        "page": page,
        "regulation": page.regulation,
        "kind": rules.KINDS[page.regulation.kind],
        "outcomes": rules.OUTCOMES.items(),
        "labels": rules.OUTCOMES,
        "error": error,
        "field": field,
        "given": request.POST,
    }
    return render(request, "regulations/page.html", context, status=status)


@login_required
@require_GET
def download(request: HttpRequest, regulation_id: int) -> HttpResponse:
    """The file of a rule. Never shown inside a page: it came from outside."""
    row = Regulation.objects.select_related("file").filter(pk=regulation_id).first()
    if row is None or row.file is None:
        raise Http404
    response = HttpResponse(records.read_file(row.file), content_type=row.file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
@require_POST
def act(request: HttpRequest, regulation_id: int, verb: str) -> HttpResponse:
    """Do one verb, then show the rule; a refusal keeps what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        said = do(regulation_id, person_of(request), request.POST)
    except (Regulation.DoesNotExist, RegulationReview.DoesNotExist):
        raise Http404 from None
    except RegulationRefused as refused:
        return _page(request, regulation_id, error=refused.text, field=refused.field, status=422)
    messages.success(request, said)
    return redirect("regulations:page", regulation_id)


def _correct(regulation_id: int, me: Person, post: QueryDict) -> str:
    fields: dict[str, object] = {
        "title": post.get("trich_yeu", ""),
        "matter": post.get("linh_vuc", ""),
        "basis": post.get("can_cu", ""),
        "review_on": day(post.get("ra_soat", ""), "ra_soat"),
        "reviewer_post": _post(post),
    }
    moves.correct(regulation_id, by=me, **fields)
    return _("Đã sửa.")


def _newer(post: QueryDict) -> Regulation | None:
    return Regulation.objects.select_related("body").filter(pk=number(post.get("thay_the", ""))).first()


def _replace(regulation_id: int, me: Person, post: QueryDict) -> str:
    newer = _newer(post)
    if newer is None:
        raise RegulationRefused(_("Chưa chọn văn bản thay thế."), "thay_the")
    moves.replace(regulation_id, by=me, newer=newer)
    return _("Đã ghi văn bản thay thế.")


def _end(regulation_id: int, me: Person, post: QueryDict) -> str:
    last = day(post.get("het", ""), "het")
    if last is None:
        raise RegulationRefused(_("Chưa chọn ngày hết hiệu lực."), "het")
    moves.end(regulation_id, by=me, last_day=last, reason=post.get("ly_do", ""))
    return _("Đã ghi ngày hết hiệu lực.")


def _review(regulation_id: int, me: Person, post: QueryDict) -> str:
    moves.conclude_review(
        _open_review(regulation_id),
        by=me,
        outcome=post.get("ket_qua", ""),
        note=post.get("ghi_chu", ""),
        next_on=day(post.get("tiep_theo", ""), "tiep_theo"),
        newer=_newer(post),
    )
    return _("Đã ghi kết quả rà soát; việc đã nộp.")


def _open_review(regulation_id: int) -> int:
    row = RegulationReview.objects.filter(regulation=regulation_id, outcome="").order_by("-day").first()
    if row is None:
        raise RegulationRefused(_("Văn bản này không có lần rà soát nào đang mở."))
    return row.pk


ACTS: dict[str, Callable[[int, Person, QueryDict], str]] = {
    "sua": _correct,
    "thay-the": _replace,
    "het-hieu-luc": _end,
    "ra-soat": _review,
}


def body_names() -> list[str]:
    """Names offered while typing a body."""
    return list(bodies_on(local_day(now())).values_list("name", flat=True))
