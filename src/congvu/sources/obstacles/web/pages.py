"""Vướng mắc: clauses by how many duties they stop, recording one, one record, one group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to as duties_visible_to
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import bodies_on
from congvu.kit.clock import local_day, now
from congvu.sources.obstacles import moves, queries, rules
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup
from congvu.sources.obstacles.moves import ObstacleRefused


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def number(text: str) -> int:
    """A key from a form; 0 where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Answers to what I recorded, then clauses with their counts; `?khoa=` opens the records of one."""
    return show_home(request, request.GET.get("khoa", ""))


def show_home(request: HttpRequest, key: str, *, error: str = "", field: str = "", status: int = 200) -> HttpResponse:
    """The page, after a refusal with what was chosen still chosen."""
    me = person_of(request)
    records = queries.of_clause(me, key) if key else []
    if key and not records:
        raise Http404
    context = {
        "rows": queries.by_clause(me),
        "answered": queries.answered_for(me),
        "key": key,
        "records": records,
        "gathers": bool(queries.gathers(me, now())),
        "error": error,
        "field": field,
        "given": request.POST,
        "chosen": {number(one) for one in request.POST.getlist("chon")},
    }
    return render(request, "obstacles/home.html", context, status=status)


@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Record what stops a duty; a refusal keeps everything typed."""
    me, given = person_of(request), request.POST
    wanted = number(given.get("viec", request.GET.get("viec", "")))
    duty = duties_visible_to(me).filter(pk=wanted).first()
    if duty is None:
        raise Http404
    context = {"duty": duty, "given": given}
    if request.method != "POST":
        return render(request, "obstacles/record.html", context)
    try:
        row = moves.record(
            duty.pk,
            by=me,
            instrument=given.get("van_ban", ""),
            clause=given.get("dieu_khoan", ""),
            blocks=given.get("vuong", ""),
            proposal=given.get("kien_nghi", ""),
        )
    except ObstacleRefused as refused:
        return render(
            request, "obstacles/record.html", context | {"error": refused.text, "field": refused.field}, status=422
        )
    messages.success(request, _("Đã ghi vướng mắc %(code)s.") % {"code": row.code})
    return redirect("obstacles:page", row.pk)


@login_required
@require_GET
def show(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    """One record, with the answer once there is one."""
    return show_obstacle(request, obstacle_id)


def show_obstacle(request: HttpRequest, obstacle_id: int, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page of a record; opening an answer marks it as seen."""
    me = person_of(request)
    try:
        row = queries.find_obstacle(me, obstacle_id)
    except Obstacle.DoesNotExist:
        raise Http404 from None
    moves.mark_seen(row, by=me)
    holds: Duty = row.duty
    context = {
        "row": row,
        "group": row.group,
        "outcome": _(rules.OUTCOMES[row.group.outcome]) if row.group and row.group.outcome else "",
        "state": _(rules.STATES[row.group.state]) if row.group else "",
        "duty_opens": duties_visible_to(me).filter(pk=row.duty_id).exists(),
        "may_pause": holds.holder_id == me.pk and holds.state == "in_hand" and holds.paused_at is None,
        "may_claim": holds.holder_id == me.pk,
        "mine": row.person_id == me.pk,
        "error": error,
        "given": request.POST,
    }
    return render(request, "obstacles/page.html", context, status=status)


@login_required
@require_GET
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """What was put together: records, whom it was sent to, the answer."""
    return show_group(request, group_id)


def show_group(
    request: HttpRequest, group_id: int, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    """The page of a group, after a refusal with what was typed still in the fields."""
    me, at = person_of(request), now()
    try:
        page = queries.group_page(me, group_id, at=at)
    except ObstacleGroup.DoesNotExist:
        raise Http404 from None
    context = {
        "page": page,
        "group": page.group,
        "outcomes": rules.OUTCOMES.items(),
        "names": list(bodies_on(local_day(at)).values_list("name", flat=True)) if page.may_send else [],
        "error": error,
        "field": field,
        "given": request.POST,
        "print": "ban-in" in request.GET,
    }
    return render(request, "obstacles/group.html", context, status=status)
