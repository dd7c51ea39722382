"""The leader approves, refuses or instructs."""

from django.http import HttpRequest
from ninja import Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kit.api import PathId, scope
from congvu.sources.directives import moves
from congvu.sources.directives.api import schemas, shown

router = Router(tags=["Văn bản chỉ đạo"])


@router.post("/readings/{int:reading_id}/propose", response=schemas.ChangedOut, summary="Trình duyệt")
@scope("directives:write")
@once_per_key
def propose(request: HttpRequest, reading_id: PathId, given: schemas.ProposeIn) -> schemas.ChangedOut:
    """Trình người có thẩm quyền duyệt và giao."""
    person = person_of(request)
    moves.propose(reading_id, by=person, leader_post_id=given.leader_post)
    return shown.counted_out(reading_id, person, 0)


@router.post("/readings/{int:reading_id}/take-back", response=schemas.ChangedOut, summary="Rút lại bản trình")
@scope("directives:write")
@once_per_key
def take_back(request: HttpRequest, reading_id: PathId) -> schemas.ChangedOut:
    """Khi chưa được duyệt."""
    person = person_of(request)
    moves.take_back(reading_id, by=person)
    return shown.counted_out(reading_id, person, 0)


@router.post("/readings/{int:reading_id}/approve", response=schemas.IssuedOut, summary="Duyệt và giao")
@scope("directives:write")
@once_per_key
def approve(request: HttpRequest, reading_id: PathId, given: schemas.CardsIn) -> schemas.IssuedOut:
    """Các yêu cầu đã rõ (hoặc các yêu cầu được chọn) thành việc, cùng lúc hoặc không việc nào."""
    return shown.issued_out(moves.approve_and_issue(reading_id, by=person_of(request), demand_ids=given.cards))


@router.post("/readings/{int:reading_id}/refuse", response=schemas.ChangedOut, summary="Không duyệt")
@scope("directives:write")
@once_per_key
def refuse(request: HttpRequest, reading_id: PathId, given: schemas.ReasonIn) -> schemas.ChangedOut:
    """Trả lại người soạn, có lý do."""
    person = person_of(request)
    moves.refuse(reading_id, by=person, reason=given.reason)
    return shown.counted_out(reading_id, person, 0)


@router.post("/readings/{int:reading_id}/instruct", response=schemas.IssuedOut, summary="Bút phê")
@scope("directives:write")
@once_per_key
def instruct(request: HttpRequest, reading_id: PathId, given: schemas.InstructIn) -> schemas.IssuedOut:
    """Ý kiến chỉ đạo của lãnh đạo trên văn bản đến, giao ngay."""
    made = moves.instruct(
        reading_id,
        by=person_of(request),
        words=given.words,
        bodies=given.bodies,
        day=given.day,
        product_kind=given.product_kind,
        coordinators=given.coordinators,
        person=given.person,
    )
    return shown.issued_out(made)
