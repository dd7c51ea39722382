"""What may be pressed on the reading page: each verb parses its fields, calls its move and says what happened."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congvu.kernel.org.models import Person
from congvu.sources.directives import moves
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.web.pages import person_of, show_reading


@login_required
@require_POST
def act(request: HttpRequest, reading_id: int, verb: str) -> HttpResponse:
    """Do one verb, then show the page again; a refusal keeps what was typed."""
    do = ACTS.get(verb)
    if do is None:
        raise Http404
    try:
        said = do(reading_id, person_of(request), request.POST)
    except Reading.DoesNotExist:
        raise Http404 from None
    except DirectiveRefused as refused:
        return show_reading(request, reading_id, error=refused.text, status=422)
    messages.success(request, said)
    if getattr(request, "htmx", False):
        request.POST = QueryDict()
        return show_reading(request, reading_id)
    back = request.POST.get("ve", "")
    anchor = f"#{back}" if back.replace("-", "").isalnum() else ""
    return redirect(reverse("directives:reading", args=[reading_id]) + anchor)


def _ids(post: QueryDict) -> list[int]:
    """The chosen cards: the one of the button, else those whose boxes are ticked."""
    one = post.get("yeu_cau", "")
    chosen = [one] if one else post.getlist("chon")
    return [int(text) for text in chosen if text.isdigit() and len(text) < 18]


def _one(post: QueryDict) -> int:
    ids = _ids(post)
    if len(ids) != 1:
        raise DirectiveRefused(_("Chọn một yêu cầu."), "chon")
    return ids[0]


def _day(post: QueryDict, name: str = "han") -> date:
    try:
        return date.fromisoformat(post.get(name, "").strip())
    except ValueError:
        raise DirectiveRefused(_("Ngày chưa đúng. Nhập theo dạng ngày/tháng/năm."), name) from None


def _confirm(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.confirm(reading_id, by=me, demand_ids=_ids(post))
    return ngettext("Đã xác nhận %(count)s yêu cầu.", "Đã xác nhận %(count)s yêu cầu.", count) % {"count": count}


# Fields of the edit form and what they are called in the move.
FIELDS = {
    "viec": "title",
    "loai": "kind",
    "san_pham": "product",
    "loai_san_pham": "product_kind",
    "dinh_ky": "every",
    "don_vi": "assignees",
    "phoi_hop": "coordinators",
    "dich_danh": "person",
}


def _correct(reading_id: int, me: Person, post: QueryDict) -> str:
    fields: dict[str, object] = {name: post[field] for field, name in FIELDS.items() if field in post}
    if "han" in post:
        fields["due"] = _day(post) if post.get("han", "").strip() else None
    moves.correct(reading_id, by=me, demand_id=_one(post), fields=fields)
    return _("Đã sửa.")


def _split(reading_id: int, me: Person, post: QueryDict) -> str:
    at = post.get("tai", "")
    moves.split(reading_id, by=me, demand_id=_one(post), at=int(at) if at.isdigit() else None)
    return _("Đã tách thành hai yêu cầu.")


def _merge(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.merge(reading_id, by=me, demand_ids=_ids(post))
    return _("Đã gộp.")


def _reject(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.reject(reading_id, by=me, demand_ids=_ids(post), reason=post.get("ly_do", ""))
    return _("Đã bỏ %(count)s yêu cầu; vẫn xem lại được ở cuối trang.") % {"count": count}


def _restore(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.restore(reading_id, by=me, demand_id=_one(post))
    return _("Đã lấy lại.")


def _add(reading_id: int, me: Person, post: QueryDict) -> str:
    start, end = post.get("tu", ""), post.get("den", "")
    if not (start.isdigit() and end.isdigit()):
        raise DirectiveRefused(_("Chưa chọn đoạn văn bản nào."), "doan")
    moves.add_by_hand(
        reading_id,
        by=me,
        start=int(start),
        end=int(end),
        assignees=post.get("don_vi", ""),
        kind=post.get("loai", "task"),
        title=post.get("viec", ""),
    )
    return _("Đã thêm yêu cầu.")


def _group_date(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.set_group_date(
        reading_id, by=me, day=_day(post), demand_ids=_ids(post), product_kind=post.get("loai_san_pham", "")
    )
    return _("Đã đặt hạn cho %(count)s yêu cầu.") % {"count": count}


def _before(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.settle_before(reading_id, by=me, day=_day(post, "ngay"), until=_day(post, "het"))
    return _("Đã ghi hạn cho %(count)s yêu cầu.") % {"count": count}


def _group_product(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.set_group_product(
        reading_id, by=me, product_kind=post.get("loai_san_pham", ""), demand_ids=_ids(post)
    )
    return _("Đã ghi sản phẩm cho %(count)s yêu cầu.") % {"count": count}


def _leave_limit(reading_id: int, me: Person, post: QueryDict) -> str:
    count = moves.leave_limit_to_receiver(reading_id, by=me, demand_ids=_ids(post))
    return _("%(count)s yêu cầu: người đứng đầu đơn vị nhận sẽ đề xuất hạn.") % {"count": count}


def _resolve(reading_id: int, me: Person, post: QueryDict) -> str:
    outside = post.get("ngoai") == "1"
    bodies = "" if outside else post.get("don_vi", "")
    if not outside and not bodies.strip():
        raise DirectiveRefused(_("Chưa chọn đơn vị."), "don_vi")
    count = moves.resolve_name(
        reading_id, by=me, text=post.get("ten", ""), bodies=bodies, remember=post.get("nho") == "1"
    )
    return _("Đã ghi cho %(count)s yêu cầu.") % {"count": count}


def _lead(reading_id: int, me: Person, post: QueryDict) -> str:
    lead = post.get("chu_tri", "")
    moves.choose_lead(reading_id, by=me, demand_id=_one(post), lead_id=int(lead) if lead.isdigit() else None)
    return _("Đã ghi đơn vị chủ trì.") if lead else _("Mỗi đơn vị một việc.")


def _real_number(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.enter_real_number(reading_id, by=me, number=post.get("so", ""))
    return _("Đã ghi số văn bản.")


DOCUMENT_FIELDS = {"so": "number", "co_quan": "issuer", "trich_yeu": "title", "nguoi_ky": "signer"}


def _document(reading_id: int, me: Person, post: QueryDict) -> str:
    fields: dict[str, object] = {name: post[field] for field, name in DOCUMENT_FIELDS.items() if field in post}
    if post.get("ngay", "").strip():
        fields["issued_on"] = _day(post, "ngay")
    moves.correct_document(reading_id, by=me, fields=fields)
    return _("Đã sửa dữ liệu văn bản.")


def _propose(reading_id: int, me: Person, post: QueryDict) -> str:
    leader = post.get("lanh_dao", "")
    reading = moves.propose(reading_id, by=me, leader_post_id=int(leader) if leader.isdigit() else None)
    return _("Đã trình %(leader)s duyệt và giao.") % {"leader": reading.leader_post}


def _take_back(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.take_back(reading_id, by=me)
    return _("Đã rút lại; có thể sửa tiếp.")


def _approve(reading_id: int, me: Person, post: QueryDict) -> str:
    made = moves.approve_and_issue(reading_id, by=me, demand_ids=_ids(post))
    parts = [_("%(count)s việc") % {"count": len(made.duties)}] if made.duties else []
    if made.obligations:
        parts.append(_("%(count)s yêu cầu thường xuyên") % {"count": made.obligations})
    if made.recurrences:
        parts.append(_("%(count)s việc định kỳ") % {"count": made.recurrences})
    if made.drafts:
        parts.append(_("%(count)s việc chờ đơn vị nhận đề xuất hạn") % {"count": len(made.drafts)})
    said = _("Đã giao %(parts)s.") % {"parts": ", ".join(parts)}
    if made.unclear:
        said += " " + _("Còn %(count)s yêu cầu chưa rõ, chưa giao.") % {"count": len(made.unclear)}
    return said


def _refuse(reading_id: int, me: Person, post: QueryDict) -> str:
    moves.refuse(reading_id, by=me, reason=post.get("ly_do", ""))
    return _("Đã trả lại văn thư, kèm lý do.")


def _instruct(reading_id: int, me: Person, post: QueryDict) -> str:
    made = moves.instruct(
        reading_id,
        by=me,
        words=post.get("noi_dung", ""),
        bodies=post.get("don_vi", ""),
        day=_day(post),
        product_kind=post.get("loai_san_pham", ""),
        coordinators=post.get("phoi_hop", ""),
        person=post.get("dich_danh", ""),
    )
    return _("Đã giao %(count)s việc theo bút phê.") % {"count": len(made.duties)}


ACTS: dict[str, Callable[[int, Person, QueryDict], str]] = {
    "xac-nhan": _confirm,
    "sua": _correct,
    "tach": _split,
    "gop": _merge,
    "bo": _reject,
    "lay-lai": _restore,
    "them": _add,
    "dat-han": _group_date,
    "truoc-ngay": _before,
    "dat-san-pham": _group_product,
    "de-don-vi-de-xuat": _leave_limit,
    "ten": _resolve,
    "chu-tri": _lead,
    "so-that": _real_number,
    "van-ban": _document,
    "trinh": _propose,
    "rut-lai": _take_back,
    "duyet": _approve,
    "khong-duyet": _refuse,
    "but-phe": _instruct,
}
