"""Questions between documents, and the graph of a document, for programs."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kernel.records.api import DocumentOut, document_out
from congvu.kit.api import Answer, In, Name, OneOf, Page, Paged, PathId, ShortText, page_of_list, scope
from congvu.sources.directives import moves, queries
from congvu.sources.directives.queries.clashes import Side
from congvu.sources.directives.queries.graph import Edge
from congvu.sources.directives.rules.clashes import OUTCOMES

router = Router(tags=["Văn bản chỉ đạo"])


class EdgeOut(Answer):
    """`relation`: carries_out, amends, replaces, reminds, based_on, cites, reports. `held`: the caller may open it."""

    relation: str
    held: bool
    label: str
    document: DocumentOut


class GraphOut(Answer):
    """`above`: what the document stands on; `below`: what stands on it."""

    above: list[EdgeOut]
    below: list[EdgeOut]


class ClashSideOut(Answer):
    reading: int
    card: int
    label: str
    title: str
    bodies: list[BodyOut]
    day: date | None


class ClashOut(Answer):
    """`kind`: later, lead or again. The answer is empty while nobody gave one."""

    key: str
    kind: str
    question: str
    older: ClashSideOut
    newer: ClashSideOut
    settles: bool
    outcome: str
    reason: str
    by: PersonOut | None
    at: datetime | None


class ClashesPage(Paged):
    items: list[ClashOut]


class SettleClashIn(In):
    """`reason` is needed for "kept"."""

    key: Name
    outcome: Annotated[str, OneOf(*OUTCOMES)]
    reason: ShortText = ""


@router.get("/documents/{int:document_id}/graph", response=GraphOut, summary="Văn bản dựa vào và dựa vào văn bản này")
@scope("records:read")
def graph(request: HttpRequest, document_id: PathId) -> GraphOut:
    """Loại quan hệ theo chữ quanh số văn bản; văn bản không được xem chỉ còn số."""
    found = queries.document_page(person_of(request), document_id).graph
    return GraphOut(above=[_edge_out(edge) for edge in found.above], below=[_edge_out(edge) for edge in found.below])


@router.get("/clashes", response=ClashesPage, summary="Yêu cầu trùng, trái giữa các văn bản")
@scope("directives:read")
def clashes(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Câu hỏi chưa trả lời trước; chỉ của các văn bản được xem."""
    return page_of_list(queries.all_clashes(person_of(request)), given, _clash_out)


@router.get("/readings/{int:reading_id}/clashes", response=list[ClashOut], summary="Trùng, trái của một văn bản")
@scope("directives:read")
def clashes_of(request: HttpRequest, reading_id: PathId) -> list[ClashOut]:
    """So với các văn bản khác được xem."""
    person = person_of(request)
    found = queries.clashes_of(person, queries.find_reading(person, reading_id))
    return [_clash_out(row) for row in found]


@router.post("/clashes/settle", response=ClashOut, summary="Trả lời một câu hỏi trùng, trái")
@scope("directives:write")
@once_per_key
def settle(request: HttpRequest, given: SettleClashIn) -> ClashOut:
    """Người soạn hoặc người duyệt văn bản sau; một lần."""
    person = person_of(request)
    moves.settle_clash(given.key, by=person, outcome=given.outcome, reason=given.reason)
    row = queries.find_clash(person, given.key)
    assert row is not None
    return _clash_out(row)


def _edge_out(edge: Edge) -> EdgeOut:
    return EdgeOut(relation=edge.relation, held=edge.held, label=edge.label, document=document_out(edge.document))


def _side_out(side: Side) -> ClashSideOut:
    return ClashSideOut(
        reading=side.demand.reading_id,
        card=side.demand.pk,
        label=side.label,
        title=side.demand.title,
        bodies=[body_out(body) for body in side.bodies],
        day=side.asked.day,
    )


def _clash_out(row: queries.ClashRow) -> ClashOut:
    mark = row.mark
    return ClashOut(
        key=row.clash.key,
        kind=row.clash.kind,
        question=row.question,
        older=_side_out(row.older),
        newer=_side_out(row.newer),
        settles=row.settles,
        outcome=mark.outcome if mark else "",
        reason=mark.reason if mark else "",
        by=person_out(mark.by) if mark else None,
        at=mark.at if mark else None,
    )
