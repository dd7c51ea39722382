"""Questions about demands of two documents, computed from what a person may see; what was made of them is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
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
MOST_CARDS = 3_000
LIVE = (Demand.State.OPEN, Demand.State.ISSUED)


@dataclass(frozen=True)
class Side:
    """One of the two demands as it stands on the page."""

    demand: Demand
    asked: Asked
    bodies: tuple[Body, ...]
    clause: str = ""

    @property
    def label(self) -> str:
        return document_label(self.demand.reading.document, self.demand.reading.real_number)

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
    own = _asked(Demand.objects.filter(reading=reading, state__in=LIVE))
    if not own:
        return []
    others = _asked(_concerned(_seen(person, moment).filter(state=Demand.State.ISSUED), reading, own))
    links = _links((*own, *others))
    return _rows(person, [*rules.clashes(own, others, links), *rules.clashes(others, own, links)], moment)


def all_clashes(person: Person, *, at: datetime | None = None) -> list[ClashRow]:
    """Questions among everything that the person may see, of two years; those not answered first."""
    moment = at or now()
    asked = _asked(_seen(person, moment).filter(state__in=LIVE))
    return _rows(person, list(rules.clashes(asked, asked, _links(asked))), moment)


def find_clash(person: Person, key: str, *, at: datetime | None = None) -> ClashRow | None:
    """One question as this person sees it."""
    _kind, _older, newer = [*key.split("|"), "", "", ""][:3]
    demand = Demand.objects.filter(pk=int(newer)).first() if newer.isdecimal() and len(newer) < 19 else None
    reading = readings_visible_to(person, at=at).filter(pk=demand.reading_id).first() if demand else None
    rows = clashes_of(person, reading, at=at) if reading else []
    return next((row for row in rows if row.clash.key == key), None)


def _seen(person: Person, at: datetime) -> QuerySet[Demand]:
    readings = readings_visible_to(person, at=at).filter(rehearsal=False, created_at__gte=at - LOOKS_BACK)
    return Demand.objects.filter(reading__in=readings.order_by().values("pk"))


def _concerned(demands: QuerySet[Demand], reading: Reading, own: Iterable[Asked]) -> QuerySet[Demand]:
    """Those that can raise a question: asked of the same bodies or of those above them, or in a linked document."""
    bodies = {body for one in own for body in one.bodies | one.above}
    names = DemandName.bodies.through.objects.filter(body__in=bodies, demandname__demand=OuterRef("pk"))
    links = DocumentLink.objects.all()
    carried = links.filter(from_document=reading.document_id, relation="carries_out").values("to_document")
    near = (
        Q(reading__document__in=links.filter(from_document=reading.document_id).values("to_document"))
        | Q(reading__document__in=links.filter(to_document=reading.document_id).values("from_document"))
        | Q(reading__document__in=links.filter(to_document__in=carried).values("from_document"))
    )
    return demands.exclude(reading=reading).filter(Q(Exists(names)) | near)


def _asked(demands: QuerySet[Demand]) -> list[Asked]:
    """Demands that are work, as they are compared: the newest MOST_CARDS of them, by three statements."""
    rows = (
        demands.filter(of_the_text(kind__in=rules.WORK))
        .order_by("-pk")
        .values_list(
            "pk", "reading", "reading__document", "reading__document__issued_on", "reading__created_at", "kind",
            "title", "lead", "due_rule__day",
        )
    )[:MOST_CARDS]  # fmt: skip
    bodies = _bodies_of([row[0] for row in rows])
    known = {body for found in bodies.values() for body in found}
    lineages = {pk: frozenset(line) for pk, line in Body.objects.filter(pk__in=known).values_list("pk", "lineage")}
    return [
        Asked(
            card=card,
            reading=reading,
            document=document,
            issued_on=issued_on or local_day(created_at),
            kind=kind,
            title=title,
            bodies=(mine := bodies.get(card, frozenset())),
            above=frozenset().union(*(lineages[body] for body in mine)) - mine,
            lead=lead or (next(iter(mine)) if len(mine) == 1 else None),
            day=date.fromisoformat(day) if day else None,
        )
        for card, reading, document, issued_on, created_at, kind, title, lead, day in rows
    ]


def _bodies_of(cards: Sequence[int]) -> dict[int, frozenset[int]]:
    """The bodies that carry on today what a card asks, by card."""
    names = DemandName.objects.filter(role=DemandName.Role.ASSIGNEE, demand__in=cards, bodies__isnull=False)
    found: dict[int, set[int]] = {}
    for card, body in names.values_list("demand", "bodies"):
        found.setdefault(card, set()).add(body)
    return {card: frozenset(bodies) for card, bodies in found.items()}


def _links(asked: Iterable[Asked]) -> dict[tuple[int, int], str]:
    """Relations by (from, to), of the documents of these demands; an act weighs more than a mention."""
    rows = DocumentLink.objects.filter(from_document__in={one.document for one in asked})
    found: dict[tuple[int, int], str] = {}
    for source, to, relation in rows.order_by("pk").values_list("from_document", "to_document", "relation"):
        if found.get((source, to)) in (None, "cites"):
            found[source, to] = relation
    return found


def _rows(person: Person, found: Sequence[Clash], at: datetime) -> list[ClashRow]:
    marks = {
        mark.key: mark for mark in ClashMark.objects.select_related("by").filter(key__in=[one.key for one in found])
    }
    sides = _sides([asked for one in found for asked in (one.newer, one.older)])
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


def _sides(asked: Iterable[Asked]) -> dict[int, Side]:
    """What the page shows of these demands, by card; only their texts are read."""
    wanted = {one.card: one for one in asked}
    demands = Demand.objects.filter(pk__in=wanted).select_related("reading__document")
    bodies = Body.objects.in_bulk({body for one in wanted.values() for body in one.bodies})
    return {
        demand.pk: Side(
            demand,
            wanted[demand.pk],
            tuple(sorted((bodies[pk] for pk in wanted[demand.pk].bodies), key=lambda body: body.sort_key)),
            clause_of(demand.reading.document.text, demand.start),
        )
        for demand in demands
    }
