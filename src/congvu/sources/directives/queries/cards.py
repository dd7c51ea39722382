"""The cards of a reading: each demand with its names of today, what it lacks, and the duties it would become."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Prefetch

from congvu.engines.worktime import Due, DueRule, DueSettings, OutsideCalendar, due
from congvu.kernel.duties.rules import Missing
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import Seat, calendar, heads_of, may_issue_to, rule
from congvu.kit.clock import local_day, now
from congvu.sources.directives import rules
from congvu.sources.directives.models import Demand, DemandName, Reading
from congvu.sources.directives.queries.labels import clause_of
from congvu.sources.directives.queries.outcomes import Outcome


@dataclass(frozen=True)
class NameView:
    """A name as the text has it, whom it meant on its day, and who carries that on today."""

    row: DemandName
    bodies: tuple[Body, ...]

    @property
    def text(self) -> str:
        return "Mọi đối tượng của văn bản" if self.row.text == "*" else self.row.text

    @property
    def changed(self) -> bool:
        """Whether today's bodies are not the ones that the text names."""
        return bool(self.row.then_text) and not self.row.outside


@dataclass(frozen=True)
class Target:
    """A body that would receive a duty, and the named person who would hold it."""

    body: Body
    seat: Seat | None
    person: Person | None = None

    @property
    def holder(self) -> Person | None:
        return self.person or (self.seat.person if self.seat else None)


@dataclass(frozen=True)
class Card:
    """A demand ready to be shown and decided on."""

    demand: Demand
    number: int
    clause: str
    assignees: tuple[NameView, ...]
    coordinators: tuple[NameView, ...]
    targets: tuple[Target, ...]
    helpers: tuple[Body, ...]
    facts: rules.CardFacts
    missing: tuple[Missing, ...]
    due: Due | None = None
    spans: tuple[tuple[int, int, str], ...] = field(default=())
    outcomes: tuple[Outcome, ...] = ()

    @property
    def open(self) -> bool:
        return self.demand.state == Demand.State.OPEN

    @property
    def outside(self) -> bool:
        return rules.is_outside(self.facts)

    @property
    def clear(self) -> bool:
        return self.open and not self.outside and not self.missing

    @property
    def unclear(self) -> bool:
        return self.open and not self.outside and bool(self.missing)

    @property
    def ro(self) -> list[tuple[str, bool, str]]:
        """The six "rõ" as chips, the missing ones first: (label, present, what is missing)."""
        lacking = {item.ro: item.message for item in self.missing}
        skipped = {"thoi_gian", "san_pham"} if self.demand.kind == "standing" else set()
        shown = [ro for ro in rules.RO_LABELS if ro not in skipped]
        chips = [(rules.RO_LABELS[ro], ro not in lacking, lacking.get(ro, "")) for ro in shown]
        return sorted(chips, key=lambda chip: chip[1])

    @property
    def confirmable(self) -> bool:
        """Whether saying "it is right as it stands" would settle anything."""
        offered = any(name.row.question and name.bodies for name in (*self.assignees, *self.coordinators))
        return self.unclear and (offered or len(without_doubts(self).missing) < len(self.missing))

    @property
    def advised(self) -> date | None:
        """By when it had better be done: before "trước ngày D", and on a day that is worked."""
        day = self.due.advised if self.due else None
        if day is None or calendar().is_working(day):
            return day
        return calendar().working_day(int(calendar().rank[calendar().index(day)]) - 1)

    @property
    def kind_label(self) -> str:
        return rules.KINDS[self.demand.kind]

    @property
    def every_label(self) -> str:
        return rules.EVERY.get(str((self.demand.deadline or {}).get("every", "")), "")

    @property
    def product_label(self) -> str:
        if self.demand.product:
            return self.demand.product
        return rules.PRODUCT_KINDS.get(self.demand.product_kind, "")

    @property
    def undated(self) -> bool:
        """Whether a group date may be set on it."""
        return (
            self.open
            and not self.outside
            and self.demand.kind in rules.DATED
            and not self.facts.every
            and (not self.facts.due or self.facts.due_past)
            and not self.demand.limit_by_receiver
        )

    @property
    def unasked_product(self) -> bool:
        """Whether a kind of product for a group may be set on it."""
        return self.open and not self.outside and self.demand.kind != "standing" and not self.demand.product_kind


@dataclass(frozen=True)
class Summary:
    """How many cards stand where, for the head of the page."""

    total: int
    clear: int
    unclear: int
    outside: int
    issued: int
    receivers: int


def cards_of(reading: Reading, *, at: datetime | None = None) -> list[Card]:
    """Every card of a reading in the order of the text. SQL statements do not grow with their number."""
    moment = at or now()
    demands = list(
        reading.demands.select_related("lead").prefetch_related(
            Prefetch("names", DemandName.objects.select_related("person").prefetch_related("bodies"))
        )
    )
    heads = heads_of({b for d in demands for name in d.names.all() for b in name.bodies.all()}, moment)
    return [_card(reading, demand, place, heads, moment) for place, demand in enumerate(demands, 1)]


def _card(reading: Reading, demand: Demand, place: int, heads: dict[int, Seat], at: datetime) -> Card:
    names = [NameView(row, tuple(row.bodies.all())) for row in demand.names.all()]
    assignees = tuple(name for name in names if name.row.role == DemandName.Role.ASSIGNEE)
    coordinators = tuple(name for name in names if name.row.role == DemandName.Role.COORDINATOR)
    targets, helpers = _targets(demand, assignees, coordinators, heads)
    limit = _due(demand, at)
    facts = _facts(reading, demand, assignees, targets, limit, at)
    return Card(
        demand=demand,
        number=place,
        clause=clause_of(reading.document.text, demand.start),
        assignees=assignees,
        coordinators=coordinators,
        targets=targets,
        helpers=helpers,
        facts=facts,
        missing=rules.missing(facts) if demand.state == Demand.State.OPEN else (),
        due=limit if isinstance(limit, Due) else None,
        spans=_spans(demand),
    )


def _targets(
    demand: Demand, assignees: Sequence[NameView], coordinators: Sequence[NameView], heads: dict[int, Seat]
) -> tuple[tuple[Target, ...], tuple[Body, ...]]:
    receivers: dict[int, Target] = {}
    for name in assignees:
        for body in name.bodies:
            named = name.row.person if len(name.bodies) == 1 else None  # a person is named for one body
            receivers.setdefault(body.pk, Target(body, heads.get(body.pk), named))
    helpers = {body.pk: body for name in coordinators for body in name.bodies}
    if demand.sharing == "lead" and demand.lead_id in receivers:
        helpers |= {pk: target.body for pk, target in receivers.items() if pk != demand.lead_id}
        receivers = {demand.lead_id: receivers[demand.lead_id]}
    return tuple(receivers.values()), tuple(body for pk, body in helpers.items() if pk not in receivers)


def _due(demand: Demand, at: datetime) -> Due | OutsideCalendar | None:
    if not demand.due_rule:
        return None
    try:
        day = local_day(at)
        settings = DueSettings(before_includes_day=rule("before_includes_day", day).amount == 1)
        return due(calendar(), DueRule.from_json(demand.due_rule), at, settings)
    except OutsideCalendar as outside:
        return outside


def _facts(
    reading: Reading,
    demand: Demand,
    assignees: Sequence[NameView],
    targets: Sequence[Target],
    limit: Due | OutsideCalendar | None,
    at: datetime,
) -> rules.CardFacts:
    leader = reading.leader_post
    return rules.CardFacts(
        kind=demand.kind,
        title=demand.title,
        names=len(assignees),
        inside=len(targets),
        outside=sum(1 for name in assignees if name.row.outside),
        unresolved=tuple(name.text for name in assignees if name.row.question or not (name.bodies or name.row.outside)),
        headless=tuple(target.body.name for target in targets if target.holder is None),
        beyond=tuple(t.body.name for t in targets if leader is not None and may_issue_to([leader], t.body) is None),
        due=limit is not None,
        due_past=(isinstance(limit, Due) and limit.at <= at) or _before_calendar(demand),
        due_far=isinstance(limit, OutsideCalendar) and not _before_calendar(demand),
        limit_by_receiver=demand.limit_by_receiver,
        every=str((demand.deadline or {}).get("every", "")),
        product_kind=demand.product_kind,
        leader=leader.title if leader else "",
        instrument=rules.instrument_question(reading.document.kind, reading.real_number, reading.doubts),
        doubts=() if demand.checked else tuple((d["field"], d["question"]) for d in demand.doubts),
    )


def _before_calendar(demand: Demand) -> bool:
    day = (demand.due_rule or {}).get("day", "")
    return bool(day) and date.fromisoformat(day) < calendar().first


def _spans(demand: Demand) -> tuple[tuple[int, int, str], ...]:
    evidence = demand.evidence
    found = [(name["start"], name["end"], "who") for name in evidence.get("assignees", ())]
    found += [(name["start"], name["end"], "with") for name in evidence.get("coordinators", ())]
    found += [(*evidence[key], mark) for key, mark in (("deadline", "when"), ("product", "what")) if evidence.get(key)]
    return tuple((start, end, mark) for start, end, mark in found if end > start)


def summary(cards: Iterable[Card]) -> Summary:
    """Counts of the cards that count: rejected and merged ones are left out."""
    live = [card for card in cards if card.demand.state in (Demand.State.OPEN, Demand.State.ISSUED)]
    return Summary(
        total=len(live),
        clear=sum(card.clear for card in live),
        unclear=sum(card.unclear for card in live),
        outside=sum(card.open and card.outside for card in live),
        issued=sum(card.demand.state == Demand.State.ISSUED for card in live),
        receivers=len({target.body.pk for card in live if card.clear for target in card.targets}),
    )


def offered_day(reading: Reading, *, at: datetime | None = None) -> date:
    """The date offered for undated demands: so many days after the issue day, never counted from a past one."""
    today = local_day(at or now())
    begin = max(reading.counted_from, today)
    return begin + timedelta(days=rule("group_date", begin).amount)


def without_doubts(card: Card) -> Card:
    """The card as it would stand if a person confirmed what the reader doubts."""
    facts = replace(card.facts, doubts=())
    return replace(card, facts=facts, missing=rules.missing(facts))
