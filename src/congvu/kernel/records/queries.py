"""Documents and registers, as far as a person may see them."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from congvu.kernel.org.models import Body, Mandate, Person, Post
from congvu.kernel.org.queries import posts_of, predecessors
from congvu.kernel.records.models import Document, DocumentLink, RegisterCounter, RegisterEntry, StoredFile
from congvu.kernel.records.rules import number_fold, search_words
from congvu.kit.clock import local_day, now


class FileChanged(Exception):
    """A stored file is not any more what was stored: somebody changed it on the disk."""


def file_path(digest: str) -> Path:
    """Where the file with this hash lies: outside the web root, never under its own name."""
    root: Path = settings.FILES_ROOT
    return root / digest[:2] / digest


# Posts that see every document in the registers of their body.
READING = (Post.Role.CLERK, Post.Role.HEAD, Post.Role.DEPUTY, Post.Role.LEADER)


def handled_bodies(person: Person, at: datetime, held: Iterable[Post] | None = None) -> set[int]:
    """The bodies whose registers a person handles: his own as clerk, head or deputy; for a leader also those of the
    offices directly below; for a person with a mandate those of the leader he prepares for.

    `held`: his posts at that instant, where the caller has read them.
    """
    posts = [post for post in (posts_of(person, at) if held is None else held) if post.role in READING]
    day = local_day(at)
    mandates = Mandate.objects.select_related("leader_post").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), person=person, starts_on__lte=day
    )
    leaders = {post.body_id for post in posts if post.role == Post.Role.LEADER}
    leaders |= {row.leader_post.body_id for row in mandates}
    offices = set(Body.objects.filter(parent__in=leaders, kind__startswith="van_phong").values_list("pk", flat=True))
    offices_mine = [post.body for post in posts if post.body.kind.startswith("van_phong")]
    clerks_above = {office.parent_id for office in offices_mine if office.parent_id is not None}
    return {post.body_id for post in posts} | leaders | offices | clerks_above


def read_bodies(person: Person, at: datetime) -> set[int]:
    """The bodies whose registers a person reads: those he handles, and the closed ones of bodies they carry on."""
    handled = handled_bodies(person, at)
    return handled | predecessors(handled) if handled else handled


def documents_visible_to(
    person: Person, *, also: QuerySet[Any, Any] | Iterable[int] = (), at: datetime | None = None
) -> QuerySet[Document]:
    """The documents a person may open: those of the registers he handles, those he entered, and `also`: ids of
    documents that rooms above open to him (the documents of his duties: `duties.visible_to(p).values("document")`).

    A stub (a document only cited) shows nothing but its number and is open to everybody.
    """
    bodies = read_bodies(person, at or now())
    registered = RegisterEntry.objects.filter(document=OuterRef("pk"), body__in=bodies)
    seen = Q(Exists(registered)) | Q(body__in=bodies) | Q(created_by=person) | Q(stub=True)
    if isinstance(also, QuerySet) or also:
        seen |= Q(pk__in=also)
    return Document.objects.filter(seen)


def search(
    person: Person, text: str, *, also: QuerySet[Any, Any] | Iterable[int] = (), limit: int = 20
) -> list[Document]:
    """Documents by number, trích yếu, issuer or signer, whatever the tone marks; only what the person may see."""
    words = search_words(text).split()
    if not words:
        return []
    query = " & ".join(f"{word}:*" for word in words[:12])
    found = documents_visible_to(person, also=also).extra(
        where=["to_tsvector('simple', document.search_fold) @@ to_tsquery('simple', %s)"], params=[query]
    )
    return list(found.order_by("-issued_on", "-pk")[:limit])


def find_by_number(number: str) -> QuerySet[Document]:
    """Documents with this number, held or only cited; writing of the number does not matter."""
    return Document.objects.filter(number_fold=number_fold(number))


def register_of(body: Body, book: str, year: int) -> QuerySet[RegisterEntry]:
    """The lines of one book of one year in the order of their numbers, ready to print."""
    return (
        RegisterEntry.objects.filter(body=body, book=book, year=year)
        .select_related("document", "registered_by")
        .order_by("number")
    )


def books_of(person: Person, at: datetime | None = None) -> list[tuple[Body, str, int, int]]:
    """The registers a person may open: (body, book, year, last number), the newest first."""
    rows = RegisterCounter.objects.filter(body__in=read_bodies(person, at or now())).select_related("body")
    return [(row.body, row.book, row.year, row.last_number) for row in rows.order_by("-year", "body__sort_key", "book")]


def gaps(body: Body, book: str, year: int) -> list[int]:
    """Numbers missing from a register; always empty (an invariant)."""
    numbers = set(register_of(body, book, year).values_list("number", flat=True))
    return [number for number in range(1, max(numbers, default=0) + 1) if number not in numbers]


def cited_by(document: Document) -> QuerySet[DocumentLink]:
    """What a document cites, carries out, amends or replaces."""
    return document.links_out.select_related("to_document").order_by("relation", "to_document__issued_on", "pk")


def citing(document: Document) -> QuerySet[DocumentLink]:
    """Which documents cite or carry out this one."""
    return document.links_in.select_related("from_document").order_by("from_document__issued_on", "pk")


def read_file(stored: StoredFile) -> bytes:
    """The bytes of a stored file; raises when what is on the disk is not what was stored."""
    data = file_path(stored.sha256).read_bytes()
    if sha256(data).hexdigest() != stored.sha256:
        raise FileChanged(stored.name)
    return data
