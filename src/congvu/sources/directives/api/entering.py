"""A document comes in, and what was read of it."""

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kernel.records.files import paper
from congvu.kit.api import PathId, page_of, scope
from congvu.kit.work.api import JobOut, job_out
from congvu.kit.work.models import Job
from congvu.sources.directives import moves, queries
from congvu.sources.directives.api import schemas, shown

router = Router(tags=["Văn bản chỉ đạo"])


@router.get("/readings", response=schemas.ReadingsPage, summary="Văn bản chỉ đạo được xem")
@scope("directives:read")
def readings(request: HttpRequest, given: Query[schemas.ReadingFilter]) -> dict[str, object]:
    """Mới nhất trước."""
    rows = queries.readings_visible_to(person_of(request))
    return page_of(rows.filter(state=given.state) if given.state else rows, given, shown.reading_out)


@router.get("/readings/{int:reading_id}", response=schemas.ReadingDetail, summary="Một văn bản và các yêu cầu")
@scope("directives:read")
def reading(request: HttpRequest, reading_id: PathId) -> schemas.ReadingDetail:
    """Nội dung, các yêu cầu kèm vị trí trong văn bản, điều còn chưa rõ, và đồng chí được làm gì."""
    return shown.detail_out(queries.reading_page(person_of(request), reading_id))


@router.post("/documents", response={201: schemas.EnteredOut}, summary="Nhập văn bản bằng nội dung")
@scope("directives:write")
@once_per_key
def enter_text(request: HttpRequest, given: schemas.TextIn) -> tuple[int, schemas.EnteredOut]:
    """Vào sổ, đọc và lập các yêu cầu. Cùng một nội dung chỉ vào sổ một lần."""
    person = person_of(request)
    entered = moves.enter(by=person, text=given.text, rehearsal=given.rehearsal, same_number=given.same_number)
    return shown.entered_out(entered)


@router.post("/documents/file", response={201: schemas.EnteredOut, 202: JobOut}, summary="Nhập văn bản bằng tệp")
@scope("directives:write")
@once_per_key
def enter_file(
    request: HttpRequest,
    file: File[UploadedFile],
    attachment: Form[str] = "",
    rehearsal: Form[bool] = False,
    same_number: Form[bool] = False,
) -> tuple[int, schemas.EnteredOut | JobOut]:
    """Tệp Word (.docx, .doc), .pdf, .html, .eml, .txt hoặc ảnh quét (.png, .jpg, .tif). Văn bản có dấu Mật bị từ chối
    và không được lưu. Bản quét cần nhận dạng chữ: trả về việc nền (202), xong thì `result.reading` là văn bản đã đọc.
    Thư có nhiều tệp đính kèm đọc được: câu từ chối kê tên ở `choices`, gửi lại với `attachment` là tên đã chọn.
    """
    came = moves.receive(
        by=person_of(request),
        data=file.read(),
        name=file.name or "tep",
        attachment=attachment,
        rehearsal=rehearsal,
        same_number=same_number,
    )
    return (202, job_out(came)) if isinstance(came, Job) else shown.entered_out(came)


@router.post("/documents/{int:document_id}/read", response={201: schemas.EnteredOut}, summary="Đọc văn bản trong sổ")
@scope("directives:write")
@once_per_key
def read(request: HttpRequest, document_id: PathId, given: schemas.ReadIn) -> tuple[int, schemas.EnteredOut]:
    """Văn bản đã vào sổ mà chưa đọc; lần thứ hai trả lại bản đã đọc."""
    person = person_of(request)
    return shown.entered_out(moves.read_registered(document_id, by=person, rehearsal=given.rehearsal))


@router.get("/documents/{int:document_id}/file", summary="Tệp của văn bản")
@scope("records:read")
def file(request: HttpRequest, document_id: PathId) -> HttpResponse:
    """Tệp như đã gửi; văn bản dán vào thì là nội dung."""
    return paper(queries.find_document(person_of(request), document_id))
