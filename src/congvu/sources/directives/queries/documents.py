"""A document of the register as it came, read or not: its data, its lines in the books, its text and file."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.kernel.records.queries import documents_visible_to, handled_bodies
from congvu.kit.clock import now
from congvu.sources.directives.models import Reading
from congvu.sources.directives.queries.access import readings_visible_to
from congvu.sources.directives.queries.graph import Graph, graph_of
from congvu.sources.directives.queries.labels import document_label


@dataclass(frozen=True)
class DocumentPage:
    """What stands on the page of a document. `entries` are the lines of the books that this person handles."""

    document: Document
    label: str
    entries: tuple[RegisterEntry, ...]
    reading: Reading | None
    graph: Graph
    may_read: bool


def find_document(person: Person, document_id: int, *, at: datetime | None = None) -> Document:
    """The document, or Document.DoesNotExist when there is none or the person may not see it."""
    mine = visible_to(person).filter(document=document_id).values("document")
    return documents_visible_to(person, also=mine, at=at).select_related("file", "body").get(pk=document_id)


def document_url(person: Person, document_id: int) -> str:
    """The page of a document, of its reading where there is one; empty for what the person may not see."""
    reading = readings_visible_to(person).filter(document=document_id).first()
    if reading is not None:
        return reverse("directives:reading", args=[reading.pk])
    try:
        find_document(person, document_id)
    except Document.DoesNotExist:
        return ""
    return reverse("directives:document", args=[document_id])


def document_page(person: Person, document_id: int, *, at: datetime | None = None) -> DocumentPage:
    """The page of a document; raises Document.DoesNotExist for what the person may not see."""
    moment = at or now()
    document = find_document(person, document_id, at=moment)
    bodies = handled_bodies(person, moment)
    lines = RegisterEntry.objects.filter(document=document, body__in=bodies)
    entries = tuple(lines.select_related("body", "registered_by").order_by("registered_at", "pk"))
    reading = readings_visible_to(person, at=moment).filter(document=document).first()
    return DocumentPage(
        document=document,
        label=document_label(document, reading.real_number if reading else ""),
        entries=entries,
        reading=reading,
        graph=graph_of(person, document, at=moment),
        may_read=reading is None and bool(document.text.strip()) and bool(entries),
    )
