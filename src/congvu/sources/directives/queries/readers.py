"""Who is asked to read a directive, who has said so, and what a person still has to read. Set-based throughout."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.org.queries import bodies_on, posts_of
from congvu.kernel.org.rules import LEADING
from congvu.kit.clock import local_day, now
from congvu.sources.directives.models import Acknowledgement, Demand, DemandName, ReaderQuestion, Reading
from congvu.sources.directives.queries.access import readings_visible_to
from congvu.sources.directives.rules import reading_unit


@dataclass(frozen=True)
class Reader:
    """A person who is asked to read, where he sits, and the addressed body for which he reads."""

    person: Person
    post: Post
    unit_id: int
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class ToRead:
    """A directive that waits for a person: the body he reads for, and its limit (None: the body has no duty of it)."""

    reading: Reading
    unit_id: int
    due_at: datetime | None


def addressed(reading_ids: Collection[int]) -> dict[int, set[int]]:
    """The bodies that issued demands of these readings ask to pass them on. One statement."""
    through = DemandName.bodies.through
    rows = through.objects.filter(
        demandname__role=DemandName.Role.ASSIGNEE,
        demandname__demand__reading__in=reading_ids,
        demandname__demand__kind="acknowledge",
        demandname__demand__state=Demand.State.ISSUED,
    )
    found: dict[int, set[int]] = {}
    for reading_id, body_id in rows.values_list("demandname__demand__reading", "body"):
        found.setdefault(reading_id, set()).add(body_id)
    return found


def unit_of(posts: Iterable[Post], bodies: Collection[int]) -> int | None:
    """For which of the addressed bodies somebody with these posts reads; the highest post first."""
    units = (reading_unit(post.body.lineage, post.body.kind, bodies) for post in posts)
    return next((unit for unit in units if unit is not None), None)


def _asking(lineage: Collection[int]) -> QuerySet[Reading]:
    """Issued readings that ask bodies of this lineage to pass them on."""
    names = DemandName.objects.filter(
        role=DemandName.Role.ASSIGNEE,
        bodies__in=list(lineage),
        demand__kind="acknowledge",
        demand__state=Demand.State.ISSUED,
    )
    return Reading.objects.filter(issued_at__isnull=False, pk__in=names.values("demand__reading"))


def to_read(person: Person, *, at: datetime | None = None) -> list[ToRead]:
    """What a person has not read yet though he is asked to, the nearest limit first. Three statements."""
    posts = posts_of(person, at or now())
    lineage = {body_id for post in posts for body_id in post.body.lineage}
    mine = Acknowledgement.objects.filter(person=person)
    waiting = _asking(lineage).exclude(pk__in=mine.values("reading")).select_related("document")
    readings = list(waiting.defer("document__text", "document__search_fold").order_by("pk"))
    asked = addressed([reading.pk for reading in readings])
    units = {reading.pk: unit_of(posts, asked.get(reading.pk, ())) for reading in readings}
    limits = _limits((pk, unit) for pk, unit in units.items() if unit is not None)
    found = [
        ToRead(reading, unit, limits.get((reading.pk, unit)))
        for reading in readings
        if (unit := units[reading.pk]) is not None
    ]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at, one.reading.pk))


def origin_key(reading_id: int, unit_id: int) -> str:
    """Of the duty by which a body passes a directive on."""
    return f"ack/{reading_id}/{unit_id}"


def duties_of(pairs: Iterable[tuple[int, int]]) -> dict[str, Duty]:
    """The duties of bodies to pass on, by origin key."""
    keys = [origin_key(reading_id, unit_id) for reading_id, unit_id in pairs]
    rows = Duty.objects.filter(origin_kind="directive", origin_key__in=keys).select_related("holder", "body")
    return {row.origin_key: row for row in rows}


def _limits(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], datetime | None]:
    wanted = list(pairs)
    duties = duties_of(wanted) if wanted else {}
    return {pair: duties[key].current_due_at for pair in wanted if (key := origin_key(*pair)) in duties}


def find_asked(person: Person, reading_id: int, *, at: datetime | None = None) -> tuple[Reading, int | None]:
    """A reading that the person may read, and the body he reads it for (None: he sees it, but is not asked).

    Whoever is named to answer a question about it may read it. Raises Reading.DoesNotExist for everything else.
    """
    moment = at or now()
    posts = posts_of(person, moment)
    lineage = {body_id for post in posts for body_id in post.body.lineage}
    asking = _asking(lineage).filter(pk=reading_id).exists()
    unit = unit_of(posts, addressed([reading_id]).get(reading_id, ())) if asking else None
    found = Reading.objects.select_related("document", "body", "leader_post__body", "prepared_by")
    if unit is not None or ReaderQuestion.objects.filter(reading=reading_id, answerer=person).exists():
        return found.get(pk=reading_id), unit
    return readings_visible_to(person, at=moment).filter(issued_at__isnull=False).get(pk=reading_id), None


def led_by(person: Person, at: datetime) -> set[int]:
    """The bodies a person leads himself; those below them are his as well."""
    return {post.body_id for post in posts_of(person, at) if post.role in LEADING}


def readers_of(
    readings: Collection[int], *, at: datetime, within: Collection[int] | None = None
) -> dict[int, list[Reader]]:
    """Who is asked to read each of these, as of `at`: each person once, with what he has said. Four statements.

    `within`: only people who sit in these bodies or below.
    """
    asked = addressed(readings)
    bodies = {pk: (lineage, kind) for pk, lineage, kind in _bodies(at, within)}
    units = {
        reading_id: {
            body_id: unit
            for body_id, (lineage, kind) in bodies.items()
            if (unit := reading_unit(lineage, kind, asked.get(reading_id, ()))) is not None
        }
        for reading_id in readings
    }
    seats = _seats({body_id for of in units.values() for body_id in of}, at)
    said = Acknowledgement.objects.filter(reading__in=readings).values_list("reading_id", "person_id", "at")
    confirmed = {(reading_id, person_id): when for reading_id, person_id, when in said}
    found: dict[int, list[Reader]] = {}
    for reading_id in readings:
        mine: dict[int, Reader] = {}
        for seat in seats:
            unit = units[reading_id].get(seat.post.body_id)
            if unit is not None:
                when = confirmed.get((reading_id, seat.person_id))
                mine.setdefault(seat.person_id, Reader(seat.person, seat.post, unit, when))
        found[reading_id] = list(mine.values())
    return found


def _bodies(at: datetime, within: Collection[int] | None) -> Iterable[tuple[int, list[int], str]]:
    rows = bodies_on(local_day(at)).values_list("pk", "lineage", "kind")
    return ((pk, lineage, kind) for pk, lineage, kind in rows if within is None or not set(within).isdisjoint(lineage))


def _seats(bodies: Collection[int], at: datetime) -> list[Appointment]:
    """Who sits in these bodies, body by body, by the alphabet of their given names after the head."""
    rows = Appointment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, post__body__in=bodies, person__is_active=True
    ).select_related("person", "post__body")
    return sorted(
        rows, key=lambda row: (len(row.post.body.lineage), row.post.body.sort_key, row.post.order, row.person.sort_key)
    )


def questions_for(person: Person) -> QuerySet[ReaderQuestion]:
    """Questions of readers that wait for his answer, the oldest first."""
    rows = ReaderQuestion.objects.filter(answerer=person, answered_at__isnull=True)
    return rows.select_related("reading__document", "body", "person").order_by("due_at", "pk")


def unit_names(ids: Iterable[int]) -> Mapping[int, Body]:
    return Body.objects.in_bulk(list(ids))
