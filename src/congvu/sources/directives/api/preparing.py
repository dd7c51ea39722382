"""The clerk corrects what was read."""

from django.http import HttpRequest
from ninja import Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kit.api import PathId, scope
from congvu.sources.directives import moves
from congvu.sources.directives.api import schemas, shown

router = Router(tags=["Văn bản chỉ đạo"])


@router.post(
    "/readings/{int:reading_id}/cards/{int:card_id}/correct", response=schemas.ChangedOut, summary="Sửa một yêu cầu"
)
@scope("directives:write")
@once_per_key
def correct(request: HttpRequest, reading_id: PathId, card_id: PathId, given: schemas.CorrectIn) -> schemas.ChangedOut:
    """Chỉ những trường được gửi mới thay đổi; chỗ sửa được giữ làm ví dụ cho lần đọc sau."""
    fields = {
        name: value
        for name, value in given.model_dump(exclude_unset=True).items()
        if value is not None or name == "due"
    }
    changed = moves.correct(reading_id, by=person_of(request), demand_id=card_id, fields=fields)
    return shown.changed_out(request, reading_id, [changed])


@router.post(
    "/readings/{int:reading_id}/cards/{int:card_id}/split", response=schemas.ChangedOut, summary="Tách một yêu cầu"
)
@scope("directives:write")
@once_per_key
def split(request: HttpRequest, reading_id: PathId, card_id: PathId, given: schemas.SplitIn) -> schemas.ChangedOut:
    """Người và hạn theo cả hai phần."""
    parts = moves.split(reading_id, by=person_of(request), demand_id=card_id, at=given.at)
    return shown.changed_out(request, reading_id, parts)


@router.post(
    "/readings/{int:reading_id}/cards/{int:card_id}/restore", response=schemas.ChangedOut, summary="Lấy lại yêu cầu"
)
@scope("directives:write")
@once_per_key
def restore(request: HttpRequest, reading_id: PathId, card_id: PathId) -> schemas.ChangedOut:
    """Yêu cầu đã bỏ hoặc đã gộp được mở lại."""
    return shown.changed_out(request, reading_id, [moves.restore(reading_id, by=person_of(request), demand_id=card_id)])


@router.post(
    "/readings/{int:reading_id}/cards/{int:card_id}/lead", response=schemas.ChangedOut, summary="Chọn đơn vị chủ trì"
)
@scope("directives:write")
@once_per_key
def choose_lead(request: HttpRequest, reading_id: PathId, card_id: PathId, given: schemas.LeadIn) -> schemas.ChangedOut:
    """Một sản phẩm của nhiều đơn vị: một việc, các đơn vị khác phối hợp."""
    person = person_of(request)
    changed = moves.choose_lead(reading_id, by=person, demand_id=card_id, lead_id=given.lead)
    return shown.changed_out(request, reading_id, [changed])


@router.post("/readings/{int:reading_id}/cards", response={201: schemas.ChangedOut}, summary="Thêm yêu cầu")
@scope("directives:write")
@once_per_key
def add(request: HttpRequest, reading_id: PathId, given: schemas.AddIn) -> tuple[int, schemas.ChangedOut]:
    """Vị trí tính theo ký tự của nội dung đã lưu; cuối không gồm trong đoạn."""
    card = moves.add_by_hand(
        reading_id,
        by=person_of(request),
        start=given.start,
        end=given.end,
        assignees=given.assignees,
        kind=given.kind,
        title=given.title,
    )
    return 201, shown.changed_out(request, reading_id, [card])


@router.post("/readings/{int:reading_id}/merge", response=schemas.ChangedOut, summary="Gộp các yêu cầu")
@scope("directives:write")
@once_per_key
def merge(request: HttpRequest, reading_id: PathId, given: schemas.CardsIn) -> schemas.ChangedOut:
    """Yêu cầu đầu nhận nội dung của các yêu cầu sau."""
    merged = moves.merge(reading_id, by=person_of(request), demand_ids=given.cards)
    return shown.changed_out(request, reading_id, [merged])


@router.post("/readings/{int:reading_id}/reject", response=schemas.ChangedOut, summary="Bỏ các yêu cầu")
@scope("directives:write")
@once_per_key
def reject(request: HttpRequest, reading_id: PathId, given: schemas.RejectIn) -> schemas.ChangedOut:
    """Phải nêu lý do; yêu cầu đã bỏ vẫn đọc được."""
    person = person_of(request)
    count = moves.reject(reading_id, by=person, demand_ids=given.cards, reason=given.reason)
    return shown.counted_out(reading_id, person, count)


@router.post("/readings/{int:reading_id}/confirm", response=schemas.ChangedOut, summary="Xác nhận các yêu cầu")
@scope("directives:write")
@once_per_key
def confirm(request: HttpRequest, reading_id: PathId, given: schemas.CardsIn) -> schemas.ChangedOut:
    """Điều máy đọc còn ngờ là đúng như đang ghi."""
    person = person_of(request)
    return shown.counted_out(reading_id, person, moves.confirm(reading_id, by=person, demand_ids=given.cards))


@router.post("/readings/{int:reading_id}/group-date", response=schemas.ChangedOut, summary="Đặt một ngày cho nhóm")
@scope("directives:write")
@once_per_key
def group_date(request: HttpRequest, reading_id: PathId, given: schemas.GroupDateIn) -> schemas.ChangedOut:
    """Không nêu yêu cầu nào thì áp dụng cho mọi yêu cầu chưa có hạn."""
    person = person_of(request)
    count = moves.set_group_date(
        reading_id, by=person, day=given.day, demand_ids=given.cards, product_kind=given.product_kind
    )
    return shown.counted_out(reading_id, person, count)


@router.post("/readings/{int:reading_id}/group-product", response=schemas.ChangedOut, summary="Đặt sản phẩm cho nhóm")
@scope("directives:write")
@once_per_key
def group_product(request: HttpRequest, reading_id: PathId, given: schemas.GroupProductIn) -> schemas.ChangedOut:
    """Cho các yêu cầu mà văn bản không nêu sản phẩm."""
    person = person_of(request)
    count = moves.set_group_product(reading_id, by=person, product_kind=given.product_kind, demand_ids=given.cards)
    return shown.counted_out(reading_id, person, count)


@router.post(
    "/readings/{int:reading_id}/limit-by-receiver", response=schemas.ChangedOut, summary="Để nơi nhận đề xuất hạn"
)
@scope("directives:write")
@once_per_key
def limit_by_receiver(request: HttpRequest, reading_id: PathId, given: schemas.CardsIn) -> schemas.ChangedOut:
    """Người đứng đầu nơi nhận đề xuất trong 5 ngày làm việc."""
    person = person_of(request)
    count = moves.leave_limit_to_receiver(reading_id, by=person, demand_ids=given.cards)
    return shown.counted_out(reading_id, person, count)


@router.post("/readings/{int:reading_id}/names", response=schemas.ChangedOut, summary="Xác định một tên gọi")
@scope("directives:write")
@once_per_key
def resolve_name(request: HttpRequest, reading_id: PathId, given: schemas.ResolveIn) -> schemas.ChangedOut:
    """Áp dụng cho mọi yêu cầu có tên đó; được nhớ cho văn bản sau."""
    person = person_of(request)
    count = moves.resolve_name(reading_id, by=person, text=given.text, bodies=given.bodies, remember=given.remember)
    return shown.counted_out(reading_id, person, count)


@router.post("/readings/{int:reading_id}/real-number", response=schemas.ChangedOut, summary="Ghi số của văn bản thật")
@scope("directives:write")
@once_per_key
def real_number(request: HttpRequest, reading_id: PathId, given: schemas.NumberIn) -> schemas.ChangedOut:
    """Tin bài chỉ giao được sau khi có số, ký hiệu của văn bản thật."""
    person = person_of(request)
    moves.enter_real_number(reading_id, by=person, number=given.number)
    return shown.counted_out(reading_id, person, 0)


@router.post("/readings/{int:reading_id}/before", response=schemas.ChangedOut, summary="“Trước ngày” là hết ngày nào")
@scope("directives:write")
@once_per_key
def settle_before(request: HttpRequest, reading_id: PathId, given: schemas.BeforeIn) -> schemas.ChangedOut:
    """Trả lời một lần cho mọi yêu cầu có ngày ấy."""
    person = person_of(request)
    count = moves.settle_before(reading_id, by=person, day=given.day, until=given.until)
    return shown.counted_out(reading_id, person, count)


@router.post("/readings/{int:reading_id}/document", response=schemas.ChangedOut, summary="Sửa dữ liệu văn bản")
@scope("directives:write")
@once_per_key
def correct_document(request: HttpRequest, reading_id: PathId, given: schemas.DocumentIn) -> schemas.ChangedOut:
    """Số, ngày, cơ quan, trích yếu, người ký; nội dung thì không đổi được."""
    person = person_of(request)
    moves.correct_document(reading_id, by=person, fields=given.model_dump(exclude_unset=True))
    return shown.counted_out(reading_id, person, 0)
