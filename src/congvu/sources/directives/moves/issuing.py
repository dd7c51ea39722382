"""From prepared cards to duties: the clerk proposes, the leader with authority approves, and approving issues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import heads_of, may_issue_to, posts_of
from congvu.kit.clock import local_day, now
from congvu.kit.dates import seat_text, sentence
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries, rules
from congvu.sources.directives.models import Demand, DemandName, Obligation, Reading, Recurrence
from congvu.sources.directives.moves import newduties
from congvu.sources.directives.moves.entries import DirectiveRefused, for_change, locked, write_entry
from congvu.sources.directives.moves.limits import due_rule
from congvu.sources.directives.moves.naming import chosen_bodies, named_person
from congvu.sources.directives.moves.turns import open_turns_of
from congvu.sources.directives.queries import Card


@dataclass(frozen=True)
class Issued:
    """What an approval made: duties, standing demands and recurrences, and the cards that stay unclear."""

    duties: tuple[int, ...] = ()
    drafts: tuple[int, ...] = ()
    obligations: int = 0
    recurrences: int = 0
    unclear: tuple[Card, ...] = field(default=())


@transaction.atomic
def propose(reading_id: int, *, by: Person, leader_post_id: int | None = None) -> Reading:
    """The clerk puts the prepared cards to the leader who has authority; the leader presses."""
    reading = for_change(reading_id, by=by)
    if reading.state == Reading.State.PROPOSED:
        raise DirectiveRefused("Văn bản này đang chờ duyệt.")
    post = _leader(reading, by, leader_post_id)
    reading.leader_post, reading.state, reading.refusal_reason = post, Reading.State.PROPOSED, ""
    reading.save(update_fields=["leader_post", "state", "refusal_reason"])
    counts = queries.summary(queries.cards_of(reading))
    write_entry(
        reading, "propose", by=by, payload={"leader_post": post.pk, "clear": counts.clear, "unclear": counts.unclear}
    )
    return reading


def _leader(reading: Reading, by: Person, leader_post_id: int | None) -> Post:
    wanted = leader_post_id or reading.leader_post_id
    if wanted is None:
        raise DirectiveRefused("Chưa chọn người duyệt và giao.", "lanh_dao")
    offered = {post.pk: post for post in queries.leaders_for(by, reading.body, now())}
    post = offered.get(wanted) or (reading.leader_post if wanted == reading.leader_post_id else None)
    if post is None:
        raise DirectiveRefused("Người được chọn không phải lãnh đạo của cơ quan giữ sổ.", "lanh_dao")
    return post


@transaction.atomic
def take_back(reading_id: int, *, by: Person) -> Reading:
    """The clerk takes his proposal back while the leader has not acted on it."""
    reading = locked(reading_id, by=by)
    if reading.state != Reading.State.PROPOSED or not queries.may_prepare(by, reading):
        raise DirectiveRefused("Chỉ rút lại được khi văn bản đang chờ duyệt.")
    reading.state = Reading.State.PREPARING
    reading.save(update_fields=["state"])
    write_entry(reading, "take_back", by=by)
    return reading


@transaction.atomic
def refuse(reading_id: int, *, by: Person, reason: str) -> Reading:
    """The leader does not approve, with the reason; the clerk goes on preparing."""
    reading = _for_approval(reading_id, by)
    if not reason.strip():
        raise DirectiveRefused("Không duyệt phải nêu lý do.", "ly_do")
    reading.state, reading.refusal_reason = Reading.State.REFUSED, nfc(reason).strip()
    reading.save(update_fields=["state", "refusal_reason"])
    write_entry(reading, "refuse", by=by, texts={"reason": reason.strip()})
    return reading


def _for_approval(reading_id: int, by: Person) -> Reading:
    reading = locked(reading_id, by=by)
    if not queries.may_approve(by, reading):
        post = reading.leader_post
        who = seat_text(post.title, post.body.name) if post else "lãnh đạo có thẩm quyền"
        raise DirectiveRefused(f"Chưa giao được: chỉ {who} được duyệt và giao. Văn thư chuẩn bị và trình.")
    if reading.state == Reading.State.ISSUED:
        raise DirectiveRefused("Mọi yêu cầu của văn bản này đã giao. Không giao lần thứ hai.")
    return reading


@transaction.atomic
def approve_and_issue(reading_id: int, *, by: Person, demand_ids: Sequence[int] = ()) -> Issued:
    """Duyệt và giao: the clear cards (or the chosen ones among them) become duties, obligations and recurrences.

    All of them or none: one transaction. Unclear cards stay, each with what it lacks and whom to ask. Nothing is
    made twice: every duty carries its origin. Law: work-rules/assign.
    """
    reading = _for_approval(reading_id, by)
    moment = now()
    cards = queries.cards_of(reading, at=moment)
    clear = [card for card in cards if card.clear and (not demand_ids or card.demand.pk in set(demand_ids))]
    if not clear:
        raise DirectiveRefused(_nothing_clear(cards))
    unclear = tuple(card for card in cards if card.unclear)
    made = replace(_make(reading, clear, by, moment), unclear=unclear)
    _close_cards(reading, cards, clear, moment)
    payload = {
        "cards": [card.demand.pk for card in clear],
        "duties": list(made.duties),
        "drafts": list(made.drafts),
        "obligations": made.obligations,
        "recurrences": made.recurrences,
        "unclear": [card.demand.pk for card in unclear],
    }
    write_entry(reading, "approve_and_issue", by=by, payload=payload)
    return made


def _make(reading: Reading, clear: Sequence[Card], by: Person, at: datetime) -> Issued:
    """What clear cards become, by their kind."""
    obligations = _obligations(reading, clear, local_day(at))
    recurrences = _recurrences(clear, local_day(at))
    passing_on = [card for card in clear if card.demand.kind == "acknowledge"]
    new = [duty for card in clear if _is_single(card) for duty in newduties.of_card(reading, card, at)]
    new += newduties.acknowledgements(reading, passing_on, at)
    try:
        dated = [duty for duty in new if duty.due_rule is not None]
        issued = duties.issue_new(dated, by=by) if dated else []
        issued += open_turns_of(recurrences, by=by, at=at)
        drafts = [duties.draft(duty, by=by) for duty in new if duty.due_rule is None]
        if drafts:  # held by nobody until the receiving head has proposed a limit
            duties.ask_for_limits(drafts, by=by)
    except MoveRefused as refused:
        raise DirectiveRefused(str(refused)) from refused
    return Issued(tuple(issued), tuple(drafts), obligations, len(recurrences))


def _nothing_clear(cards: Iterable[Card]) -> str:
    unclear = [card for card in cards if card.unclear]
    if not unclear:
        return "Chưa giao được: không còn yêu cầu nào để giao."
    first = unclear[0]
    lacks = "; ".join(item.message for item in first.missing)
    why = f"{len(unclear)} yêu cầu chưa rõ. Yêu cầu {first.number}: {sentence(lacks)}"
    return f"Chưa giao được: {why} Hỏi: {first.missing[0].ask}."


def _is_single(card: Card) -> bool:
    """A task, or a report that is given once."""
    return card.demand.kind == "task" or (card.demand.kind == "report" and not card.facts.every)


def _obligations(reading: Reading, clear: Iterable[Card], today: date) -> int:
    """Standing demands: no duty, a line of the review instead. Returns how many are new."""
    yearly = reading.demands.filter(kind="report", deadline__every="year").exclude(state=Demand.State.REJECTED).exists()
    rows = [
        Obligation(
            demand=card.demand,
            body=target.body,
            accountable_post=target.seat.post if target.seat else None,
            clause=": ".join(part for part in (card.clause, card.demand.title) if part),
            review_every="year" if yearly else "quarter",
            starts_on=today,
        )
        for card in clear
        if card.demand.kind == "standing"
        for target in card.targets
    ]
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _recurrences(clear: Iterable[Card], today: date) -> list[Recurrence]:
    found = []
    for card in clear:
        if card.demand.kind == "recurring" or (card.demand.kind == "report" and card.facts.every):
            for target in card.targets:
                row, _ = Recurrence.objects.get_or_create(
                    demand=card.demand, body=target.body, defaults=newduties.recurrence_values(card, today)
                )
                found.append(row)
    return found


def _close_cards(reading: Reading, cards: Sequence[Card], issued: Sequence[Card], at: datetime) -> None:
    done = {card.demand.pk for card in issued}
    reading.demands.filter(pk__in=done).update(state=Demand.State.ISSUED)
    left = [card for card in cards if card.open and not card.outside and card.demand.pk not in done]
    reading.state = Reading.State.PREPARING if left else Reading.State.ISSUED
    reading.issued_at = reading.issued_at or at
    reading.save(update_fields=["state", "issued_at"])


@transaction.atomic
def instruct(
    reading_id: int,
    *,
    by: Person,
    words: str,
    bodies: str,
    day: date,
    product_kind: str,
    coordinators: str = "",
    person: str = "",
) -> Issued:
    """Bút phê: a leader's written instruction on an incoming document, issued at once like any approved demand.

    `person`: the name of somebody in the receiving body; without it its head holds the duty.
    """
    reading = locked(reading_id, by=by)
    moment = now()
    words = nfc(words).strip()
    _refuse_unclear(words, day, product_kind)
    lead, *others = chosen_bodies(bodies)
    post = may_issue_to(posts_of(by, moment), lead)
    if post is None:
        raise DirectiveRefused(f"Đồng chí không có quyền giao việc cho {lead.name}.", "don_vi")
    helpers = [*others, *(chosen_bodies(coordinators) if coordinators.strip() else [])]
    named = named_person(person, lead)
    demand = _instruction_card(reading, words, lead, helpers, day, product_kind, named)
    reading.leader_post = post
    seat = newduties.person_seat(named, lead, heads_of([lead], moment), moment)
    if seat is None:
        raise DirectiveRefused(f"{lead.name} chưa có người đứng đầu để nhận việc.", "don_vi")
    new = newduties.instruction(reading, demand, seat, words, tuple(body.pk for body in helpers))
    try:
        made = Issued(duties=tuple(duties.issue_new([new], by=by)))
    except MoveRefused as refused:
        raise DirectiveRefused(str(refused)) from refused
    reading.issued_at = reading.issued_at or moment
    reading.save(update_fields=["issued_at"])
    payload = {"card": demand.pk, "duties": list(made.duties)}
    write_entry(reading, "instruct", by=by, payload=payload, texts={"words": words})
    return made


def _refuse_unclear(words: str, day: date, product_kind: str) -> None:
    if not words:
        raise DirectiveRefused("Bút phê chưa có nội dung.", "noi_dung")
    if product_kind not in rules.PRODUCT_KINDS:
        raise DirectiveRefused("Chưa chọn loại sản phẩm.", "product_kind")
    due_rule(day)


def _instruction_card(
    reading: Reading,
    words: str,
    lead: Body,
    helpers: Sequence[Body],
    day: date,
    product_kind: str,
    person: Person | None,
) -> Demand:
    last = reading.demands.aggregate(last=Max("order"))["last"] or 0
    demand = Demand.objects.create(
        reading=reading,
        order=last + 1,
        start=0,
        end=0,
        kind="task",
        title=rules.short_title(words),
        requirement=words,
        product_kind=product_kind,
        due_rule=due_rule(day).to_json(),
        evidence={"instruction": True},
        by_hand=True,
        checked=True,
        state=Demand.State.ISSUED,
    )
    roles = [(DemandName.Role.ASSIGNEE, lead), *((DemandName.Role.COORDINATOR, body) for body in helpers)]
    for order, (role, body) in enumerate(roles):
        named = person if role == DemandName.Role.ASSIGNEE else None
        row = DemandName.objects.create(
            demand=demand, role=role, order=order, text=body.name, how="clerk", person=named
        )
        row.bodies.set([body])
    return demand
