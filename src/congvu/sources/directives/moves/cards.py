"""Cards corrected by a person: each verb keeps what was changed as a labelled example and writes one entry."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from congvu.kernel.org.models import Person
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries, rules
from congvu.sources.directives.models import Demand, DemandName, Reading
from congvu.sources.directives.moves.entries import (
    DirectiveRefused,
    for_change,
    keep_corrections,
    open_demands,
    settle,
    write_entry,
)
from congvu.sources.directives.moves.limits import due_rule
from congvu.sources.directives.moves.naming import name_person, set_names

FREE = ("title", "requirement", "product")


@transaction.atomic
def confirm(reading_id: int, *, by: Person, demand_ids: Sequence[int]) -> int:
    """Say of one card or many that what the reader doubts is right as it stands. Returns how many."""
    reading = for_change(reading_id, by=by)
    demands = open_demands(reading, demand_ids)
    DemandName.objects.filter(demand__in=demands).exclude(question="").filter(bodies__isnull=False).update(question="")
    for demand in demands:
        demand.checked = True
        demand.doubts = [doubt for doubt in demand.doubts if doubt["code"] == "year"]
    Demand.objects.bulk_update(demands, ["checked", "doubts"])
    write_entry(reading, "confirm", by=by, payload={"cards": [demand.pk for demand in demands]})
    return len(demands)


@transaction.atomic
def correct(reading_id: int, *, by: Person, demand_id: int, fields: Mapping[str, Any]) -> Demand:
    """Correct fields of a card; only what is given and differs is changed.

    `fields`: title, requirement, kind, product, product_kind, due (a date or None), every, assignees, coordinators
    (names parted by ";"), person (of the one receiving body, by name; "" for its head).
    """
    reading = for_change(reading_id, by=by)
    demand = open_demands(reading, [demand_id])[0]
    changes: dict[str, tuple[object, object]] = {}
    for name in ("kind", "product_kind", *FREE):
        if name in fields:
            _change(demand, name, nfc(str(fields[name])).strip(), changes)
    if "due" in fields:
        _change_due(demand, fields["due"], changes)
    if "every" in fields:
        _change_every(demand, str(fields["every"]), changes)
    for name, role in (("assignees", DemandName.Role.ASSIGNEE), ("coordinators", DemandName.Role.COORDINATOR)):
        if name in fields and str(fields[name]).strip() != names_of(demand, role):
            set_names(demand, role, str(fields[name]), by=by)
            changes[name] = (None, None)
            demand.sharing, demand.lead = "each", None
    if "person" in fields:
        named = name_person(demand, str(fields["person"] or ""))
        changes |= {"person": named} if named else {}
    if not changes:
        return demand
    demand.checked = True
    demand.save()
    keep_corrections(demand, {name: pair for name, pair in changes.items() if pair != (None, None)}, by=by)
    write_entry(reading, "correct", by=by, payload={"card": demand.pk, "fields": sorted(changes)})
    return demand


def names_of(demand: Demand, role: str) -> str:
    """The names of one role as they stand in an edit form: parted by ";"."""
    return "; ".join(demand.names.filter(role=role).values_list("text", flat=True))


def _change(demand: Demand, name: str, value: str, changes: dict[str, tuple[object, object]]) -> None:
    before = getattr(demand, name)
    if value == before:
        return
    if name == "title" and not value:
        raise DirectiveRefused("Việc phải có tên.", "title")
    if (name == "kind" and value not in rules.KINDS) or (
        name == "product_kind" and value not in (*rules.PRODUCT_KINDS, "")
    ):
        raise DirectiveRefused("Lựa chọn không có trong danh sách.", name)
    setattr(demand, name, value)
    changes[name] = (before, value)


def _change_due(demand: Demand, day: date | None, changes: dict[str, tuple[object, object]]) -> None:
    rule = due_rule(day) if day else None
    stored = rule.to_json() if rule else None
    named = (demand.due_rule or {}).get("day")
    if (day.isoformat() if day else None) == named:
        return
    changes["due"] = (demand.due_rule, stored)
    demand.due_rule, demand.limit_by_receiver = stored, False
    settle(demand, "deadline")


def _change_every(demand: Demand, every: str, changes: dict[str, tuple[object, object]]) -> None:
    before = (demand.deadline or {}).get("every", "")
    if every == before:
        return
    if every and every not in rules.EVERY:
        raise DirectiveRefused("Lựa chọn không có trong danh sách.", "every")
    rest = {name: value for name, value in (demand.deadline or {}).items() if name not in ("every", "month", "day")}
    demand.deadline = (rest | {"every": every} if every else rest) or None
    changes["every"] = (before, every)


@transaction.atomic
def split(reading_id: int, *, by: Person, demand_id: int, at: int | None = None) -> list[Demand]:
    """Cut a card in two: at a character of the text, else after its first sentence. Names and limit go to both."""
    reading = for_change(reading_id, by=by)
    demand = open_demands(reading, [demand_id])[0]
    text = reading.document.text
    parts = rules.sentences(text, demand.start, demand.end)
    cut = at if at is not None else (parts[1][0] if len(parts) > 1 else None)
    if cut is None or not demand.start < cut < demand.end:
        raise DirectiveRefused("Yêu cầu này chỉ có một câu. Bôi đen phần cần tách rồi chọn Thêm yêu cầu.")
    first = rules.trimmed(text, demand.start, cut)
    second = rules.trimmed(text, cut, demand.end)
    _make_room(reading, demand.order)
    twin = _twin(demand, text, second)
    before = [demand.start, demand.end]
    demand.start, demand.end = first
    demand.requirement = text[slice(*first)]
    demand.title = rules.short_title(demand.requirement)
    demand.save()
    keep_corrections(demand, {"span": (before, [list(first), list(second)])}, by=by)
    write_entry(reading, "split", by=by, payload={"card": demand.pk, "into": [demand.pk, twin.pk], "at": cut})
    return [demand, twin]


def _twin(demand: Demand, text: str, span: tuple[int, int]) -> Demand:
    words = text[slice(*span)]
    twin = Demand.objects.create(
        reading=demand.reading,
        order=demand.order + 1,
        start=span[0],
        end=span[1],
        kind=demand.kind,
        title=rules.short_title(words),
        requirement=words,
        deadline=demand.deadline,
        due_rule=demand.due_rule,
        limit_by_receiver=demand.limit_by_receiver,
        product_kind=rules.product_kind_of("", demand.kind),
        sharing=demand.sharing,
        lead=demand.lead,
        evidence=demand.evidence,
        by_hand=True,
        checked=True,
    )
    for name in demand.names.all():
        copy = DemandName.objects.create(
            demand=twin,
            role=name.role,
            order=name.order,
            text=name.text,
            then_text=name.then_text,
            person=name.person,
            outside=name.outside,
            how=name.how,
            question=name.question,
        )
        copy.bodies.set(name.bodies.all())
    return twin


def _make_room(reading: Reading, order: int) -> None:
    reading.demands.filter(order__gt=order).update(order=F("order") + 1)


@transaction.atomic
def merge(reading_id: int, *, by: Person, demand_ids: Sequence[int]) -> Demand:
    """Make one card of several; the first takes the words of the rest, which stay readable as merged."""
    reading = for_change(reading_id, by=by)
    first, *rest = open_demands(reading, demand_ids)
    if not rest:
        raise DirectiveRefused("Chọn ít nhất hai yêu cầu để gộp.", "chon")
    before = [first.start, first.end]
    first.requirement = "\n".join([first.requirement, *(demand.requirement for demand in rest)])
    first.start = min(demand.start for demand in (first, *rest) if demand.end > demand.start)
    first.end = max(demand.end for demand in (first, *rest))
    first.due_rule = first.due_rule or next((demand.due_rule for demand in rest if demand.due_rule), None)
    if not first.product_kind:
        named = next((demand for demand in rest if demand.product_kind), first)
        first.product, first.product_kind = named.product, named.product_kind
    first.checked = True
    first.save()
    for demand in rest:
        demand.state, demand.merged_into = Demand.State.MERGED, first
    Demand.objects.bulk_update(rest, ["state", "merged_into"])
    keep_corrections(first, {"span": (before, [first.start, first.end])}, by=by)
    write_entry(reading, "merge", by=by, payload={"card": first.pk, "merged": [demand.pk for demand in rest]})
    return first


@transaction.atomic
def reject(reading_id: int, *, by: Person, demand_ids: Sequence[int], reason: str) -> int:
    """Leave cards out, with the reason; they stay readable and can be taken back in. Returns how many."""
    reading = for_change(reading_id, by=by)
    if not reason.strip():
        raise DirectiveRefused("Bỏ yêu cầu phải nêu lý do.", "ly_do")
    demands = open_demands(reading, demand_ids)
    for demand in demands:
        demand.state, demand.reject_reason = Demand.State.REJECTED, nfc(reason).strip()
        keep_corrections(demand, {"demand": (True, False)}, by=by)
    Demand.objects.bulk_update(demands, ["state", "reject_reason"])
    write_entry(
        reading, "reject", by=by, payload={"cards": [demand.pk for demand in demands]}, texts={"reason": reason.strip()}
    )
    return len(demands)


@transaction.atomic
def restore(reading_id: int, *, by: Person, demand_id: int) -> Demand:
    """Take a rejected or merged card back in."""
    reading = for_change(reading_id, by=by)
    left_out = (Demand.State.REJECTED, Demand.State.MERGED)
    demand = reading.demands.filter(pk=demand_id, state__in=left_out).first()
    if demand is None:
        raise DirectiveRefused("Yêu cầu này không ở trong phần đã bỏ.")
    demand.state, demand.reject_reason, demand.merged_into = Demand.State.OPEN, "", None
    demand.save(update_fields=["state", "reject_reason", "merged_into"])
    keep_corrections(demand, {"demand": (False, True)}, by=by)
    write_entry(reading, "restore", by=by, payload={"card": demand.pk})
    return demand


@transaction.atomic
def add_by_hand(
    reading_id: int, *, by: Person, start: int, end: int, assignees: str = "", kind: str = "task", title: str = ""
) -> Demand:
    """Make a card of a stretch of the text that the reader passed over (characters, end not included)."""
    reading = for_change(reading_id, by=by)
    text = reading.document.text
    start, end = rules.trimmed(text, start, end)
    if start >= end:
        raise DirectiveRefused("Chưa chọn đoạn văn bản nào.", "doan")
    if kind not in rules.KINDS:
        raise DirectiveRefused("Lựa chọn không có trong danh sách.", "kind")
    if reading.demands.filter(start=start, end=end).exclude(state=Demand.State.MERGED).exists():
        raise DirectiveRefused("Đoạn này đã là một yêu cầu.", "doan")
    before = reading.demands.filter(start__lte=start).aggregate(last=Max("order"))["last"] or 0
    _make_room(reading, before)
    demand = Demand.objects.create(
        reading=reading,
        order=before + 1,
        start=start,
        end=end,
        kind=kind,
        title=nfc(title).strip() or rules.short_title(text[start:end]),
        requirement=text[start:end],
        product_kind=rules.product_kind_of("", kind),
        by_hand=True,
        checked=True,
    )
    if assignees.strip():
        set_names(demand, DemandName.Role.ASSIGNEE, assignees, by=by)
    keep_corrections(demand, {"demand": (None, {"start": start, "end": end, "demand": kind})}, by=by)
    write_entry(reading, "add_by_hand", by=by, payload={"card": demand.pk, "start": start, "end": end})
    return demand


@transaction.atomic
def set_group_product(reading_id: int, *, by: Person, product_kind: str, demand_ids: Sequence[int] = ()) -> int:
    """One kind of product for a group of demands whose text names none; returns how many were changed."""
    reading = for_change(reading_id, by=by)
    if product_kind not in rules.PRODUCT_KINDS:
        raise DirectiveRefused("Chưa chọn loại sản phẩm.", "product_kind")
    cards = [card for card in queries.cards_of(reading) if card.unasked_product]
    chosen = [card.demand for card in cards if not demand_ids or card.demand.pk in set(demand_ids)]
    if not chosen:
        raise DirectiveRefused("Không còn yêu cầu nào thiếu sản phẩm.", "chon")
    for demand in chosen:
        demand.product_kind = product_kind
        settle(demand, "product")
    Demand.objects.bulk_update(chosen, ["product_kind", "doubts"])
    payload = {"cards": [demand.pk for demand in chosen], "product_kind": product_kind}
    write_entry(reading, "set_group_product", by=by, payload=payload)
    return len(chosen)


@transaction.atomic
def choose_lead(reading_id: int, *, by: Person, demand_id: int, lead_id: int | None) -> Demand:
    """Say who leads a product that several bodies share; `None`: each body has a duty of its own."""
    reading = for_change(reading_id, by=by)
    demand = open_demands(reading, [demand_id])[0]
    receivers = set(demand.names.filter(role=DemandName.Role.ASSIGNEE).values_list("bodies", flat=True))
    if lead_id is not None and lead_id not in receivers:
        raise DirectiveRefused("Đơn vị chủ trì phải là một trong các đơn vị được nêu.", "chu_tri")
    before = [demand.sharing, demand.lead_id]
    demand.sharing, demand.lead_id = ("each", None) if lead_id is None else ("lead", lead_id)
    settle(demand, "lead")
    demand.save(update_fields=["sharing", "lead", "doubts"])
    keep_corrections(demand, {"lead": (before, [demand.sharing, demand.lead_id])}, by=by)
    write_entry(reading, "choose_lead", by=by, payload={"card": demand.pk, "lead": lead_id})
    return demand
