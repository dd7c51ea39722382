"""Drafts with their stages, their versions, and the advisory log."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kernel.records.api import file_id
from congvu.kernel.records.queries import read_file
from congvu.kit.api import PathId, Problem, page_of, page_of_list, scope
from congvu.kit.clock import now
from congvu.sources.programmes import moves, queries
from congvu.sources.programmes.api import schemas, shown
from congvu.sources.programmes.api.planning import body_asked, span_asked

router = Router(tags=["Dự thảo và nhật ký tham mưu"])


@router.get("/dossiers", response=schemas.DossierPage, summary="Hồ sơ dự thảo")
@scope("programmes:read")
def dossiers(request: HttpRequest, given: Query[schemas.DossierFilter]) -> dict[str, object]:
    """Mới nhất trước; theo đơn vị, loại, hoặc bị trả lại ở một bước."""
    person = person_of(request)
    body = queries.find_body(person, given.body, now()) if given.body else None
    return page_of(queries.dossiers_of(person, body=body, kind=given.kind, stage=given.stage), given, shown.dossier_out)


@router.get("/dossiers/quality", response=list[schemas.DraftQualityOut], summary="Bị trả lại ở bước nào")
@scope("programmes:read")
def quality(request: HttpRequest, given: Query[schemas.DossierFilter]) -> list[schemas.DraftQualityOut]:
    """Tính trên các hồ sơ được xem."""
    person = person_of(request)
    body = queries.find_body(person, given.body, now()) if given.body else None
    rows = queries.quality(list(queries.dossiers_of(person, body=body, kind=given.kind)))
    return [schemas.DraftQualityOut.model_validate(row, from_attributes=True) for row in rows]


@router.get("/dossiers/{int:dossier_id}", response=schemas.DossierDetail, summary="Một hồ sơ dự thảo")
@scope("programmes:read")
def dossier(request: HttpRequest, dossier_id: PathId) -> schemas.DossierDetail:
    """Các bước, lần trả lại, phiên bản, kiểm tra thẩm quyền."""
    return shown.dossier_detail(queries.dossier_page(person_of(request), dossier_id))


@router.post("/dossiers", response={201: schemas.DossierDetail}, summary="Mở hồ sơ dự thảo")
@scope("programmes:write")
@once_per_key
def open_dossier(request: HttpRequest, given: schemas.DossierIn) -> tuple[int, schemas.DossierDetail]:
    """Trên việc đang giữ hoặc đã giao; các bước theo loại dự thảo."""
    person = person_of(request)
    made = moves.open_dossier(given.duty, given.kind, by=person)
    return 201, shown.dossier_detail(queries.dossier_page(person, made.pk))


@router.post("/dossiers/{int:dossier_id}/stages", response=schemas.DossierDetail, summary="Giao bước tiếp theo")
@scope("programmes:write")
@once_per_key
def open_stage(request: HttpRequest, dossier_id: PathId, given: schemas.DraftStageIn) -> schemas.DossierDetail:
    """Bước trước đã nộp thì được nghiệm thu cùng lúc; bước trình kiểm tra thẩm quyền của người phê duyệt."""
    person = person_of(request)
    moves.open_stage(
        dossier_id,
        by=person,
        holder_id=given.holder,
        holder_post_id=given.holder_post,
        due_on=given.due_on,
        approver_post_id=given.approver_post,
        reason=given.reason,
    )
    return shown.dossier_detail(queries.dossier_page(person, dossier_id))


@router.post("/dossiers/{int:dossier_id}/skip", response=schemas.DossierDetail, summary="Bỏ qua bước tiếp theo")
@scope("programmes:write")
@once_per_key
def skip(request: HttpRequest, dossier_id: PathId, given: schemas.WhyIn) -> schemas.DossierDetail:
    """Nơi quy định cho phép, có lý do."""
    person = person_of(request)
    moves.skip_stage(dossier_id, by=person, reason=given.reason)
    return shown.dossier_detail(queries.dossier_page(person, dossier_id))


@router.post("/dossiers/{int:dossier_id}/return", response=schemas.HandedOut, summary="Trả lại để sửa")
@scope("programmes:write")
@once_per_key
def give_back(request: HttpRequest, dossier_id: PathId, given: schemas.WhyIn) -> schemas.HandedOut:
    """Bản vừa nộp còn thiếu; được đếm ở bước đó."""
    moved = moves.return_stage(dossier_id, by=person_of(request), reason=given.reason)
    return schemas.HandedOut(entry=moved.entry_id, state=moved.state)


@router.post("/dossiers/{int:dossier_id}/versions", response=schemas.HandedOut, summary="Nộp một phiên bản")
@scope("programmes:write")
@once_per_key
def hand_in(request: HttpRequest, dossier_id: PathId, given: schemas.DraftVersionIn) -> schemas.HandedOut:
    """Của bước đang làm; bước trình thì trình người phê duyệt."""
    person = person_of(request)
    file = file_id(given.file, person) if given.file else None
    moved = moves.hand_in(dossier_id, by=person, text=given.text, file_id=file)
    return schemas.HandedOut(entry=moved.entry_id, state=moved.state)


@router.post("/dossiers/{int:dossier_id}/opinions", response=schemas.OpinionsOut, summary="Xin ý kiến nhiều nơi")
@scope("programmes:write")
@once_per_key
def ask_opinions(request: HttpRequest, dossier_id: PathId, given: schemas.OpinionsIn) -> schemas.OpinionsOut:
    """Mỗi người một việc có hạn; tất cả hoặc không ai."""
    asked = moves.ask_opinions(
        dossier_id, by=person_of(request), people=given.people, question=given.question, due_on=given.due_on
    )
    return schemas.OpinionsOut(asked=asked)


@router.get("/advisory-log", response=schemas.AdvisedPage, summary="Nhật ký tham mưu của một đơn vị")
@scope("programmes:read")
def documents(request: HttpRequest, given: Query[schemas.AdvisoryFilter]) -> dict[str, object]:
    """Văn bản được tham mưu trong kỳ, theo hạn; lập từ các bước đã làm."""
    person, at = person_of(request), now()
    span = span_asked(given.period, "month", at)
    page = page_of_list(queries.documents_of(person, body_asked(person, given.body, at), span), given, lambda pk: pk)
    rows = queries.document_rows(page["items"])
    return {"items": [shown.document_out(row) for row in rows], "next": page["next"]}


@router.get("/advisory-log/{int:duty_id}", response=schemas.AdvisoryLogOut, summary="Nhật ký tham mưu của một văn bản")
@scope("programmes:read")
def log(request: HttpRequest, duty_id: PathId) -> schemas.AdvisoryLogOut:
    """Ai giữ, làm gì, bao lâu; các phiên bản."""
    return shown.log_out(queries.advisory_log(person_of(request), duty_id))


@router.get("/advisory-log/{int:duty_id}/compare", response=schemas.DraftCompareOut, summary="So sánh hai phiên bản")
@scope("programmes:read")
def compare(request: HttpRequest, duty_id: PathId, given: Query[schemas.DraftCompareFilter]) -> schemas.DraftCompareOut:
    """Từng đoạn, ai sửa ở phiên bản nào."""
    versions = queries.versions_of(queries.find_tree(person_of(request), duty_id))
    try:
        between = queries.chosen(versions, given.first, given.last)
    except LookupError as error:
        raise Problem(422, "versions", "Chưa so sánh được.", str(error)) from None
    found = moves.compared(between)
    return schemas.DraftCompareOut(
        first=between[0].number,
        last=between[-1].number,
        lines=[shown.diff_line(line) for line in found.lines],
        problems=list(found.problems),
    )


@router.get("/advisory-log/{int:duty_id}/versions/{int:number}/file", summary="Tệp của một phiên bản")
@scope("programmes:read")
def file(request: HttpRequest, duty_id: PathId, number: PathId) -> FileResponse:
    """Như đã nộp."""
    versions = queries.versions_of(queries.find_tree(person_of(request), duty_id))
    found = next((one.file for one in versions if one.number == number), None)
    if found is None:
        raise Http404
    data = BytesIO(read_file(found))
    return FileResponse(data, as_attachment=True, filename=found.name, content_type=found.media_type)
