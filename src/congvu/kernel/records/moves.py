"""Every way documents, files and registers change."""

import errno
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import main_seat
from congvu.kernel.records.models import Document, DocumentLink, RegisterCounter, RegisterEntry, StoredFile
from congvu.kernel.records.queries import file_path
from congvu.kernel.records.rules import (
    BOOKS,
    EXTENSIONS,
    RELATIONS,
    clean_name,
    is_same_document,
    media_type,
    number_fold,
    search_words,
    secrecy_mark,
    secrecy_stamp,
)
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc

FIELDS = ("kind", "number", "issued_on", "issuer", "title", "signer", "urgency")
EARLIEST, LATEST_YEAR = date(1945, 9, 2), 2200
_AT_ONCE = 2_000


class RecordsRefused(Exception):
    """Nothing was stored; `text` says why, in words for the person; `field` where in a form it belongs."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


def store_file(data: bytes, name: str, *, by: Person) -> StoredFile:
    """Keep a file by the hash of its content; its type is told by its content, not by its name. Only who stored it may
    hand it in with a move.
    """
    if not data:
        raise RecordsRefused("Tệp rỗng.", "file")
    if len(data) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        raise RecordsRefused(f"Tệp lớn hơn {limit} MB. Hãy nén hoặc chia nhỏ rồi gửi lại.", "file")
    name = clean_name(name)
    kind = media_type(data)
    if not kind:
        raise RecordsRefused(
            "Chưa nhận loại tệp này. Hãy dùng .docx, .doc, .pdf, .txt, .xlsx, ảnh .jpg, .png, .tif.", "file"
        )
    if PurePath(name).suffix.lower() not in EXTENSIONS[kind]:
        raise RecordsRefused(
            f"Tên tệp {name} không khớp với nội dung ({EXTENSIONS[kind][0]}). Hãy kiểm tra rồi gửi lại.", "file"
        )
    digest = sha256(data).hexdigest()
    _write_once(file_path(digest), data)
    return StoredFile.objects.create(sha256=digest, name=name, media_type=kind, size=len(data), stored_by=by)


def _write_once(path: Path, data: bytes) -> None:
    """Write whole or not at all, and only what is not there yet; on the disk before the row is committed."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(draft, "xb") as file:  # noqa: PTH123 - "xb" refuses an existing file
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RecordsRefused("Máy chủ hết chỗ lưu tệp. Chưa lưu gì; hãy báo người quản trị.", "file") from error
        raise


def document_once(
    body: Body, text: str, *, by: Person, file: StoredFile | None = None, **fields: object
) -> tuple[Document, bool]:
    """The document with this text in this body, and whether it was made now: the same text is kept once.

    `fields`: kind, number, issued_on, issuer, title, signer, urgency. A text marked Mật, Tối mật or Tuyệt mật is
    refused and nothing of it is kept. Without text (only the data of a paper) a new document is made each time.
    """
    text = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    refuse_secret(text, str(fields.get("title") or ""))
    digest = sha256(text.encode()).hexdigest() if text.strip() else ""
    made = Document(body=body, text=text, text_sha256=digest, file=file, created_by=by, **_values(fields))
    _fold(made)
    same = Document.objects.filter(body=body, text_sha256=digest)
    if digest and (kept := same.first()):
        return kept, False
    try:
        with transaction.atomic():
            made.save()
            _claim([made])
            _tell("document", made.pk, "enter", by, {"sha256": digest, "number": made.number, "kind": made.kind})
    except IntegrityError:
        # two clerks dropped the same file at the same instant: the key decides, nobody sees an error
        return same.get(), False
    return made, True


def correct_document(document: Document, *, by: Person, **fields: object) -> Document:
    """Correct the data of a document (never its text); what was there before stays in the ledger."""
    values = _values(fields)
    with transaction.atomic():
        kept = Document.objects.select_for_update().get(pk=document.pk)
        changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
        if not changed:
            return kept
        refuse_secret("", str(changed.get("title") or ""))
        payload = {name: [_plain(getattr(kept, name)), _plain(value)] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(kept, name, value)
        _fold(kept)
        kept.save(update_fields=[*changed, "number_fold", "search_fold"])
        _claim([kept])
        _tell("document", kept.pk, "correct", by, payload)
    return kept


def register(body: Body, book: str, document: Document | Mapping[str, object], *, by: Person) -> RegisterEntry:
    """Give a document the next number of a book of this body and year; once per document and without gaps.

    `document` is a Document, or the fields of one (`text` and those of `document_once`). The counter's row is locked
    until the transaction ends: whoever fails gives his number back.
    """
    if book not in BOOKS:
        raise RecordsRefused(f"Không có sổ “{book}”.", "book")
    with transaction.atomic():
        if not isinstance(document, Document):
            given = dict(document)
            document, _ = document_once(body, str(given.pop("text", "")), by=by, **given)  # type: ignore[arg-type]
        at = now()
        year = local_day(at).year
        RegisterCounter.objects.bulk_create([RegisterCounter(body=body, book=book, year=year)], ignore_conflicts=True)
        counter = RegisterCounter.objects.select_for_update().get(body=body, book=book, year=year)
        kept = RegisterEntry.objects.filter(body=body, book=book, document=document).first()
        if kept is not None:
            return kept
        counter.last_number += 1
        counter.save(update_fields=["last_number"])
        entry = RegisterEntry.objects.create(
            body=body, book=book, year=year, number=counter.last_number, document=document, registered_by=by,
            registered_at=at,
        )  # fmt: skip
        payload = {"body": body.pk, "book": book, "year": year, "number": entry.number}
        _tell("document", document.pk, "register", by, payload)
    return entry


@dataclass(frozen=True)
class NewDocument:
    """A document of which another program gives the data. `old_number`: its number in that program's register."""

    fields: Mapping[str, object]
    old_number: str = ""


def import_many(new: Sequence[NewDocument], body: Body, book: str, *, by: Person) -> list[Document]:
    """Documents from another program, all or none. One with a number of the old register keeps that (in its entry);
    the others get the next numbers of the book, in the order given.

    The caller has made sure that none of them is there already.
    """
    if book not in BOOKS:
        raise RecordsRefused(f"Không có sổ “{book}”.", "book")
    rows = []
    for one in new:
        refuse_secret(str(one.fields.get("title") or ""))
        row = Document(body=body, created_by=by, **_values(one.fields))
        _fold(row)
        rows.append(row)
    with transaction.atomic():
        documents = Document.objects.bulk_create(rows, batch_size=_AT_ONCE)
        _claim(documents)
        entries = _register_many(
            [row for row, one in zip(documents, new, strict=True) if not one.old_number], body, book, by
        )
        seat = main_seat(by, now())
        post = seat.post if seat else None
        told = []
        for row, one in zip(documents, new, strict=True):
            facts = {"number": row.number, "kind": row.kind, "imported": 1}
            facts |= {"old_number": nfc(one.old_number), "book": book} if one.old_number else {}
            told.append(ledger.NewEntry(row.pk, "enter", by, post, facts))
            if (entry := entries.get(row.pk)) is not None:
                given = {"body": body.pk, "book": book, "year": entry.year, "number": entry.number}
                told.append(ledger.NewEntry(row.pk, "register", by, post, given))
        for start in range(0, len(told), _AT_ONCE):
            ledger.append_many("records", "document", told[start : start + _AT_ONCE])
    return documents


def _register_many(documents: Sequence[Document], body: Body, book: str, by: Person) -> dict[int, RegisterEntry]:
    """The next numbers of a book, by document; the counter's row is locked until the transaction ends."""
    if not documents:
        return {}
    at = now()
    year = local_day(at).year
    RegisterCounter.objects.bulk_create([RegisterCounter(body=body, book=book, year=year)], ignore_conflicts=True)
    counter = RegisterCounter.objects.select_for_update().get(body=body, book=book, year=year)
    first = counter.last_number + 1
    counter.last_number += len(documents)
    counter.save(update_fields=["last_number"])
    rows = [
        RegisterEntry(body=body, book=book, year=year, number=number, document=row, registered_by=by, registered_at=at)
        for number, row in enumerate(documents, first)
    ]
    return {row.document_id: row for row in RegisterEntry.objects.bulk_create(rows, batch_size=_AT_ONCE)}


def link(
    document: Document, *, number: str, issued_on: date | None = None, relation: str = "cites", by: Person
) -> DocumentLink:
    """Tie a document to one it cites; a cited document that is not held here becomes a stub (its number only)."""
    if relation not in RELATIONS:
        raise ValueError(f"no such relation between documents: {relation}")
    number = nfc(number).strip()
    key = number_fold(number)
    if not key:
        raise RecordsRefused("Thiếu số ký hiệu của văn bản được viện dẫn.", "number")
    with transaction.atomic():
        same = Document.objects.filter(number_fold=key)
        if issued_on is not None:
            same = same.filter(Q(issued_on=issued_on) | Q(issued_on__isnull=True))
        target = same.exclude(pk=document.pk).order_by("stub", "pk").first()
        if target is None:
            target = Document(number=number, issued_on=issued_on, stub=True, created_by=by)
            _fold(target)
            target.save()
        row, _ = DocumentLink.objects.get_or_create(from_document=document, to_document=target, relation=relation)
    return row


def _claim(documents: Sequence[Document]) -> None:
    """Documents that were only cited until now are held: what led to their stubs leads to them."""
    held: dict[str, list[Document]] = {}
    for document in documents:
        if document.number_fold and not document.stub:
            held.setdefault(document.number_fold, []).append(document)
    if not held:
        return
    for stub in Document.objects.filter(stub=True, number_fold__in=list(held)):
        for document in held[stub.number_fold]:
            if is_same_document(stub.number_fold, stub.issued_on, document.issued_on):
                told = DocumentLink.objects.filter(
                    from_document=OuterRef("from_document"), to_document=document, relation=OuterRef("relation")
                )
                leads = DocumentLink.objects.filter(~Exists(told), to_document=stub).exclude(from_document=document)
                leads.update(to_document=document)


def refuse_secret(*texts: str, recognised: Iterable[str] = ()) -> None:
    """Raise when a text bears a secrecy mark, or when one is among the lines `recognised` from a picture; the caller
    has stored nothing of it yet.
    """
    mark = next((mark for text in texts if (mark := secrecy_mark(text))), "") or secrecy_stamp(recognised)
    if mark:
        raise RecordsRefused(
            f"Không nhận văn bản có dấu {mark}. Phần mềm này không lưu văn bản mật; tệp đã bị bỏ, không giữ bản "
            "nào. Hãy xử lý theo quy định về bảo vệ bí mật nhà nước.",
            "file",
        )


def _values(fields: Mapping[str, object]) -> dict[str, object]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a document: {sorted(unknown)}")
    values = {name: nfc(value).strip() if isinstance(value, str) else value for name, value in fields.items()}
    issued = values.get("issued_on")
    if isinstance(issued, date) and not (issued >= EARLIEST and issued.year <= LATEST_YEAR):
        raise RecordsRefused(f"Ngày ban hành {issued:%d/%m/%Y} không hợp lệ.", "issued_on")
    return {name: value for name, value in values.items() if value is not None or name == "issued_on"}


def _fold(document: Document) -> None:
    document.number_fold = number_fold(document.number)
    document.search_fold = search_words(
        document.number, document.title, document.issuer, document.signer, document.kind.replace("_", " ")
    )


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _tell(subject: str, subject_id: int, verb: str, by: Person, payload: Mapping[str, object]) -> None:
    seat = main_seat(by, now())
    ledger.append(
        room="records", subject=subject, subject_id=subject_id, verb=verb, by=by, post=seat.post if seat else None,
        payload=payload,
    )  # fmt: skip
