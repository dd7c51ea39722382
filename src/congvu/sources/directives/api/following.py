"""After issue: standing demands and the tables by which they are reviewed."""

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kit.api import Page, PathId, page_of, scope
from congvu.sources.directives import moves, queries
from congvu.sources.directives.api import schemas, shown

router = Router(tags=["Văn bản chỉ đạo"])


@router.get("/obligations", response=schemas.ObligationsPage, summary="Yêu cầu thường xuyên")
@scope("directives:read")
def obligations(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Của đơn vị tôi và của các văn bản tôi được xem; mới nhất trước."""
    person = person_of(request)
    seen = set(queries.readings_visible_to(person).values_list("pk", flat=True))
    return page_of(queries.obligations_of(person), given, lambda row: shown.obligation_out(row, seen))


@router.get("/reviews/{int:duty_id}", response=schemas.ReviewOut, summary="Bảng rà soát")
@scope("directives:read")
def review(request: HttpRequest, duty_id: PathId) -> schemas.ReviewOut:
    """Mỗi yêu cầu thường xuyên một dòng."""
    duty = queries.review_duty(person_of(request), duty_id)
    if duty is None:
        raise Duty.DoesNotExist
    return shown.review_out(duty)


@router.post("/reviews/{int:duty_id}", response=schemas.ReviewOut, summary="Điền bảng rà soát")
@scope("directives:write")
@once_per_key
def answer_review(request: HttpRequest, duty_id: PathId, given: schemas.ReviewIn) -> schemas.ReviewOut:
    """Chỉ người đang giữ việc; nộp khi mọi dòng đã trả lời."""
    person = person_of(request)
    answers = {answer.line: (answer.outcome, answer.evidence) for answer in given.answers}
    moves.answer_review(duty_id, by=person, answers=answers, hand_in=given.hand_in)
    return review(request, duty_id)
