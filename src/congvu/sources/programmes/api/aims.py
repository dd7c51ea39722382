"""Quantity targets and their figures."""

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kernel.org.models import Person
from congvu.kernel.records.api import file_id
from congvu.kit.api import PathId, page_of, scope
from congvu.kit.clock import now
from congvu.sources.programmes import moves, queries
from congvu.sources.programmes.api import quantities, schemas, shown
from congvu.sources.programmes.models import Target
from congvu.sources.programmes.moves import NewTarget

router = Router(tags=["Chỉ tiêu"])


@router.get("/targets", response=quantities.AimPage, summary="Các chỉ tiêu")
@scope("programmes:read")
def targets(request: HttpRequest, given: Query[quantities.AimFilter]) -> dict[str, object]:
    """Còn hiệu lực, mới nhất trước; của một đơn vị và cấp dưới, của một năm."""
    person = person_of(request)
    body = queries.find_body(person, given.body, now()) if given.body else None
    page = page_of(queries.targets_of(person, body=body, year=given.year), given, lambda target: target)
    found: list[Target] = page["items"]
    return {"items": [shown.target_out(view) for view in queries.views_of(found)], "next": page["next"]}


@router.get("/targets/{int:target_id}", response=quantities.AimDetail, summary="Một chỉ tiêu và số liệu")
@scope("programmes:read")
def target(request: HttpRequest, target_id: PathId) -> quantities.AimDetail:
    """Mọi số đã báo cáo, kể cả số đã được đính chính; các kỳ còn thiếu."""
    return _detail(person_of(request), target_id)


def _detail(person: Person, target_id: int) -> quantities.AimDetail:
    (view,) = queries.views_of([queries.find_target(person, target_id)])
    return shown.target_detail(view)


@router.post("/targets", response={201: quantities.AimDetail}, summary="Giao chỉ tiêu")
@scope("programmes:write")
@once_per_key
def set_target(request: HttpRequest, given: quantities.AimIn) -> tuple[int, quantities.AimDetail]:
    """Người có thẩm quyền đối với đơn vị; người báo cáo ở trong đơn vị."""
    person = person_of(request)
    new = NewTarget(
        body_id=given.body,
        indicator=given.indicator,
        unit=given.unit,
        period=given.period,
        value=given.value,
        instrument=given.instrument,
        reporter_id=given.reporter,
        reporter_post_id=given.reporter_post,
        measure=given.measure,
        direction=given.direction,
        every=given.every,
    )
    return 201, _detail(person, moves.set_target(new, by=person).pk)


@router.post("/targets/{int:target_id}/figures", response={201: quantities.AimFigureOut}, summary="Báo cáo số liệu")
@scope("programmes:write")
@once_per_key
def report(
    request: HttpRequest, target_id: PathId, given: quantities.AimFigureIn
) -> tuple[int, quantities.AimFigureOut]:
    """Một kỳ một lần, có căn cứ; việc báo cáo của kỳ được nộp cùng lúc."""
    person = person_of(request)
    file = file_id(given.file, person) if given.file else None
    made = moves.report_figure(
        target_id, by=person, period=given.period, value=given.value, evidence=given.evidence, file_id=file
    )
    return 201, shown.figure_out(made)


@router.post(
    "/targets/figures/{int:figure_id}/correct", response={201: quantities.AimFigureOut}, summary="Đính chính số liệu"
)
@scope("programmes:write")
@once_per_key
def correct(
    request: HttpRequest, figure_id: PathId, given: quantities.AimCorrectionIn
) -> tuple[int, quantities.AimFigureOut]:
    """Số cũ vẫn còn; số mới là một dòng mới, có lý do."""
    person = person_of(request)
    file = file_id(given.file, person) if given.file else None
    made = moves.correct_figure(
        figure_id, by=person, value=given.value, evidence=given.evidence, reason=given.reason, file_id=file
    )
    return 201, shown.figure_out(made)


@router.post("/targets/{int:target_id}/end", response=quantities.AimDetail, summary="Chấm dứt chỉ tiêu")
@scope("programmes:write")
@once_per_key
def end(request: HttpRequest, target_id: PathId, given: schemas.WhyIn) -> quantities.AimDetail:
    """Có lý do; số đã báo cáo vẫn còn."""
    person = person_of(request)
    moves.end_target(target_id, by=person, reason=given.reason)
    return _detail(person, target_id)
