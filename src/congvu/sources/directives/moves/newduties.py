"""A clear card becomes the values of duties; nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import AuthorityLine, Body, Person
from congvu.kernel.org.queries import Seat, authority_for, rule
from congvu.sources.directives import queries, rules
from congvu.sources.directives.models import Demand, Obligation, Reading, Recurrence
from congvu.sources.directives.moves.entries import DirectiveRefused
from congvu.sources.directives.queries import Card, Target

ORIGIN = "directive"


def of_card(reading: Reading, card: Card, at: datetime) -> list[NewDuty]:
    """One duty a receiving body; or, for a shared product, one duty of the lead with the others as coordinators."""
    demand = card.demand
    helpers = tuple(body.pk for body in card.helpers)
    authority = _authority(demand, at)
    return [
        _duty(reading, card, target, at, f"demand/{demand.pk}/{target.body.pk}", authority, helpers)
        for target in card.targets
    ]


def _authority(demand: Demand, at: datetime) -> AuthorityLine | None:
    if not AuthorityLine.objects.exists():
        return None
    return authority_for(demand.title, at)


def _duty(
    reading: Reading,
    card: Card,
    target: Target,
    at: datetime,
    key: str,
    authority: AuthorityLine | None = None,
    coordinators: tuple[int, ...] = (),
) -> NewDuty:
    demand = card.demand
    seat = _seat(target, at)
    basis = _basis(reading, card.clause)
    deciding = reading.leader_post_id
    if authority is not None and authority.body_id == target.body.pk and authority.deciding_post_id is not None:
        deciding = authority.deciding_post_id
        basis = f"{', '.join(part for part in (authority.instrument, authority.article) if part)}; {basis}"
    return NewDuty(
        title=_marked(reading, demand.title),
        requirement=demand.requirement,
        product_kind=demand.product_kind,
        product=demand.product or rules.PRODUCT_KINDS.get(demand.product_kind, ""),
        demand_kind=demand.kind,
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=target.seat.post.pk if target.seat else seat.post.pk,
        deciding_post_id=deciding,
        basis=basis,
        due_rule=DueRule.from_json(demand.due_rule) if demand.due_rule else None,
        issuer_post_id=reading.leader_post_id,
        coordinators=coordinators,
        document_id=reading.document_id,
        origin_kind=ORIGIN,
        origin_key=key,
        matter=demand.title,
    )


def _seat(target: Target, at: datetime) -> Seat:
    """The named person in his post there, else the head of the body; a clear card always has one."""
    seat = person_seat(target.person, target.body, {target.body.pk: target.seat} if target.seat else {}, at)
    assert seat is not None
    return seat


def _basis(reading: Reading, clause: str) -> str:
    label = queries.document_label(reading.document, reading.real_number)
    return ", ".join(part for part in (label, clause) if part)


def _marked(reading: Reading, title: str) -> str:
    return f"[Diễn tập] {title}" if reading.rehearsal else title


def acknowledgements(reading: Reading, cards: Iterable[Card], at: datetime) -> list[NewDuty]:
    """One duty a body for all that it must pass on; each person then acknowledges once for all clauses."""
    by_body: dict[int, list[tuple[Card, Target]]] = {}
    for card in cards:
        for target in card.targets:
            by_body.setdefault(target.body.pk, []).append((card, target))
    found = []
    for body_id, rows in by_body.items():
        first, target = rows[0]
        duty = _duty(reading, first, target, at, f"ack/{reading.pk}/{body_id}")
        dated = [(card.due.at, card.number, card) for card, _ in rows if card.due]
        earliest = min(dated)[2] if dated else first
        label = queries.document_label(reading.document, reading.real_number)
        due_rule = DueRule.from_json(earliest.demand.due_rule) if earliest.demand.due_rule else None
        found.append(
            replace(
                duty,
                title=_marked(reading, f"Quán triệt {label}"),
                requirement="\n".join(card.demand.requirement for card, _ in rows),
                due_rule=due_rule,
                basis=_basis(reading, ""),
                matter="",
            )
        )
    return found


def of_turn(recurrence: Recurrence, turn: rules.Turn, seat: Seat, today: date) -> NewDuty:
    """The duty of one turn of a recurring demand, for whoever heads the body then.

    A turn that was missed and whose day has passed gets a limit of its own: nobody is late because a machine stood.
    """
    demand = recurrence.demand
    reading = demand.reading
    clause = queries.clause_of(reading.document.text, demand.start)
    day = rules.turn_due_day(recurrence.every, turn, recurrence.rule)
    limit = DueRule.on(day) if day != turn.last else DueRule.period(turn.last, turn.name)
    if day < today:
        late = rule("late_turn_within", today)
        limit = DueRule.within(late.amount, late.unit)
    return NewDuty(
        title=_marked(reading, f"{demand.title}, {turn.name}"),
        requirement=demand.requirement,
        product_kind=demand.product_kind,
        product=demand.product or rules.PRODUCT_KINDS.get(demand.product_kind, ""),
        demand_kind=demand.kind,
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=seat.post.pk,
        deciding_post_id=reading.leader_post_id,
        basis=_basis(reading, clause),
        due_rule=limit,
        issuer_post_id=reading.leader_post_id,
        document_id=reading.document_id,
        origin_kind=ORIGIN,
        origin_key=f"turn/{demand.pk}/{recurrence.body_id}/{turn.key}",
        matter=demand.title,
    )


def of_review(reading: Reading, body: Body, lines: list[Obligation], turn: rules.Turn, seat: Seat) -> NewDuty:
    """One duty a body that covers all standing demands of a directive, a line each."""
    label = queries.document_label(reading.document, reading.real_number)
    return NewDuty(
        title=_marked(reading, f"Rà soát yêu cầu thường xuyên của {label}, {turn.name}"),
        requirement="\n".join(f"{place}. {line.clause}" for place, line in enumerate(lines, 1)),
        product_kind="bao_cao",
        product=f"Bảng rà soát {len(lines)} yêu cầu thường xuyên",
        demand_kind="standing",
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=seat.post.pk,
        deciding_post_id=reading.leader_post_id,
        basis=_basis(reading, ""),
        due_rule=DueRule.period(turn.last, turn.name),
        issuer_post_id=reading.leader_post_id,
        document_id=reading.document_id,
        origin_kind=ORIGIN,
        origin_key=f"review/{reading.pk}/{body.pk}/{turn.key}",
        matter="",
    )


def recurrence_values(card: Card, today: date) -> Mapping[str, object]:
    """What a recurrence keeps of its card."""
    return {"every": card.facts.every, "rule": card.demand.deadline or {}, "starts_on": today}


def instruction(reading: Reading, demand: Demand, seat: Seat, words: str, coordinators: tuple[int, ...]) -> NewDuty:
    """A leader's written instruction on an incoming document: issued like any other demand."""
    label = queries.document_label(reading.document, reading.real_number)
    return NewDuty(
        title=_marked(reading, demand.title),
        requirement=words,
        product_kind=demand.product_kind,
        product=rules.PRODUCT_KINDS.get(demand.product_kind, ""),
        demand_kind="task",
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=seat.post.pk,
        deciding_post_id=reading.leader_post_id,
        basis=f"Bút phê trên {label}",
        due_rule=DueRule.from_json(demand.due_rule) if demand.due_rule else None,
        issuer_post_id=reading.leader_post_id,
        coordinators=coordinators,
        document_id=reading.document_id,
        origin_kind=ORIGIN,
        origin_key=f"demand/{demand.pk}/{seat.body.pk}",
        matter=demand.title,
    )


def person_seat(person: Person | None, body: Body, heads: Mapping[int, Seat], at: datetime) -> Seat | None:
    """A named person in his post in the body, else its head. Who sits there no more is refused by name."""
    if person is None:
        return heads.get(body.pk)
    seat = queries.seat_in(person, body, at)
    if seat is None:
        raise DirectiveRefused(f"{person.full_name} không còn ở {body.name}. Hãy chọn lại người nhận.", "person")
    return seat
