"""Internal rules for programs: the register, reviews, findings with their rows."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, PostOut, body_out, person_of, person_out, post_out
from congvu.kernel.org.models import Body, Post
from congvu.kit.api import (
    Answer,
    Id,
    In,
    Name,
    OneOf,
    Page,
    Paged,
    PathId,
    Problem,
    QueryId,
    ShortText,
    page_of,
    page_of_list,
    scope,
)
from congvu.kit.clock import now
from congvu.sources.regulations import moves, queries, rules
from congvu.sources.regulations.models import Regulation, RegulationReview
from congvu.sources.regulations.queries import FindingRow

router = Router(tags=["Quy định nội bộ"])


class RegulationOut(Answer):
    """A rule of the register."""

    id: int
    kind: str
    number: str
    title: str
    body: BodyOut
    matter: str
    basis: str
    issued_on: date
    in_force_from: date
    in_force_to: date | None
    review_on: date | None
    reviewer: PostOut | None
    replaced_by: int | None


class RegulationsPage(Paged):
    items: list[RegulationOut]


class RuleReviewOut(Answer):
    """A review: its duty, and what it came to (empty while it is open)."""

    id: int
    day: date
    duty: int
    outcome: str
    note: str
    concluded_by: PersonOut | None
    concluded_at: datetime | None


class RegulationDetail(Answer):
    regulation: RegulationOut
    status: str
    reviews: list[RuleReviewOut]


class RuleFindingOut(Answer):
    """`rows` are ids: of lines of the authority matrix (overlap, contradiction) or of duties (gap, not_mine)."""

    key: str
    kind: str
    matter: str
    bodies: list[BodyOut]
    rows: list[int]
    open: bool
    state: str
    reason: str
    duty: int | None


class RuleFindingsPage(Paged):
    items: list[RuleFindingOut]


class RegisterFilter(Page):
    """`state`: in_force, review, ended, or empty for all."""

    q: Name = ""
    body: QueryId | None = None
    state: Annotated[str, OneOf("", "in_force", "review", "ended")] = ""


class EnterRuleIn(In):
    body: Id
    kind: Annotated[str, OneOf(*rules.KINDS)]
    number: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=1_000)]
    issued_on: date
    in_force_from: date | None = None
    matter: Name = ""
    basis: ShortText = ""
    review_on: date | None = None
    reviewer_post: Id | None = None


class ReplaceRuleIn(In):
    newer: Id


class EndRuleIn(In):
    last_day: date
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class RuleReviewIn(In):
    """`next_on` for keep and amend, `newer` for replace."""

    outcome: Annotated[str, OneOf(*rules.OUTCOMES)]
    note: Annotated[str, Field(min_length=1, max_length=10_000)]
    next_on: date | None = None
    newer: Id | None = None


class CloseFindingIn(In):
    key: ShortText
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class GiveFindingIn(In):
    """`body`: by name."""

    key: ShortText
    body: Name
    day: date
    note: ShortText = ""


def regulation_out(row: Regulation) -> RegulationOut:
    return RegulationOut(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        title=row.title,
        body=body_out(row.body),
        matter=row.matter,
        basis=row.basis,
        issued_on=row.issued_on,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        review_on=row.review_on,
        reviewer=post_out(row.reviewer_post) if row.reviewer_post else None,
        replaced_by=row.replaced_by_id,
    )


def _detail(request: HttpRequest, regulation_id: int) -> RegulationDetail:
    page = queries.regulation_page(person_of(request), regulation_id)
    reviews = [
        RuleReviewOut(
            id=row.pk,
            day=row.day,
            duty=row.duty_id,
            outcome=row.outcome,
            note=row.note,
            concluded_by=person_out(row.concluded_by) if row.concluded_by else None,
            concluded_at=row.concluded_at,
        )
        for row in page.reviews
    ]
    return RegulationDetail(regulation=regulation_out(page.regulation), status=page.status, reviews=reviews)


def _finding_out(row: FindingRow) -> RuleFindingOut:
    return RuleFindingOut(
        key=row.finding.key,
        kind=row.finding.kind,
        matter=row.finding.matter,
        bodies=[body_out(body) for body in row.bodies],
        rows=list(row.finding.rows),
        open=row.open,
        state=row.mark.state if row.mark else "",
        reason=row.mark.reason if row.mark else "",
        duty=row.mark.duty_id if row.mark else None,
    )


@router.get("/regulations", response=RegulationsPage, summary="Sổ quy định nội bộ")
@scope("regulations:read")
def register(request: HttpRequest, given: Query[RegisterFilter]) -> dict[str, object]:
    """Mọi người đều đọc được; mới vào sổ trước."""
    return page_of(queries.register(text=given.q, body=given.body, state=given.state), given, regulation_out)


@router.post("/regulations", response={201: RegulationDetail}, summary="Vào sổ một quy định")
@scope("regulations:write")
@once_per_key
def enter(request: HttpRequest, given: EnterRuleIn) -> tuple[int, RegulationDetail]:
    """Của cơ quan mà người gọi giữ sổ."""
    posts = Post.objects.select_related("body")
    row = moves.enter(
        by=person_of(request),
        body=get_object_or_404(Body, pk=given.body),
        kind=given.kind,
        number=given.number,
        title=given.title,
        issued_on=given.issued_on,
        in_force_from=given.in_force_from,
        matter=given.matter,
        basis=given.basis,
        review_on=given.review_on,
        reviewer_post=get_object_or_404(posts, pk=given.reviewer_post) if given.reviewer_post else None,
    )
    return 201, _detail(request, row.pk)


@router.get("/regulations/findings", response=RuleFindingsPage, summary="Chồng chéo, khoảng trống")
@scope("regulations:read")
def findings(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Chưa xử lý trước; tính từ bảng thẩm quyền và các việc được xem."""
    person, at = person_of(request), now()
    if not queries.may_look(person, at):
        raise Problem(404, "not-found", "Không có, hoặc đồng chí không được xem.")
    return page_of_list(queries.findings(person, at=at), given, _finding_out)


@router.post("/regulations/findings/close", response=RuleFindingOut, summary="Đóng một phát hiện")
@scope("regulations:write")
@once_per_key
def close_finding(request: HttpRequest, given: CloseFindingIn) -> RuleFindingOut:
    """Có lý do; có thêm chứng cứ thì mở lại."""
    person = person_of(request)
    moves.close_finding(given.key, by=person, reason=given.reason)
    return _found(request, given.key)


@router.post("/regulations/findings/give", response=RuleFindingOut, summary="Giao việc làm rõ một phát hiện")
@scope("regulations:write")
@once_per_key
def give_finding(request: HttpRequest, given: GiveFindingIn) -> RuleFindingOut:
    """Cho đơn vị thuộc thẩm quyền giao việc của người gọi."""
    moves.give_finding(given.key, by=person_of(request), to=given.body, day=given.day, note=given.note)
    return _found(request, given.key)


def _found(request: HttpRequest, key: str) -> RuleFindingOut:
    row = queries.find_finding(person_of(request), key)
    assert row is not None
    return _finding_out(row)


@router.get("/regulations/{int:regulation_id}", response=RegulationDetail, summary="Một quy định nội bộ")
@scope("regulations:read")
def regulation(request: HttpRequest, regulation_id: PathId) -> RegulationDetail:
    """Kèm các lần rà soát."""
    return _detail(request, regulation_id)


@router.post("/regulations/{int:regulation_id}/replace", response=RegulationDetail, summary="Ghi văn bản thay thế")
@scope("regulations:write")
@once_per_key
def replace(request: HttpRequest, regulation_id: PathId, given: ReplaceRuleIn) -> RegulationDetail:
    """Của cùng cơ quan, có hiệu lực sau."""
    newer = get_object_or_404(Regulation.objects.select_related("body"), pk=given.newer)
    moves.replace(regulation_id, by=person_of(request), newer=newer)
    return _detail(request, regulation_id)


@router.post("/regulations/{int:regulation_id}/end", response=RegulationDetail, summary="Ghi hết hiệu lực")
@scope("regulations:write")
@once_per_key
def end(request: HttpRequest, regulation_id: PathId, given: EndRuleIn) -> RegulationDetail:
    """Có căn cứ."""
    moves.end(regulation_id, by=person_of(request), last_day=given.last_day, reason=given.reason)
    return _detail(request, regulation_id)


@router.post("/regulations/reviews/{int:review_id}", response=RegulationDetail, summary="Ghi kết quả rà soát")
@scope("regulations:write")
@once_per_key
def conclude_review(request: HttpRequest, review_id: PathId, given: RuleReviewIn) -> RegulationDetail:
    """Chỉ người đang giữ việc rà soát; việc được nộp cùng lúc."""
    row = get_object_or_404(RegulationReview, pk=review_id)
    newer = get_object_or_404(Regulation, pk=given.newer) if given.newer else None
    moves.conclude_review(
        review_id, by=person_of(request), outcome=given.outcome, note=given.note, next_on=given.next_on, newer=newer
    )
    return _detail(request, row.regulation_id)
