"""The six "rõ" of a duty in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import PRODUCT_KINDS, Missing, missing_ro
from congvu.kit import dates
from congvu.reference.documents import kind_name


@dataclass(frozen=True, slots=True)
class RoRow:
    """One of the six "rõ": its value in words, or what is missing and whom to ask."""

    ro: str
    label: str
    value: str
    note: str
    missing: str
    ask: str


def missing_of(duty: Duty) -> tuple[Missing, ...]:
    """Which of the six "rõ" a duty lacks."""
    return missing_ro(
        holder=bool(duty.holder_id or duty.holder_post_id),
        title=duty.title,
        due=duty.due_rule is not None,
        accountable=duty.accountable_post_id is not None,
        product_kind=duty.product_kind,
        deciding=duty.deciding_post_id is not None,
        basis=duty.basis,
    )


def six_ro(duty: Duty, *, words: bool = True) -> tuple[RoRow, ...]:
    """The six in the order people say them: each in words, or what is missing and whom to ask."""
    lacks = {row.ro: row for row in missing_of(duty)}
    said = {
        "nguoi": (_("Rõ người"), *_holder(duty)),
        "viec": (_("Rõ việc"), duty.title, duty.requirement if words else ""),
        "thoi_gian": (_("Rõ thời gian"), _limit(duty), _("Tạm tính") if duty.due_provisional else ""),
        "trach_nhiem": (_("Rõ trách nhiệm"), str(duty.accountable_post or ""), ""),
        "san_pham": (_("Rõ sản phẩm"), duty.product or _kind(duty), _to_whom(duty)),
        "tham_quyen": (_("Rõ thẩm quyền"), str(duty.deciding_post or ""), duty.basis),
    }
    rows = []
    for ro, (label, value, note) in said.items():
        lack = lacks.get(ro)
        rows.append(RoRow(ro, label, value, note, _(lack.message) if lack else "", _(lack.ask) if lack else ""))
    return tuple(rows)


def _holder(duty: Duty) -> tuple[str, str]:
    post = str(duty.holder_post) if duty.holder_post else ""
    if duty.holder is None:
        return post, ""
    return dates.capital(f"{duty.holder.courtesy} {duty.holder.full_name}"), post


def _limit(duty: Duty) -> str:
    return dates.capital(dates.limit_text(duty.current_due_at)) if duty.current_due_at else ""


def _kind(duty: Duty) -> str:
    kind = PRODUCT_KINDS.get(duty.product_kind)
    return _(kind) if kind else kind_name(duty.product_kind)


def _to_whom(duty: Duty) -> str:
    return _("Nộp %(to)s") % {"to": duty.issuer_post} if duty.issuer_post else ""
