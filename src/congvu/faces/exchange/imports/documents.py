"""Documents of a register. The same document is one number, one day and one issuer; without a number its title."""

from collections.abc import Sequence
from datetime import date, datetime

from congvu.faces.exchange.imports.lines import ADD, CHANGE, SAME, WRONG, Judged, Row, changes, judge, twice
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import posts_of
from congvu.kernel.records import moves
from congvu.kernel.records.models import Document
from congvu.kernel.records.moves import NewDocument
from congvu.kernel.records.queries import handled_bodies
from congvu.kernel.records.rules import number_fold, secrecy_mark
from congvu.kit.tables import Cell, Column, day, text
from congvu.kit.vietnamese import fold
from congvu.reference.documents import document_kinds


def _kind(cell: Cell) -> str:
    """The code of a kind of document, by its code or its name; what nobody knows is refused."""
    asked = fold(text(cell))
    for kind in document_kinds():
        if asked in (kind.code, fold(kind.name), fold(kind.name.partition(" (")[0])):
            return kind.code
    raise ValueError(f"“{text(cell)[:40]}” không phải là loại văn bản đã biết, như Công văn, Quyết định")


def _book(cell: Cell) -> str:
    words = fold(text(cell))
    if words.endswith(("den", "di")):
        return "den" if words.endswith("den") else "di"
    raise ValueError(f"“{text(cell)[:40]}” phải là Đến hoặc Đi")


def _open(cell: Cell) -> str:
    """The secrecy of a line: only what is not secret comes in."""
    if secrecy_mark(text(cell)):
        raise ValueError("văn bản mật không được nhập; xử lý theo quy định về bảo vệ bí mật nhà nước")
    return ""


COLUMNS = (
    Column("Số, ký hiệu", "number", example="123/UBND-NC", also=("Số ký hiệu", "Số/ký hiệu", "Ký hiệu")),
    Column("Ngày ban hành", "issued_on", day, True, "05/11/2026", ("Ngày văn bản", "Ngày ký", "Ngày tháng")),
    Column("Cơ quan ban hành", "issuer", required=True, example="UBND tỉnh An Bình", also=("Nơi ban hành", "Tác giả")),
    Column("Trích yếu", "title", required=True, example="Về việc rà soát hồ sơ quá hạn",
           also=("Trích yếu nội dung", "Tên loại và trích yếu", "Nội dung")),
    Column("Loại văn bản", "kind", _kind, False, "Công văn", ("Tên loại", "Hình thức")),
    Column("Người ký", "signer"),
    Column("Độ khẩn", "urgency", also=("Mức độ khẩn",)),
    Column("Độ mật", "secrecy", _open, False, "", ("Mức độ mật",)),
    Column("Sổ", "book", _book, False, "Đến", ("Loại sổ",)),
    Column("Số đến cũ", "old_number", also=("Số đến", "Số thứ tự", "Số vào sổ", "Số đi")),
    Column("Mã cơ quan giữ sổ", "body", example="", also=("Đơn vị giữ sổ",)),
)  # fmt: skip
_NAMES = {column.field: column.heading for column in COLUMNS}
_FIELDS = ("kind", "number", "issued_on", "issuer", "title", "signer", "urgency")
_CORRECTED = ("title", "signer", "kind", "urgency")


def plan(rows: Sequence[Row], by: Person, at: datetime) -> list[Judged]:
    mine = {body.code: body for body in Body.objects.filter(pk__in=handled_bodies(by, at))}
    own = next((body for body in mine.values() if len(mine) == 1), None) or _own(by, at, mine)
    keys = {_key(row["number"], row["issued_on"], row["issuer"], row["title"]) for row in rows if not row.faults}
    there = {
        (document.body_id, *_key(document.number, document.issued_on, document.issuer, document.title)): document
        for document in Document.objects.filter(
            body__in=[body.pk for body in mine.values()], number_fold__in={key[0] for key in keys}, stub=False
        ).defer("text")
    }
    seen: dict[object, int] = {}
    return judge(rows, lambda row: _one(row, mine, own, there, seen), "title")


def _own(by: Person, at: datetime, mine: dict[str, Body]) -> Body | None:
    """The body of the importer's first post among those whose registers he handles."""
    return next((mine[post.body.code] for post in posts_of(by, at) if post.body.code in mine), None)


_Key = tuple[str, date | None, str, str]


def _key(number: str, issued_on: date | None, issuer: str, title: str) -> _Key:
    folded = number_fold(number)
    return folded, issued_on, fold(issuer), "" if folded else fold(title)


def _one(
    row: Row,
    mine: dict[str, Body],
    own: Body | None,
    there: dict[tuple[int | None, str, date | None, str, str], Document],
    seen: dict[object, int],
) -> Judged:
    label = f"{row['number'] or 'không số'}, {row['issued_on']:%d/%m/%Y}: {row['title']}"
    body = mine.get(row["body"]) if row["body"] else own
    if body is None:
        told = f"không giữ sổ của cơ quan mã “{row['body']}”" if row["body"] else "chưa rõ vào sổ của cơ quan nào"
        return Judged(row, WRONG, label, told)
    if mark := secrecy_mark(row["title"]):
        return Judged(row, WRONG, label, f"văn bản có dấu {mark} không được nhập")
    key = _key(row["number"], row["issued_on"], row["issuer"], row["title"])
    if again := twice(seen, (body.pk, *key), row):
        return Judged(row, WRONG, label, again)
    known = there.get((body.pk, *key))
    if known is not None:
        found, told = changes(known, {name: row[name] for name in _CORRECTED}, _NAMES)
        return Judged(row, CHANGE if found else SAME, label, told, (known, found))
    new = NewDocument({name: row[name] for name in _FIELDS}, row["old_number"])
    return Judged(row, ADD, label, "", (body, row["book"] or "den", new))


def write(judged: Sequence[Judged], by: Person) -> None:
    groups: dict[tuple[int, str], tuple[Body, list[NewDocument]]] = {}
    for one in judged:
        if one.outcome == ADD:
            body, book, new = one.act
            groups.setdefault((body.pk, book), (body, []))[1].append(new)
        elif one.outcome == CHANGE:
            document, found = one.act
            moves.correct_document(document, by=by, issued_on=document.issued_on, **found)
    for (_, book), (body, documents) in sorted(groups.items(), key=lambda item: item[0]):
        moves.import_many(documents, body, book, by=by)
