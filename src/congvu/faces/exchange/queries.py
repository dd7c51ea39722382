"""What of the ways in and out somebody may see: his own imports and exports; the tray of the registers he handles."""

from datetime import datetime

from django.db.models import QuerySet

from congvu.faces.exchange.models import Arrival, ExportRun, ImportRun, Source
from congvu.kernel.org.models import Person
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.sources.directives.queries import handled_body


def imports_of(person: Person) -> QuerySet[ImportRun]:
    """Files that he brought, the newest first; nobody sees the files of another."""
    return ImportRun.objects.filter(asked_by=person).select_related("file", "asked_by").order_by("-pk")


def exports_of(person: Person) -> QuerySet[ExportRun]:
    """Copies that he asked for, the newest first."""
    return ExportRun.objects.filter(asked_by=person).order_by("-pk")


def sources_of(person: Person, at: datetime | None = None) -> list[Source]:
    """The sources whose documents go into registers that he handles; not the administrator's: he sees no content."""
    bodies = handled_bodies(person, at or now())
    return [
        source
        for source in Source.objects.select_related("clerk").order_by("name")
        if (body := handled_body(source.clerk)) is not None and body.pk in bodies
    ]


def arrivals_for(person: Person) -> QuerySet[Arrival]:
    """What came for registers that he handles, the newest first."""
    sources = [source.pk for source in sources_of(person)]
    return Arrival.objects.filter(source__in=sources).select_related("source", "file", "ended_by").order_by("-pk")


def waiting_count(person: Person) -> int:
    """How many files wait for him in the tray."""
    return arrivals_for(person).filter(state=Arrival.State.WAITING).count()
