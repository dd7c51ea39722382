"""What a document stands on and what stands on it, as far as a person may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document
from congvu.kernel.records.queries import cited_by, citing, documents_visible_to
from congvu.kernel.records.rules import RELATIONS
from congvu.kit.clock import now
from congvu.sources.directives.queries.access import readings_visible_to
from congvu.sources.directives.queries.labels import document_label

_ORDER = list(RELATIONS)


@dataclass(frozen=True)
class Edge:
    """A link to another document. `held`: whether this person may open it; another one is its number alone."""

    document: Document
    relation: str
    upward: bool
    label: str
    held: bool
    url: str

    @property
    def words(self) -> str:
        """How the document of the page stands to this one."""
        return _(RELATIONS[self.relation][0 if self.upward else 1])


@dataclass(frozen=True)
class Graph:
    """`above`: what the document stands on, the nearest relation first. `below`: what stands on it."""

    above: tuple[Edge, ...] = ()
    below: tuple[Edge, ...] = ()


def graph_of(person: Person, document: Document, *, at: datetime | None = None) -> Graph:
    """The links of a document that the person may see. What cites it is told only where he may open that; what it
    cites stands in its own text.
    """
    up = [(link.to_document, link.relation) for link in cited_by(document)]
    down = [(link.from_document, link.relation) for link in citing(document)]
    keys = [one.pk for one, _relation in (*up, *down)]
    seen = documents_visible_to(person, also=visible_to(person).values("document"), at=at or now())
    held = set(seen.filter(pk__in=keys, stub=False).values_list("pk", flat=True))
    readings = readings_visible_to(person, at=at).filter(document__in=keys).values_list("document", "pk", "real_number")
    read = {document_id: (pk, number) for document_id, pk, number in readings}
    below = _edges([row for row in down if row[0].pk in held or row[0].pk in read], held, read, upward=False)
    return Graph(_edges(up, held, read, upward=True), below)


def _edges(
    rows: Iterable[tuple[Document, str]], held: set[int], read: dict[int, tuple[int, str]], *, upward: bool
) -> tuple[Edge, ...]:
    edges = [_edge(document, relation, held, read.get(document.pk), upward) for document, relation in rows]
    return tuple(sorted(edges, key=lambda edge: (_ORDER.index(edge.relation), edge.label)))


def _edge(document: Document, relation: str, held: set[int], read: Sequence[object] | None, upward: bool) -> Edge:
    if read is not None:
        url = reverse("directives:reading", args=[read[0]])
    else:
        url = reverse("directives:document", args=[document.pk]) if document.pk in held else ""
    # of one that he may not open he knows what the citing text says of it, as if nobody held it
    known = document if url or document.stub else Document(pk=document.pk, number=document.number, stub=True)
    label = document_label(known, str(read[1]) if read is not None else "")
    return Edge(known, relation, upward, label, bool(url), url)
