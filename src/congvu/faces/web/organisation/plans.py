"""Sắp xếp tổ chức: a merger or a split is drafted, rehearsed without changing anything, decided, and carried out."""

from collections import Counter
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu.faces.web.organisation import acting
from congvu.faces.web.organisation.acting import Field, Form, allowed, person_of
from congvu.faces.web.organisation.structure import kinds
from congvu.kernel.duties.queries.reorganising import rehearse
from congvu.kernel.duties.tasks import CARRY_OUT
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import Body, Person, PlannedBody, Reorganisation
from congvu.kit import clock, dates
from congvu.kit.work.models import Job

FORM = require_http_methods(["GET", "POST"])


def reader(request: HttpRequest) -> Person:
    """Who drafts or decides may read plans; of nobody else's business before they are carried out."""
    person, now = person_of(request), clock.now()
    if not (queries.may("plan", person, now) or queries.may("order", person, now)):
        raise PermissionDenied(_("Trang này dành cho lãnh đạo và cán bộ tổ chức."))
    return person


def plan_of(plan_id: int) -> Reorganisation:
    return get_object_or_404(queries.plans(), pk=plan_id)


def trail_of(plan: Reorganisation) -> list[tuple[str, str]]:
    return [(reverse("org:plans"), _("Sắp xếp tổ chức")), (reverse("org:plan", args=[plan.pk]), plan.name)]


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All plans, the newest first."""
    person = reader(request)
    context = {"plans": queries.plans(), "may_plan": queries.may("plan", person, clock.now())}
    return render(request, "organisation/plans.html", context)


def _fields(plan: Reorganisation | None = None) -> list[Field]:
    return [
        Field("name", _("Tên phương án"), value=plan.name if plan else "", help=_("Ví dụ: Hợp nhất hai sở năm 2027")),
        Field("instrument", _("Văn bản quyết định"), value=plan.instrument if plan else ""),
        Field(
            "day",
            _("Cơ quan mới có từ ngày"),
            "day",
            value=plan.day.isoformat() if plan else "",
            help=_("Cơ quan cũ chấm dứt vào ngày trước đó."),
        ),
    ]


@login_required
@FORM
def prepare(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    by = allowed("plan", request)
    form = Form(
        _("Lập phương án sắp xếp"),
        _("Lập phương án"),
        _fields(),
        back=reverse("org:plans"),
        trail=[(reverse("org:plans"), _("Sắp xếp tổ chức"))],
        lead=_("Phương án là bản nháp: chưa có gì thay đổi cho đến ngày thực hiện, sau khi đã diễn tập và quyết định."),
    )

    def make(typed: dict[str, str]) -> str:
        row = moves.prepare_plan(
            name=typed["name"], instrument=typed["instrument"], day=acting.day(typed["day"], "day"), by=by
        )
        form.back = reverse("org:plan", args=[row.pk])
        return _("Đã lập phương án.")

    return acting.run(request, form, make)


@login_required
@FORM
def change(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Its name, decision and day."""
    by, plan = allowed("plan", request), plan_of(plan_id)
    form = Form(_("Sửa phương án"), _("Sửa"), _fields(plan), reverse("org:plan", args=[plan.pk]), trail=trail_of(plan))

    def make(typed: dict[str, str]) -> str:
        moves.change_plan(
            plan, name=typed["name"], instrument=typed["instrument"], day=acting.day(typed["day"], "day"), by=by
        )
        return _("Đã sửa; hãy diễn tập lại.")

    return acting.run(request, form, make)


@login_required
@require_GET
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan as it stands: who ends, who carries on, what is said of seats and matters, how far it is."""
    person, plan, now = reader(request), plan_of(plan_id), clock.now()
    view = queries.PlanView.load(plan, now)
    seats = Counter(row.into_id for row in view.posts.values())
    context = {
        "plan": plan,
        "targets": [
            (row, [one for one in view.successions if one.into_id == pk], seats[pk], _below(view, pk, seats))
            for pk, row in view.bodies.items()
            if row.parent_planned_id is None
        ],
        "endings": [one for one in view.successions if one.old.parent_id not in view.old_bodies],
        "rooms": sum(1 for one in view.successions if one.old.parent_id in view.old_bodies),
        "vanishing": [row for row in view.posts.values() if row.into_id is None],
        "matters": view.matters,
        "seats": len(view.posts),
        "may_plan": plan.is_draft and queries.may("plan", person, now),
        "may_order": queries.may("order", person, now) and person.pk != plan.prepared_by_id,
        "rehearsed": plan.rehearsed_version == plan.version,
        "job": Job.objects.filter(kind=CARRY_OUT, key=str(plan.pk)).order_by("-pk").first(),
        "percent": round(100 * min(plan.passed, plan.total) / plan.total) if plan.total else 0,
    }
    return render(request, "organisation/plan.html", context)


def _below(view: queries.PlanView, planned: int, seats: Counter[int | None]) -> list[tuple[PlannedBody, int]]:
    """The rooms that a planned body gets, with their seats."""
    return [(row, seats[pk]) for pk, row in view.bodies.items() if row.parent_planned_id == planned]


def _target_form(plan: Reorganisation, today: date) -> Form:
    """One that exists, or what a new one is called."""
    return Form(
        _("Thêm cơ quan kế thừa"),
        _("Thêm"),
        [
            Field(
                "existing",
                _("Cơ quan đang có, tiếp tục hoạt động"),
                "names",
                choices=acting.body_names(today),
                optional=True,
            ),
            Field("name", _("Hoặc tên cơ quan mới"), optional=True),
            Field("code", _("Mã cơ quan mới"), optional=True),
            Field("symbol", _("Ký hiệu văn bản"), optional=True),
            Field("kind", _("Loại"), "choice", choices=[("", _("Như cơ quan cũ")), *kinds()]),
            Field("parent", _("Cấp trên trực tiếp"), "names", choices=acting.body_names(today), optional=True),
        ],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
    )


@login_required
@FORM
def add_target(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A body that carries on: one that exists, or a new one."""
    by, plan = allowed("plan", request), plan_of(plan_id)
    today = clock.today()
    form = _target_form(plan, today)

    def make(typed: dict[str, str]) -> str:
        existing = acting.named_body(typed["existing"], "existing", today) if typed["existing"] else None
        parent = acting.named_body(typed["parent"], "parent", today) if typed["parent"] else None
        row = moves.plan_body(
            plan,
            by=by,
            existing=existing,
            name=typed["name"],
            code=typed["code"],
            symbol=typed["symbol"],
            kind=typed["kind"],
            parent=parent,
            level=parent.level if parent else "province",
            branch=parent.branch if parent else "state",
        )
        return _("Đã thêm %(name)s.") % {"name": str(row)}

    return acting.run(request, form, make)


@login_required
@FORM
def add_ending(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A body that ends, and who carries it on; its rooms, seats and matters are proposed at once."""
    by, plan = allowed("plan", request), plan_of(plan_id)
    targets = [(str(row.pk), str(row)) for row in plan.bodies.filter(parent_planned=None).select_related("existing")]
    more = [("", _("Không"))]
    form = Form(
        _("Thêm cơ quan chấm dứt"),
        _("Thêm"),
        [
            Field("old", _("Cơ quan chấm dứt"), "names", choices=acting.body_names(clock.today())),
            Field("into", _("Cơ quan kế thừa"), "choice", choices=targets),
            Field(
                "into_2",
                _("Chia thêm cho"),
                "choice",
                choices=[*more, *targets],
                help=_(
                    "Khi chia tách: cơ quan kế thừa thứ hai; từng phòng và vị trí chọn ở trang của cơ quan kế thừa."
                ),
            ),
            Field("into_3", _("Và cho"), "choice", choices=[*more, *targets]),
            Field("relation", _("Hình thức"), value=_("sáp nhập")),
        ],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
    )

    def make(typed: dict[str, str]) -> str:
        old = acting.named_body(typed["old"], "old", clock.today())
        keys = dict.fromkeys(typed[name] for name in ("into", "into_2", "into_3") if typed[name].isdecimal())
        into = [get_object_or_404(plan.bodies, pk=int(key)) for key in keys]
        moves.plan_ending(plan, old, into, by=by, relation=typed["relation"] or "sáp nhập")
        return _("Đã thêm %(name)s cùng các phòng, vị trí và lĩnh vực.") % {"name": old.name}

    return acting.run(request, form, make)


@login_required
@FORM
def keep(request: HttpRequest, plan_id: int, body_id: int) -> HttpResponse:
    """A body does not end after all."""
    by, plan = allowed("plan", request), plan_of(plan_id)
    body = get_object_or_404(Body, pk=body_id)
    form = Form(
        _("Đưa ra khỏi phương án"),
        _("Đưa ra"),
        [],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
        lead=_("%(name)s và các phòng của cơ quan này giữ nguyên.") % {"name": body.name},
    )

    def make(typed: dict[str, str]) -> str:
        moves.plan_keeping(plan, body, by=by)
        return _("Đã đưa %(name)s ra khỏi phương án.") % {"name": body.name}

    return acting.run(request, form, make)


@login_required
@FORM
def rehearsal(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Work it out over what is open now; only a POST notes that this version was rehearsed."""
    person, plan, now = reader(request), plan_of(plan_id), clock.now()
    found = rehearse(queries.PlanView.load(plan, now))
    if request.method == "POST":
        moves.note_rehearsed(plan, found.version, faults=len(found.faults))
        plan.refresh_from_db()
    context = {
        "plan": plan,
        "it": found,
        "passings": [row for row in found.passings if row.open or row.vanishes],
        "noted": plan.rehearsed_version == plan.version,
        "may_plan": plan.is_draft and queries.may("plan", person, now),
        "may_order": plan.is_draft and queries.may("order", person, now) and person.pk != plan.prepared_by_id,
    }
    return render(request, "organisation/rehearsal.html", context)


@login_required
@FORM
def order(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Decide that it be carried out on its day."""
    by, plan = allowed("order", request), plan_of(plan_id)
    form = Form(
        _("Quyết định thực hiện"),
        _("Quyết định thực hiện"),
        [],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
        lead=_(
            "Theo %(instrument)s, vào ngày %(day)s phương án “%(name)s” được thực hiện: cơ quan mới có từ ngày đó, mọi "
            "việc đang mở chuyển theo. Trước ngày đó vẫn bỏ được."
        )
        % {"instrument": plan.instrument, "day": dates.day_text(plan.day), "name": plan.name},
    )

    def make(typed: dict[str, str]) -> str:
        moves.order_plan(plan, by=by)
        return _("Đã quyết định; phương án tự thực hiện vào ngày %(day)s.") % {"day": dates.day_text(plan.day)}

    return acting.run(request, form, make)


@login_required
@FORM
def cancel(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Give it up before anything of it was carried out."""
    plan = plan_of(plan_id)
    by = allowed("plan" if plan.is_draft else "order", request)
    form = Form(
        _("Bỏ phương án"),
        _("Bỏ phương án"),
        [Field("reason", _("Lý do"), "long")],
        reverse("org:plan", args=[plan.pk]),
        trail=trail_of(plan),
    )

    def make(typed: dict[str, str]) -> str:
        moves.cancel_plan(plan, by=by, reason=typed["reason"])
        return _("Đã bỏ phương án.")

    return acting.run(request, form, make)
