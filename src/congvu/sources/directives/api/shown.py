"""Readings and cards as values for programs."""

from collections.abc import Callable, Container
from dataclasses import asdict

from django.http import HttpRequest

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.api import body_out, person_of, person_out
from congvu.kernel.org.models import Person
from congvu.kernel.records.api import document_out
from congvu.sources.directives import moves, queries
from congvu.sources.directives.api import schemas
from congvu.sources.directives.models import Demand, Obligation, Reading
from congvu.sources.directives.queries import Card, ReadingPage


def reading_out(found: Reading) -> schemas.ReadingOut:
    return schemas.ReadingOut(
        id=found.pk,
        label=queries.short_label(found),
        state=found.state,
        state_label=Reading.State(found.state).label,
        rehearsal=found.rehearsal,
        real_number=found.real_number,
        document=document_out(found.document),
        leader_post=found.leader_post_id,
        refusal_reason=found.refusal_reason,
        created_at=found.created_at,
        issued_at=found.issued_at,
    )


def detail_out(page: ReadingPage) -> schemas.ReadingDetail:
    counts = page.summary
    return schemas.ReadingDetail(
        reading=reading_out(page.reading),
        text=page.reading.document.text,
        cards=[_card_out(card) for card in page.cards],
        counts={
            "total": counts.total,
            "clear": counts.clear,
            "unclear": counts.unclear,
            "outside": counts.outside,
            "issued": counts.issued,
            "receivers": counts.receivers,
            "duties": page.duty_count,
        },
        cites=[document_out(edge.document) for edge in page.graph.above],
        cited_in=[document_out(edge.document) for edge in page.graph.below],
        offered_day=page.offered_day,
        doubts=page.reading.doubts,
        before=[_before_out(choice, count) for choice, count in page.before],
        needs_number=page.needs_number,
        to_acknowledge=page.to_acknowledge,
        acknowledged=page.acknowledged,
        may_prepare=page.may_prepare,
        may_approve=page.may_approve,
        leaders={post.pk: label for post, label in page.leader_choices},
        scan=[schemas.SeenLineOut(**asdict(line)) for line in queries.seen_lines(page.reading)],
    )


def _card_out(card: Card) -> schemas.CardOut:
    demand = card.demand
    return schemas.CardOut(
        id=demand.pk,
        number=card.number,
        clause=card.clause,
        kind=demand.kind,
        title=demand.title,
        requirement=demand.requirement,
        start=demand.start,
        end=demand.end,
        spans=[schemas.SpanOut(start=start, end=end, mark=mark) for start, end, mark in card.spans],
        assignees=[_name_out(name) for name in card.assignees],
        coordinators=[_name_out(name) for name in card.coordinators],
        deadline=demand.deadline,
        due_rule=demand.due_rule,
        due_at=card.due.at if card.due else None,
        product=demand.product,
        product_kind=demand.product_kind,
        doubts=demand.doubts,
        confidence=demand.confidence,
        missing=[schemas.MissingOut(ro=item.ro, message=item.message, ask=item.ask) for item in card.missing],
        status=_status(card),
        reject_reason=demand.reject_reason,
        checked=demand.checked,
        person=next((person_out(name.row.person) for name in card.assignees if name.row.person), None),
        duties=[_outcome_out(row) for row in card.outcomes],
    )


def _outcome_out(row: queries.Outcome) -> schemas.OutcomeOut:
    duty = row.duty
    return schemas.OutcomeOut(
        id=duty.pk, code=duty.code, title=duty.title, state=duty.state, body=body_out(row.body), opens=row.opens
    )


def _before_out(choice: queries.BeforeChoice, count: int) -> schemas.BeforeOut:
    return schemas.BeforeOut(day=choice.day, offered=choice.offered.day, earlier=choice.earlier, cards=count)


def _status(card: Card) -> str:
    checks: tuple[tuple[str, Callable[[Card], bool]], ...] = (
        ("clear", lambda one: one.clear),
        ("unclear", lambda one: one.unclear),
        ("outside", lambda one: one.open and one.outside),
    )
    return next((name for name, holds in checks if holds(card)), card.demand.state)


def _name_out(name: queries.NameView) -> schemas.NameOut:
    return schemas.NameOut(
        text=name.text,
        then_text=name.row.then_text,
        bodies=[body_out(body) for body in name.bodies],
        outside=name.row.outside,
        question=name.row.question,
    )


def entered_out(entered: moves.Entered) -> tuple[int, schemas.EnteredOut]:
    return 201, schemas.EnteredOut(reading=entered.reading.pk, new=entered.new, warnings=list(entered.warnings))


def issued_out(made: moves.Issued) -> schemas.IssuedOut:
    return schemas.IssuedOut(
        duties=list(made.duties),
        drafts=list(made.drafts),
        obligations=made.obligations,
        recurrences=made.recurrences,
        unclear=[card.demand.pk for card in made.unclear],
    )


def changed_out(request: HttpRequest, reading_id: int, cards: list[Demand]) -> schemas.ChangedOut:
    found = queries.find_reading(person_of(request), reading_id)
    ids = [card.pk for card in cards]
    return schemas.ChangedOut(reading=reading_id, state=found.state, cards=ids, count=len(ids))


def counted_out(reading_id: int, person: Person, count: int) -> schemas.ChangedOut:
    found = queries.find_reading(person, reading_id)
    return schemas.ChangedOut(reading=reading_id, state=found.state, cards=[], count=count)


def obligation_out(row: Obligation, seen: Container[int]) -> schemas.ObligationOut:
    reading = row.demand.reading
    return schemas.ObligationOut(
        id=row.pk,
        body=body_out(row.body),
        clause=row.clause,
        review_every=row.review_every,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        directive=queries.short_label(reading),
        reading=reading.pk if reading.pk in seen else None,
    )


def review_out(duty: Duty) -> schemas.ReviewOut:
    lines = [
        schemas.ReviewLineOut(id=line.pk, clause=line.obligation.clause, outcome=line.outcome, evidence=line.evidence)
        for line in queries.review_lines(duty.pk)
    ]
    return schemas.ReviewOut(duty=duty.pk, code=duty.code, state=duty.state, lines=lines)
