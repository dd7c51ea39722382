"""Questions about demands of two documents, computed from what a person may see; what was made of them is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from congvu.kernel.org.models import Body, Person
from congvu.kernel.records.models import DocumentLink
from congvu.kit.clock import local_day, now
from congvu.kit.dates import day_text
from congvu.sources.directives.models import ClashMark, Demand, DemandName, Reading
from congvu.sources.directives.queries.access import may_approve, may_prepare, readings_visible_to
from congvu.sources.directives.queries.examples import of_the_text
from congvu.sources.directives.queries.labels import clause_of, document_label
from congvu.sources.directives.rules import clashes as rules
from congvu.sources.directives.rules.clashes import Asked, Clash

LOOKS_BACK = timedelta(days=730)
MOST_CARDS = 5_000
LIVE = (Demand.State.OPEN, Demand.State.ISSUED)


@dataclass(frozen=True)
class Side:
    """One of the two demands as it stands on the page."""

    demand: Demand
    asked: Asked
    bodies: tuple[Body, ...]

    @property
    def label(self) -> str:
        return document_label(self.demand.reading.document, self.demand.reading.real_number)

    @property
    def clause(self) -> str:
        return clause_of(self.demand.reading.document.text, self.demand.start)

    @property
    def who(self) -> str:
        """Whom it asks; of many the first."""
        names = [body.name for body in self.bodies if self.asked.lead in (None, body.pk)]
        more = _(" và %(count)s đơn vị khác") % {"count": len(names) - 2} if len(names) > 2 else ""
        return ", ".join(names[:2]) + more


@dataclass(frozen=True)
class ClashRow:
    """A question with its two sides and what a person made of it. `settles`: whether this person may answer it."""

    clash: Clash
    newer: Side
    older: Side
    mark: ClashMark | None
    settles: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """The older demand first: as one reads them."""
        return self.older, self.newer

    @property
    def label(self) -> str:
        return _(rules.KINDS[self.clash.kind])

    @property
    def question(self) -> str:
        """What is asked, in a sentence."""
        new, old = self.newer, self.older
        if self.clash.kind == "later":
            words = _("%(older)s cho hạn %(limit)s, %(newer)s cho hạn %(later)s, muộn hơn. Có phải cùng một việc?")
        elif self.clash.kind == "lead":
            words = _("%(older)s giao %(old_lead)s, %(newer)s giao %(new_lead)s. Có phải cùng một việc, ai chủ trì?")
        else:
            words = _("%(older)s đã giao %(old_lead)s việc gần như vậy. Có phải cùng một việc?")
        return words % {
            "older": old.label,
            "newer": new.label,
            "old_lead": old.who,
            "new_lead": new.who,
            "limit": day_text(old.asked.day) if old.asked.day else "",
            "later": day_text(new.asked.day) if new.asked.day else "",
        }


def clashes_of(person: Person, reading: Reading, *, at: datetime | None = None) -> list[ClashRow]:
    """Questions between the cards of a reading and what other documents asked; those not answered first."""
    moment = at or now()
    if reading.rehearsal:
        return []
    mine = _sides(Demand.objects.filter(reading=reading, state__in=LIVE))
    others = _sides(_seen(person, moment).filter(state=Demand.State.ISSUED).exclude(reading=reading))
    if not mine:
        return []
    day = next(iter(mine.values())).asked.issued_on
    earlier = [side.asked for side in others.values() if side.asked.issued_on <= day]
    later = [side.asked for side in others.values() if side.asked.issued_on > day]
    own = [side.asked for side in mine.values()]
    links = _links((*own, *earlier, *later))
    found = [*rules.clashes(own, earlier, links), *rules.clashes(later, own, links)]
    return _rows(person, found, mine | others, moment)


def all_clashes(person: Person, *, at: datetime | None = None) -> list[ClashRow]:
    """Questions among everything that the person may see, of two years; those not answered first."""
    moment = at or now()
    sides = _sides(_seen(person, moment).filter(state__in=LIVE))
    by_day = sorted((side.asked for side in sides.values()), key=lambda asked: (asked.issued_on, asked.document))
    found = [one for one in rules.clashes(by_day, by_day, _links(by_day)) if _in_order(one)]
    return _rows(person, found, sides, moment)


def find_clash(person: Person, key: str, *, at: datetime | None = None) -> ClashRow | None:
    """One question as this person sees it."""
    _kind, _older, newer = [*key.split("|"), "", "", ""][:3]
    demand = Demand.objects.filter(pk=int(newer)).first() if newer.isdecimal() and len(newer) < 19 else None
    reading = readings_visible_to(person, at=at).filter(pk=demand.reading_id).first() if demand else None
    rows = clashes_of(person, reading, at=at) if reading else []
    return next((row for row in rows if row.clash.key == key), None)


def _in_order(one: Clash) -> bool:
    """Each pair once, from the newer document to the older."""
    return (one.older.issued_on, one.older.document) < (one.newer.issued_on, one.newer.document)


def _seen(person: Person, at: datetime) -> QuerySet[Demand]:
    readings = readings_visible_to(person, at=at).filter(rehearsal=False, created_at__gte=at - LOOKS_BACK)
    return Demand.objects.filter(reading__in=readings.order_by().values("pk"))


def _sides(demands: QuerySet[Demand]) -> dict[int, Side]:
    """Demands that are work, by id, the newest MOST_CARDS of them."""
    names = DemandName.objects.filter(role=DemandName.Role.ASSIGNEE).prefetch_related("bodies")
    rows = (
        demands.filter(of_the_text(kind__in=rules.WORK))
        .select_related("reading__document")
        .prefetch_related(Prefetch("names", names))
        .order_by("-pk")[:MOST_CARDS]
    )
    return {demand.pk: _side(demand) for demand in rows}


def _side(demand: Demand) -> Side:
    bodies = tuple({body.pk: body for name in demand.names.all() for body in name.bodies.all()}.values())
    keys = frozenset(body.pk for body in bodies)
    reading = demand.reading
    day = (demand.due_rule or {}).get("day")
    asked = Asked(
        card=demand.pk,
        reading=reading.pk,
        document=reading.document_id,
        issued_on=reading.document.issued_on or local_day(reading.created_at),
        kind=demand.kind,
        title=demand.title,
        bodies=keys,
        above=frozenset(above for body in bodies for above in body.lineage) - keys,
        lead=demand.lead_id or (next(iter(keys)) if len(keys) == 1 else None),
        day=date.fromisoformat(day) if day else None,
    )
    return Side(demand, asked, bodies)


def _links(asked: Iterable[Asked]) -> dict[tuple[int, int], str]:
    """Relations by (from, to), of the documents of these demands; an act weighs more than a mention."""
    rows = DocumentLink.objects.filter(from_document__in={one.document for one in asked})
    found: dict[tuple[int, int], str] = {}
    for source, to, relation in rows.order_by("pk").values_list("from_document", "to_document", "relation"):
        if found.get((source, to)) in (None, "cites"):
            found[source, to] = relation
    return found


def _rows(person: Person, found: Sequence[Clash], sides: dict[int, Side], at: datetime) -> list[ClashRow]:
    marks = {mark.key: mark for mark in ClashMark.objects.filter(key__in=[one.key for one in found])}
    may: dict[int, bool] = {}
    for one in found:
        reading = sides[one.newer.card].demand.reading
        if reading.pk not in may:
            may[reading.pk] = may_prepare(person, reading, at) or may_approve(person, reading, at)
    rows = [
        ClashRow(one, sides[one.newer.card], sides[one.older.card], marks.get(one.key), may[one.newer.reading])
        for one in rules.ordered(found)
    ]
    return sorted(rows, key=lambda row: row.mark is not None)
