"""Operations over several rooms: search, one document, the whole verification of the ledger."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from congvu.kernel.duties import moves
from congvu.kernel.duties import queries as duties
from congvu.kernel.duties.api.schemas import DutyOut
from congvu.kernel.duties.api.shown import duty_out
from congvu.kernel.duties.invariants import replay_check
from congvu.kernel.ledger import queries as ledger
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import queries as org
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kernel.org.models import Appointment
from congvu.kernel.records import queries as records
from congvu.kernel.records.api import DocumentOut, document_out
from congvu.kit.api import Answer, In, PathId, Problem, scope
from congvu.kit.clock import now, today

router = Router()
VERIFYING = frozenset({"leader", "inspector", "oversight", "home_affairs"})


class Words(Schema):
    q: Annotated[str, Field(min_length=1, max_length=200)]
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class FoundOut(Answer):
    """Only what the caller may see."""

    duties: list[DutyOut]
    documents: list[DocumentOut]
    people: list[PersonOut]
    bodies: list[BodyOut]


class DocumentDetail(Answer):
    document: DocumentOut
    text: str


class RuleFinding(Answer):
    verdict: str
    text: str
    entry: int | None


class LeavingIn(In):
    """Why an appointment ends, and from when (now when left out)."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000)]
    at: datetime | None = None


class LeftOut(Answer):
    """How many open duties passed on in the same transaction."""

    passed: int


class VerifiedOut(Answer):
    """proven, not_proven or contradiction, with what was counted and found."""

    verdict: str
    entries: int
    leaves: int
    heads: int
    waiting: int
    found: int
    findings: list[RuleFinding]


@router.get("/search", response=FoundOut, summary="Tìm kiếm", tags=["Tìm kiếm"])
@scope("search:read")
def search(request: HttpRequest, given: Query[Words]) -> FoundOut:
    """Số, trích yếu, người, đơn vị; không phân biệt dấu."""
    person, at, days = person_of(request), now(), org.calendar()
    seen = duties.visible_to(person).filter(document__isnull=False).values("document")
    return FoundOut(
        duties=[duty_out(duty, at, days) for duty in duties.search(person, given.q, limit=given.limit)],
        documents=[document_out(row) for row in records.search(person, given.q, also=seen, limit=given.limit)],
        people=[person_out(row) for row in org.find_people(given.q, at, given.limit)],
        bodies=[body_out(row) for row in org.find_bodies(given.q, today(), given.limit)],
    )


@router.get("/documents/{int:document_id}", response=DocumentDetail, summary="Một văn bản", tags=["Sổ văn bản và tệp"])
@scope("records:read")
def document(request: HttpRequest, document_id: PathId) -> DocumentDetail:
    """Dữ liệu và nội dung của văn bản được xem."""
    person = person_of(request)
    seen = duties.visible_to(person).filter(document__isnull=False).values("document")
    found = records.documents_visible_to(person, also=seen).get(pk=document_id)
    return DocumentDetail(document=document_out(found), text=found.text)


@router.get("/ledger/verify", response=VerifiedOut, summary="Kiểm chứng toàn bộ sổ cái", tags=["Sổ cái"])
@scope("ledger:read")
def verify(request: HttpRequest) -> VerifiedOut:
    """Đọc lại mọi dòng và mọi niêm phong; mất vài giây cho mỗi trăm nghìn dòng."""
    person = person_of(request)
    roles = {post.role for post in org.posts_of(person, now())}
    if not (person.is_administrator or roles & VERIFYING):
        raise Problem(
            403, "forbidden", "Không được làm việc này.", "Dành cho lãnh đạo, thanh tra, giám sát và quản trị."
        )
    report = ledger.verify(hooks=[replay_check])
    return VerifiedOut(
        verdict=report.verdict,
        entries=report.entries,
        leaves=report.leaves,
        heads=report.heads,
        waiting=report.waiting,
        found=report.found,
        findings=[RuleFinding(verdict=one.verdict, text=one.text, entry=one.entry_id) for one in report.findings[:100]],
    )


@router.post(
    "/people/{int:person_id}/posts/{int:post_id}/end", response=LeftOut, summary="Thôi giữ vị trí",
    tags=["Cơ quan và người"],
)  # fmt: skip
@scope("org:write")
@once_per_key
def end_appointment(request: HttpRequest, person_id: PathId, post_id: PathId, given: LeavingIn) -> LeftOut:
    """Việc đang mở chuyển ngay cho người thay; tài khoản đóng cùng vị trí cuối cùng."""
    found = Appointment.objects.filter(person=person_id, post=post_id, ends_at__isnull=True)
    row = get_object_or_404(found)
    passed = moves.end_appointment(row.pk, by=person_of(request), at=given.at, reason=given.reason)
    return LeftOut(passed=passed)
