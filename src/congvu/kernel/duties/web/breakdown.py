"""A head gives the parts of a duty to named persons, each with its own limit and product; several at once."""

from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu.engines.lifecycle import Refusal
from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.duties.rules import PRODUCT_KINDS
from congvu.kernel.duties.web import candidates
from congvu.kernel.duties.web.forms import default_day, due_rule
from congvu.kernel.duties.web.page import find, may_break_down
from congvu.kernel.org.models import Person
from congvu.kit.vietnamese import nfc

MOST = 30
PRODUCTS = ("bao_cao", "ke_hoach", "van_ban", "du_thao", "danh_sach", "khac", "khong_van_ban")


@dataclass
class Child:
    """One part as typed; `errors` name what is missing of the six "rõ"."""

    number: int
    title: str = ""
    person: str = ""
    day: str = ""
    product_kind: str = ""
    product: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.title or self.person or self.product)


@login_required
@require_http_methods(["GET", "POST"])
def break_down(request: HttpRequest, duty_id: int) -> HttpResponse:
    page = find(request, duty_id)
    if not may_break_down(page, request):
        raise Http404
    person, duty = request.user, page.duty
    assert isinstance(person, Person)
    children = _typed(request, duty)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        key = request.POST.get("key") or uuid4().hex
        new = [made for child in children if not child.empty and (made := _new(child, duty, key))]
        if new and not any(child.errors for child in children):
            try:
                moves.break_down(duty_id, by=person, children=new)
                messages.success(request, _("Đã giao %(n)d việc con.") % {"n": len(new)})
                return redirect("duties:page", duty_id)
            except MoveRefused as refused:
                refusal = refused.refusal.told(_)
        status = 422
        if not new and not any(child.errors for child in children):
            children[0].errors.append(_("Chưa nhập việc con nào."))
    context = {
        "duty": duty,
        "children": children,
        "wrong": [child for child in children if child.errors],
        "groups": candidates.people("break_down", duty, person, page.now),
        "products": [(key, _(PRODUCT_KINDS[key])) for key in PRODUCTS],
        "refusal": refusal,
        "key": request.POST.get("key") or uuid4().hex,
    }
    return render(request, "duties/break_down.html", context, status=status)


def _typed(request: HttpRequest, duty: Duty) -> list[Child]:
    """The parts as typed so far; three empty ones to begin with, two more when asked for."""
    data = request.POST
    count = min(int(data["count"]), MOST) if data.get("count", "").isascii() and data.get("count", "").isdigit() else 0
    children = [
        Child(
            number,
            nfc(data.get(f"title_{number}", "")).strip()[:1000],
            data.get(f"person_{number}", ""),
            data.get(f"day_{number}", ""),
            data.get(f"product_kind_{number}", ""),
            nfc(data.get(f"product_{number}", "")).strip()[:1000],
        )
        for number in range(1, count + 1)
    ]
    wanted = 3 if not children else min(count + 2, MOST) if "more" in data else count
    children += [Child(number, day=default_day(duty)) for number in range(len(children) + 1, wanted + 1)]
    return children


def _new(child: Child, duty: Duty, key: str) -> NewDuty | None:
    """A part as the kernel takes it, or None with what is missing written beside it."""
    holder, _dash, post = child.person.partition("-")
    if not child.title:
        child.errors.append(_("Chưa rõ việc: nhập tên việc con."))
    if not (holder.isdigit() and post.isdigit()):
        child.errors.append(_("Chưa rõ người: chọn người thực hiện."))
    if child.product_kind not in PRODUCTS:
        child.errors.append(_("Chưa rõ sản phẩm: chọn loại sản phẩm."))
    rule: DueRule | None = None
    try:
        rule = due_rule(child.day, "")
    except ValueError as problem:
        child.errors.append(str(problem))
    if rule is None and not child.errors:
        child.errors.append(_("Chưa rõ thời gian: chọn ngày hết hạn."))
    if child.errors:
        return None
    return NewDuty(
        title=child.title,
        product_kind=child.product_kind,
        product=child.product,
        holder_id=int(holder),
        holder_post_id=int(post),
        accountable_post_id=duty.holder_post_id,
        deciding_post_id=duty.holder_post_id,
        basis=duty.basis,
        due_rule=rule,
        issuer_post_id=duty.holder_post_id,
        document_id=duty.document_id,
        parent_id=duty.pk,
        origin_kind="part",
        origin_key=f"{duty.pk}/{key}/{child.number}",
    )
