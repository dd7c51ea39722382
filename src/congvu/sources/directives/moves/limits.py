"""Limits of cards: one day for a group, a limit left to the receiver, and what "trước ngày" means next to a day off."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.org.models import Person
from congvu.kit.clock import now, today
from congvu.sources.directives import queries, rules
from congvu.sources.directives.models import Demand
from congvu.sources.directives.moves.entries import (
    DirectiveRefused,
    for_change,
    keep_corrections,
    settle,
    write_entry,
)


def due_rule(day: date) -> DueRule:
    """The rule of a day that a person chose; a day that has passed is refused."""
    if day < today():
        raise DirectiveRefused(f"Hạn {day:%d/%m/%Y} đã qua. Chọn ngày từ hôm nay trở đi.", "due")
    return DueRule.on(day)


@transaction.atomic
def set_group_date(
    reading_id: int, *, by: Person, day: date, demand_ids: Sequence[int] = (), product_kind: str = ""
) -> int:
    """One date for a group of undated demands in one act; without `demand_ids` for all of them.

    `product_kind` is set in the same act where none is known. Returns how many cards were changed.
    """
    reading = for_change(reading_id, by=by)
    rule = due_rule(day)
    cards = [card for card in queries.cards_of(reading) if card.undated]
    chosen = [card.demand for card in cards if not demand_ids or card.demand.pk in set(demand_ids)]
    if not chosen:
        raise DirectiveRefused("Không còn yêu cầu nào thiếu hạn.", "chon")
    for demand in chosen:
        demand.due_rule = rule.to_json()
        settle(demand, "deadline")
        if product_kind and not demand.product_kind:
            demand.product_kind = product_kind
            settle(demand, "product")
        keep_corrections(demand, {"group_date": (None, day.isoformat())}, by=by)
    Demand.objects.bulk_update(chosen, ["due_rule", "doubts", "product_kind"])
    payload = {"cards": [demand.pk for demand in chosen], "day": day.isoformat(), "product_kind": product_kind}
    write_entry(reading, "set_group_date", by=by, payload=payload)
    return len(chosen)


@transaction.atomic
def leave_limit_to_receiver(reading_id: int, *, by: Person, demand_ids: Sequence[int] = ()) -> int:
    """Let the head who receives an undated demand propose its limit (within 5 working days). Returns how many."""
    reading = for_change(reading_id, by=by)
    cards = [card for card in queries.cards_of(reading) if card.undated]
    chosen = [card.demand for card in cards if not demand_ids or card.demand.pk in set(demand_ids)]
    if not chosen:
        raise DirectiveRefused("Không còn yêu cầu nào thiếu hạn.", "chon")
    for demand in chosen:
        demand.limit_by_receiver, demand.due_rule = True, None
        settle(demand, "deadline")
    Demand.objects.bulk_update(chosen, ["limit_by_receiver", "due_rule", "doubts"])
    write_entry(reading, "leave_limit_to_receiver", by=by, payload={"cards": [demand.pk for demand in chosen]})
    return len(chosen)


@transaction.atomic
def settle_before(reading_id: int, *, by: Person, day: date, until: date) -> int:
    """Say with which day "trước ngày `day`" ends, for every card that waits for it; returns how many.

    `until`: the day that the clock offers, or the last working day before `day`.
    """
    reading = for_change(reading_id, by=by)
    moment = now()
    waiting = [demand for demand in reading.demands.filter(state=Demand.State.OPEN) if queries.asks_before(demand)]
    chosen = [demand for demand in waiting if (demand.due_rule or {}).get("day") == day.isoformat()]
    choice = queries.before_choice(chosen[0].due_rule, moment) if chosen else None
    if choice is None:
        raise DirectiveRefused(f"Không còn yêu cầu nào hỏi về “trước ngày {day:%d/%m/%Y}”.", "chon")
    if until not in (choice.offered.day, choice.earlier):
        raise DirectiveRefused("Chọn một trong hai ngày được nêu.", "until")
    for demand in chosen:
        demand.doubts = [doubt for doubt in demand.doubts if doubt["code"] != rules.BEFORE]
        if until == choice.earlier:
            keep_corrections(demand, {"due": (demand.due_rule, due_rule(until).to_json())}, by=by)
            demand.due_rule = due_rule(until).to_json()
    Demand.objects.bulk_update(chosen, ["due_rule", "doubts"])
    payload = {"cards": [demand.pk for demand in chosen], "day": day.isoformat(), "until": until.isoformat()}
    write_entry(reading, "settle_before", by=by, payload=payload)
    return len(chosen)
