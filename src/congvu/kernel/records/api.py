"""Files and registers for programs."""

from datetime import date, datetime

from django.core import signing
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router
from ninja.files import UploadedFile

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import BodyOut, body_out, person_of
from congvu.kernel.org.models import Body, Person
from congvu.kernel.records import moves, queries
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.kernel.records.rules import BOOKS
from congvu.kit.api import Answer, Page, Paged, PathId, Problem, page_of_list, scope

router = Router(tags=["Sổ văn bản và tệp"])
_SALT = "congvu.file"


class FileOut(Answer):
    """A stored file. `handle` is what the field `file` of a move takes; only who uploaded it can use it."""

    handle: str
    name: str
    media_type: str
    size: int
    sha256: str


class BookOut(Answer):
    """A book of one year that the caller handles."""

    body: BodyOut
    book: str
    title: str
    year: int
    last_number: int


class DocumentOut(Answer):
    """An official document: its data, not its text."""

    id: int
    kind: str
    number: str
    issued_on: date | None
    issuer: str
    title: str
    signer: str
    urgency: str
    stub: bool


class RegisterLine(Answer):
    """A line of a register."""

    number: int
    year: int
    registered_at: datetime
    registered_by: str
    document: DocumentOut


class LinePage(Paged):
    items: list[RegisterLine]


def file_id(handle: str, person: Person) -> int:
    """The file behind a handle that this person got by uploading it; raises Problem."""
    try:
        owner, found = signing.loads(handle, salt=_SALT)
    except signing.BadSignature:
        owner, found = None, None
    if owner != person.pk:
        raise Problem(
            422, "file", "Không thấy tệp kèm theo.", "Gửi tệp qua POST /api/files, rồi dùng “handle” nhận được."
        )
    return int(found)


def document_out(document: Document) -> DocumentOut:
    return DocumentOut(
        id=document.pk,
        kind=document.kind,
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        title=document.title,
        signer=document.signer,
        urgency=document.urgency,
        stub=document.stub,
    )


def line_out(entry: RegisterEntry) -> RegisterLine:
    return RegisterLine(
        number=entry.number,
        year=entry.year,
        registered_at=entry.registered_at,
        registered_by=entry.registered_by.full_name,
        document=document_out(entry.document),
    )


@router.post("/files", response={201: FileOut}, summary="Gửi một tệp")
@scope("records:write")
@once_per_key
def upload(request: HttpRequest, file: File[UploadedFile]) -> tuple[int, FileOut]:
    """Tệp được nhận dạng theo nội dung; tệp có dấu Mật không được nhận."""
    person = person_of(request)
    stored = moves.store_file(file.read(), file.name or "tep", by=person)
    handle = signing.dumps([person.pk, stored.pk], salt=_SALT)
    return 201, FileOut(
        handle=handle, name=stored.name, media_type=stored.media_type, size=stored.size, sha256=stored.sha256
    )


@router.get("/registers", response=list[BookOut], summary="Các sổ tôi giữ")
@scope("records:read")
def books(request: HttpRequest) -> list[BookOut]:
    """Sổ văn bản đến và đi, theo năm."""
    return [
        BookOut(body=body_out(body), book=book, title=BOOKS.get(book, book), year=year, last_number=last)
        for body, book, year, last in queries.books_of(person_of(request))
    ]


@router.get("/registers/{int:body_id}/{book}/{int:year}", response=LinePage, summary="Một quyển sổ")
@scope("records:read")
def lines(request: HttpRequest, body_id: PathId, book: str, year: PathId, given: Query[Page]) -> dict[str, object]:
    """Theo thứ tự số, không có số trống."""
    mine = {(body.pk, name, of_year) for body, name, of_year, _ in queries.books_of(person_of(request))}
    if (body_id, book, year) not in mine:
        raise RegisterEntry.DoesNotExist
    found = queries.register_of(get_object_or_404(Body, pk=body_id), book, year)
    return page_of_list(list(found), given, line_out)
