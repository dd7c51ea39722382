"""The ledger for programs: heads to keep, and whether a head kept earlier still stands."""

import base64
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger import moves, queries
from congvu.kernel.ledger.models import TreeHead
from congvu.kernel.org.models import Person
from congvu.kit.api import Answer, In, LongText, Page, Paged, Problem, RequestKey, idempotent, page_of, scope

router = Router(tags=["Sổ cái"])


def _once(person: Person, key: RequestKey, work: Callable[[], object]) -> object:
    try:
        return moves.once(person, key.key, key.digest, work)
    except moves.KeyReused:
        detail = "Khóa này đã dùng cho một yêu cầu khác. Mỗi việc mới cần một Idempotency-Key mới."
        raise Problem(409, "key-reused", "Idempotency-Key đã dùng.", detail) from None


once_per_key = idempotent(_once)


class HeadOut(Answer):
    """A signed head (C2SP checkpoint): keep it, and it proves later that nothing before it was changed."""

    origin: str
    size: int
    root: str
    signed_at: datetime
    checkpoint: str


class HeadPage(Paged):
    items: list[HeadOut]


class Present(Answer):
    """The present head (null before the first sealing) and how many entries wait for their seal."""

    head: HeadOut | None
    waiting: int


class SavedHead(In):
    """The text of a head saved earlier."""

    checkpoint: LongText


class HeadVerdict(Answer):
    """proven, not_proven, contradiction or unreadable, with a sentence."""

    verdict: str
    text: str


def head_out(head: TreeHead) -> HeadOut:
    return HeadOut(
        origin=head.log.origin,
        size=head.size,
        root=base64.b64encode(bytes(head.root)).decode(),
        signed_at=head.signed_at,
        checkpoint=head.checkpoint,
    )


@router.get("/ledger/head", response=Present, summary="Đầu cây hiện tại")
@scope("ledger:read")
def head(request: HttpRequest) -> Present:
    """Giữ lại đầu cây này ở nơi khác: nó chứng minh mọi dòng trước nó chưa bị sửa."""
    found = queries.head()
    return Present(head=head_out(found) if found else None, waiting=queries.waiting())


@router.get("/ledger/heads", response=HeadPage, summary="Các đầu cây đã ký")
@scope("ledger:read")
def heads(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of(queries.heads(), given, head_out)


@router.post("/ledger/heads/check", response=HeadVerdict, summary="Đối chiếu đầu cây đã lưu")
@scope("ledger:read")
def check(request: HttpRequest, given: SavedHead) -> HeadVerdict:
    """Đầu cây đã lưu còn đúng với sổ cái hiện tại hay không."""
    found = queries.check_head(given.checkpoint)
    return HeadVerdict(verdict=found.verdict, text=found.text)
