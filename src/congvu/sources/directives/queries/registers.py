"""The registers of incoming and outgoing documents, filtered and ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from congvu.kernel.org.models import Person, Post
from congvu.kernel.org.queries import posts_of
from congvu.kernel.records.models import RegisterEntry
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.kit.vietnamese import fold
from congvu.sources.directives.models import Reading
from congvu.sources.directives.queries.labels import document_label

LINES = 100


@dataclass(frozen=True)
class RegisterLine:
    """One line of a register, with the reading of the document where there is one."""

    entry: RegisterEntry
    reading: Reading | None

    @property
    def label(self) -> str:
        return document_label(self.entry.document, self.reading.real_number if self.reading else "")


def _entries(person: Person, book: str, at: datetime) -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(book=book, body__in=handled_bodies(person, at)).select_related(
        "document", "body", "registered_by"
    )


def _lines(entries: QuerySet[RegisterEntry]) -> list[RegisterLine]:
    rows = list(entries)
    readings = Reading.objects.filter(document__in=[row.document_id for row in rows])
    by_document = {reading.document_id: reading for reading in readings}
    return [RegisterLine(row, by_document.get(row.document_id)) for row in rows]


@dataclass(frozen=True)
class RegisterPage:
    """Some lines of a book; `later` and `earlier` are the numbers of the neighbouring pages, 0 where there is none."""

    lines: tuple[RegisterLine, ...]
    later: int = 0
    earlier: int = 0


def register_page(
    person: Person,
    book: str,
    *,
    text: str = "",
    year: int | None = None,
    state: str = "",
    page: int = 1,
    whole: bool = False,
    at: datetime | None = None,
) -> RegisterPage:
    """Lines of the books a person handles, the newest first in pages; `whole`: all, from number 1 on, to be printed."""
    found = _matching(_entries(person, book, at or now()), text, year)
    if state:
        found = found.filter(document__in=Reading.objects.filter(state=state).values("document"))
    if whole:
        return RegisterPage(tuple(_lines(found.order_by("body__sort_key", "year", "number"))))
    first = (max(page, 1) - 1) * LINES
    lines = _lines(found.order_by("-year", "-number")[first : first + LINES + 1])
    return RegisterPage(tuple(lines[:LINES]), later=max(page, 1) - 1, earlier=page + 1 if len(lines) > LINES else 0)


def _matching(entries: QuerySet[RegisterEntry], text: str, year: int | None) -> QuerySet[RegisterEntry]:
    if year:
        entries = entries.filter(year=year)
    for word in fold(text).split():
        number = Q(number=int(word)) if word.isdigit() and len(word) < 9 else Q()
        found = Q(document__search_fold__contains=word) | Q(document__number_fold__contains=word)
        entries = entries.filter(found | number if number else found)
    return entries


def years(person: Person, book: str, *, at: datetime | None = None) -> list[int]:
    """The years in which a person's books hold lines."""
    return list(_entries(person, book, at or now()).order_by("-year").values_list("year", flat=True).distinct())


def waiting_for(person: Person, *, at: datetime | None = None, held: Sequence[Post] | None = None) -> list[Reading]:
    """What waits for him: to approve for a leader, refused ones that came back for a clerk; the oldest first.

    `held`: his posts at that instant, where the caller has read them.
    """
    moment = at or now()
    posts = posts_of(person, moment) if held is None else held
    mine = Q(state=Reading.State.PROPOSED, leader_post__in=[post.pk for post in posts])
    back = Q(state=Reading.State.REFUSED, body__in=handled_bodies(person, moment, posts))
    found = Reading.objects.filter(mine | back).select_related("document", "leader_post")
    return list(found.order_by("state", "created_at")[:50])
