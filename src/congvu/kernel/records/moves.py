"""Every way documents, files and registers change."""

from collections.abc import Mapping
from datetime import date

from congvu.kernel.org.models import Body, Person
from congvu.kernel.records.models import Document, DocumentLink, RegisterEntry, StoredFile


class RecordsRefused(Exception):
    """Nothing was stored; `text` says why, in words for the person."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


def store_file(data: bytes, name: str) -> StoredFile:
    """Keep a file by the hash of its content, outside the web root."""
    raise NotImplementedError


def document_once(body: Body, text: str, *, by: Person, **fields: object) -> tuple[Document, bool]:
    """The document with this text in this body, and whether it was made now: the same text is kept once.

    `fields`: kind, number, issued_on, issuer, title, signer, urgency, file. Refuses Mật/Tối mật/Tuyệt mật.
    """
    raise NotImplementedError


def correct_document(document: Document, *, by: Person, **fields: object) -> Document:
    """Correct the data of a document (never its text)."""
    raise NotImplementedError


def register(body: Body, book: str, document: Document | Mapping[str, object], *, by: Person) -> RegisterEntry:
    """Give a document the next number of a book of this body and year, without gaps; once per document.

    `document` is a Document, or the fields of one (`text` and those of `document_once`).
    """
    raise NotImplementedError


def link(
    document: Document, *, number: str, issued_on: date | None = None, relation: str = "cites", by: Person
) -> DocumentLink:
    """Tie a document to one it cites; a cited document that is not held here becomes a stub."""
    raise NotImplementedError
