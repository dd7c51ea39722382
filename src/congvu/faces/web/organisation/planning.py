"""A plan seat by seat: what becomes of each seat, room and matter; proposed by the program, changed by hand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.faces.web.organisation import acting
from congvu.faces.web.organisation.acting import Field, Form, allowed
from congvu.faces.web.organisation.plans import FORM, plan_of, reader, trail_of
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import PlannedBody, PlannedMatter, PlannedPost, PlannedSuccession, Post, Reorganisation
from congvu.kit import clock


@login_required
@require_GET
def target(request: HttpRequest, plan_id: int, planned_id: int) -> HttpResponse:
    """The seats that a planned body and its rooms get, seat by seat."""
    person, plan = reader(request), plan_of(plan_id)
    planned = get_object_or_404(plan.bodies.select_related("existing", "parent_planned"), pk=planned_id)
    view = queries.PlanView.load(plan, clock.now())
    under = _under(view, planned.pk)
    groups = []
    for pk in under:
        rows = sorted((row for row in view.posts.values() if row.into_id == pk), key=lambda row: (row.order, row.pk))
        sources = [one for one in view.successions if one.into_id == pk]
        groups.append((view.bodies[pk], sources, [(row, view.sitting.get(row.old_id, [])) for row in rows]))
    olds = {one.old_id for one in view.successions if one.into_id in under and one.main}
    context = {
        "plan": plan,
        "planned": planned,
        "groups": groups,
        "vanishing": [
            (row, view.sitting.get(row.old_id, []))
            for row in view.posts.values()
            if row.into_id is None and row.old.body_id in olds
        ],
        "several": len([row for row in view.bodies.values() if row.parent_planned_id is None]) > 1,
        "may_plan": plan.is_draft and queries.may("plan", person, clock.now()),
    }
    return render(request, "organisation/plan_body.html", context)


def _under(view: queries.PlanView, planned: int) -> list[int]:
    """A planned body and all planned below it, from the top down."""
    found = [planned]
    for pk in found:
        found += [one for one, row in view.bodies.items() if row.parent_planned_id == pk]
    return found


def _post_form(row: PlannedPost, plan: Reorganisation) -> Form:
    """What a seat may become."""
    others = plan.posts.filter(into__isnull=False).exclude(pk=row.pk).select_related("old__body", "into__existing")
    return Form(
        _("Vị trí trong phương án"),
        _("Ghi"),
        [
            Field(
                "into",
                _("Thuộc cơ quan"),
                "choice",
                str(row.into_id or ""),
                [
                    ("", _("Vị trí này không còn")),
                    *(
                        (str(one.pk), _placed(one))
                        for one in plan.bodies.select_related("existing", "parent_planned__existing")
                    ),
                ],
            ),
            Field("title", _("Tên vị trí mới"), value=row.title or row.old.title),
            Field(
                "role", _("Vai trò"), "choice", row.role or row.old.role, [(v, _(str(n))) for v, n in Post.Role.choices]
            ),
            Field("order", _("Thứ tự"), value=str(row.order)),
            Field(
                "receiver",
                _("Nếu không còn: việc chuyển cho"),
                "choice",
                str(row.receiver_id or ""),
                [("", _("Người đứng đầu cơ quan kế thừa")), *((str(one.old_id), _heir(one)) for one in others)],
            ),
        ],
        reverse("org:plan_body", args=[plan.pk, row.into_id]) if row.into_id else reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
        lead=str(row.old),
    )


@login_required
@FORM
def change_post(request: HttpRequest, row_id: int) -> HttpResponse:
    """What becomes of a seat, or that it vanishes and who takes its work."""
    by = allowed("plan", request)
    row = get_object_or_404(PlannedPost.objects.select_related("plan", "old__body", "into__existing"), pk=row_id)
    plan = row.plan
    form = _post_form(row, plan)

    def make(typed: dict[str, str]) -> str:
        if not typed["order"].isdecimal() or not 1 <= int(typed["order"]) <= 999:
            raise acting.Wrong(_("Thứ tự là số từ 1 đến 999."), "order")
        into = get_object_or_404(plan.bodies, pk=int(typed["into"])) if typed["into"].isdecimal() else None
        receiver = get_object_or_404(Post, pk=int(typed["receiver"])) if typed["receiver"].isdecimal() else None
        moves.plan_post(
            row,
            by=by,
            into=into,
            title=typed["title"] if into else "",
            role=typed["role"] if into else "",
            order=int(typed["order"]),
            receiver=receiver,
        )
        return _("Đã ghi; hãy diễn tập lại.")

    return acting.run(request, form, make)


def _placed(row: PlannedBody) -> str:
    return f"{row}, {row.parent_planned}" if row.parent_planned else str(row)


def _heir(row: PlannedPost) -> str:
    return f"{row.title}, {row.into} ({_('nay')}: {row.old})"


@login_required
@FORM
def change_room(request: HttpRequest, row_id: int) -> HttpResponse:
    """A room of a body that is divided goes under another heir."""
    by = allowed("plan", request)
    row = get_object_or_404(PlannedSuccession.objects.select_related("plan", "old", "into__parent_planned"), pk=row_id)
    plan = row.plan
    above = row.into.parent_planned_id
    form = Form(
        _("Phòng thuộc cơ quan nào"),
        _("Ghi"),
        [
            Field(
                "under",
                _("Thuộc cơ quan"),
                "choice",
                str(above or ""),
                [(str(one.pk), str(one)) for one in plan.bodies.filter(parent_planned=None).select_related("existing")],
            )
        ],
        reverse("org:plan_body", args=[plan.pk, above]) if above else reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
        lead=row.old.name,
    )

    def make(typed: dict[str, str]) -> str:
        if not typed["under"].isdecimal():
            raise acting.Wrong(_("Chưa chọn cơ quan kế thừa."), "under")
        moves.plan_room(row, by=by, under=get_object_or_404(plan.bodies, pk=int(typed["under"])))
        return _("Đã ghi; hãy diễn tập lại.")

    return acting.run(request, form, make, to=reverse("org:plan", args=[plan.pk]))


@login_required
@FORM
def change_matter(request: HttpRequest, row_id: int) -> HttpResponse:
    """Who answers for a matter afterwards."""
    by = allowed("plan", request)
    row = get_object_or_404(PlannedMatter.objects.select_related("plan", "line__body", "deciding"), pk=row_id)
    plan = row.plan
    heads = plan.posts.filter(into__isnull=False, role__in=["head", "leader", "deputy"]).select_related(
        "old__body", "into__existing"
    )
    form = Form(
        _("Lĩnh vực trong phương án"),
        _("Ghi"),
        [
            Field(
                "into",
                _("Cơ quan chịu trách nhiệm"),
                "choice",
                str(row.into_id or ""),
                [("", _("Chưa giao ai")), *((str(one.pk), str(one)) for one in plan.bodies.select_related("existing"))],
            ),
            Field(
                "deciding",
                _("Vị trí quyết định"),
                "choice",
                str(row.deciding_id or ""),
                [("", _("Chưa nêu")), *((str(one.old_id), _heir(one)) for one in heads)],
            ),
        ],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
        lead=row.line.matter,
    )

    def make(typed: dict[str, str]) -> str:
        into = get_object_or_404(plan.bodies, pk=int(typed["into"])) if typed["into"].isdecimal() else None
        deciding = get_object_or_404(Post, pk=int(typed["deciding"])) if typed["deciding"].isdecimal() else None
        moves.plan_matter(row, by=by, into=into, deciding=deciding)
        return _("Đã ghi; hãy diễn tập lại.")

    return acting.run(request, form, make)
