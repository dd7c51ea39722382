"""The tree of a directive for programs, and its interim and final reviews."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, PersonOut, body_out, person_of, person_out
from congvu.kit.api import Answer, Id, In, LongText, OneOf, PathId, scope
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import StageReview
from congvu.sources.directives.queries import Linked, Twig

router = Router(tags=["Văn bản chỉ đạo"])


class TwigOut(Answer):
    """A duty of the tree: person and product only where the caller may open it. `stands`: done, late, run…"""

    duty: int
    code: str
    title: str
    stands: str
    opens: bool
    body: BodyOut | None
    person: PersonOut | None
    product: str
    parts: list["TwigOut"]


class BranchOut(Answer):
    """A demand and the duties that came of it."""

    demand: int
    number: int
    kind: str
    title: str
    duties: list[TwigOut]


class LinkedOut(Answer):
    """A document of the chain; `reading` where the caller may open its tree."""

    document: int
    label: str
    reading: int | None
    depth: int


class StageOut(Answer):
    """Sơ kết, tổng kết; `figures` are of the instant at which it was handed in."""

    id: int
    kind: str
    due_on: date
    duty: int | None
    text: str
    figures: dict[str, int]
    closed_at: datetime | None


class TreeOut(Answer):
    """Cây chỉ đạo. `counts`: duties given by the directive itself, by how they stand, whoever asks."""

    reading: int
    label: str
    counts: dict[str, int]
    demands: list[BranchOut]
    above: list[LinkedOut]
    below: list[LinkedOut]
    stages: list[StageOut]


class StageIn(In):
    kind: Annotated[str, OneOf(*StageReview.Kind.values)]
    day: date
    holder: Id


class StageTextIn(In):
    text: LongText


@router.get("/readings/{int:reading_id}/tree", response=TreeOut, summary="Cây chỉ đạo")
@scope("directives:read")
def tree(request: HttpRequest, reading_id: PathId) -> TreeOut:
    """Từng yêu cầu đến người và sản phẩm; văn bản cấp trên được thực hiện; sơ kết, tổng kết."""
    found = queries.tree(person_of(request), reading_id)
    return TreeOut(
        reading=reading_id,
        label=found.label,
        counts=found.counts,
        demands=[
            BranchOut(
                demand=branch.demand.pk, number=branch.demand.order, kind=branch.demand.kind, title=branch.demand.title,
                duties=[_twig(twig) for twig in branch.twigs],
            )
            for branch in found.branches
        ],
        above=[_linked(one) for one in found.above],
        below=[_linked(one) for one in found.below],
        stages=[_stage(stage) for stage in found.stages],
    )  # fmt: skip


@router.post("/readings/{int:reading_id}/stages", response={201: StageOut}, summary="Mở sơ kết, tổng kết")
@scope("directives:write")
@once_per_key
def open_stage(request: HttpRequest, reading_id: PathId, given: StageIn) -> tuple[int, StageOut]:
    """Chỉ lãnh đạo đã duyệt văn bản; người được nêu tên giữ việc làm báo cáo."""
    stage = moves.open_stage(reading_id, by=person_of(request), kind=given.kind, day=given.day, holder_id=given.holder)
    return 201, _stage(stage)


@router.post("/stages/{int:stage_id}/close", response=StageOut, summary="Nộp sơ kết, tổng kết")
@scope("directives:write")
@once_per_key
def close_stage(request: HttpRequest, stage_id: PathId, given: StageTextIn) -> StageOut:
    """Chỉ người giữ việc; số liệu lấy từ cây chỉ đạo lúc nộp."""
    return _stage(moves.close_stage(stage_id, by=person_of(request), text=given.text))


def _twig(twig: Twig) -> TwigOut:
    duty = twig.duty
    return TwigOut(
        duty=duty.pk,
        code=duty.code,
        title=duty.title,
        stands=twig.stands,
        opens=twig.opens,
        body=body_out(twig.body) if twig.body else None,
        person=person_out(twig.person) if twig.opens and twig.person else None,
        product=twig.product,
        parts=[_twig(part) for part in twig.parts],
    )


def _linked(one: Linked) -> LinkedOut:
    reading = one.reading.pk if one.reading else None
    return LinkedOut(document=one.document.pk, label=one.label, reading=reading, depth=one.depth)


def _stage(stage: StageReview) -> StageOut:
    return StageOut(
        id=stage.pk,
        kind=stage.kind,
        due_on=stage.due_on,
        duty=stage.duty_id,
        text=stage.text,
        figures=stage.figures,
        closed_at=stage.closed_at,
    )
