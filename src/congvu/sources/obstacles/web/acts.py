"""What may be pressed on the pages of obstacles: each verb parses its fields, calls its move and says what happened."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.kernel.org.models import Person
from congvu.sources.obstacles import moves
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup
from congvu.sources.obstacles.moves import ObstacleRefused
from congvu.sources.obstacles.web.pages import number, person_of, show_group, show_home, show_obstacle


@login_required
@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Put the chosen records together."""
    ids = [found for one in request.POST.getlist("chon") if (found := number(one))]
    try:
        group = moves.gather(ids, by=person_of(request), title=request.POST.get("ten", ""))
    except Obstacle.DoesNotExist:
        raise Http404 from None
    except ObstacleRefused as refused:
        key = request.POST.get("khoa", "")
        return show_home(request, key, error=refused.text, field=refused.field, status=422)
    messages.success(request, _("Đã lập kiến nghị %(code)s.") % {"code": group.code})
    return redirect("obstacles:group", group.pk)


@login_required
@require_POST
def act(request: HttpRequest, obstacle_id: int, verb: str) -> HttpResponse:
    """Withdraw a record, or cite it on its duty."""
    me = person_of(request)
    try:
        if verb == "rut":
            moves.withdraw(obstacle_id, by=me, reason=request.POST.get("ly_do", ""))
            messages.success(request, _("Đã rút vướng mắc này."))
            return redirect("obstacles:home")
        if verb not in ("tam-dung", "nguyen-nhan"):
            raise Http404
        moves.cite(obstacle_id, by=me, how="pause" if verb == "tam-dung" else "cause")
    except Obstacle.DoesNotExist:
        raise Http404 from None
    except ObstacleRefused as refused:
        return show_obstacle(request, obstacle_id, error=refused.text, status=422)
    said = _("Đã tạm dừng việc, viện dẫn vướng mắc này.") if verb == "tam-dung" else _("Đã nêu nguyên nhân khách quan.")
    messages.success(request, said)
    return redirect("obstacles:page", obstacle_id)


@login_required
@require_POST
def group_act(request: HttpRequest, group_id: int, verb: str) -> HttpResponse:
    """Do one verb of a group, then show it; a refusal keeps what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        said = do(group_id, person_of(request), request.POST)
    except (ObstacleGroup.DoesNotExist, Obstacle.DoesNotExist):
        raise Http404 from None
    except ObstacleRefused as refused:
        return show_group(request, group_id, error=refused.text, field=refused.field, status=422)
    messages.success(request, said)
    return redirect("obstacles:group", group_id)


def _send(group_id: int, me: Person, post: QueryDict) -> str:
    try:
        day = date.fromisoformat(post.get("han", "").strip())
    except ValueError:
        raise ObstacleRefused(_("Chưa chọn hạn trả lời."), "han") from None
    moves.send(group_id, by=me, day=day, to=post.get("den", ""), outside=post.get("ngoai", ""))
    return _("Đã gửi kiến nghị; có người giữ và có hạn trả lời.")


def _answer(group_id: int, me: Person, post: QueryDict) -> str:
    moves.answer(
        group_id, by=me, text=post.get("tra_loi", ""), outcome=post.get("ket_qua", ""), number=post.get("so", "")
    )
    return _("Đã trả lời; mọi người ghi vướng mắc này đều được báo.")


def _close(group_id: int, me: Person, post: QueryDict) -> str:
    moves.close(group_id, by=me, note=post.get("ghi_chu", ""))
    return _("Đã kết thúc kiến nghị.")


def _leave_out(group_id: int, me: Person, post: QueryDict) -> str:
    moves.leave_out(group_id, number(post.get("vuong_mac", "")), by=me)
    return _("Đã đưa ra khỏi kiến nghị.")


ACTS: dict[str, Callable[[int, Person, QueryDict], str]] = {
    "gui": _send,
    "tra-loi": _answer,
    "ket-thuc": _close,
    "bo": _leave_out,
}
