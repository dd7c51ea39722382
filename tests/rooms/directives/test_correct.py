"""A clerk puts right what the reader saw: each change kept as a labelled example and told in the ledger."""

from datetime import timedelta

import pytest
from tests.rooms.directives.given import card_with, cards, given_letter, given_plan, state_of, verbs_of
from tests.rooms.org.office import Province

from congvu.kernel.org.models import BodyAlias
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Correction, Demand
from congvu.sources.directives.moves import DirectiveRefused

UNDATED = ("Sở Nội vụ rà soát quy trình tiếp nhận hồ sơ.", "Sở Nông nghiệp và Môi trường rà soát quy chế làm việc.")


def test_a_corrected_field_is_kept_with_what_stood_there_before(province: Province) -> None:
    reading = given_plan(province)
    card = cards(reading)[0]
    moves.correct(
        reading.pk, by=province.people["vanthu"], demand_id=card.demand.pk, fields={"title": "Kế hoạch kiểm tra"}
    )
    kept = Correction.objects.get(demand=card.demand, field="title")
    assert (kept.before, kept.after) == (card.demand.title, "Kế hoạch kiểm tra")
    assert Demand.objects.get(pk=card.demand.pk).proposed["title"] == card.demand.title
    assert verbs_of(reading) == ["enter", "correct"]


def test_saving_without_a_change_writes_nothing(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    fields = {"title": demand.title, "kind": demand.kind, "assignees": "Sở Nội vụ"}
    moves.correct(reading.pk, by=province.people["vanthu"], demand_id=demand.pk, fields=fields)
    assert verbs_of(reading) == ["enter"] and not Correction.objects.exists()


def test_the_addressee_is_chosen_by_name_without_tone_marks(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    moves.correct(
        reading.pk,
        by=province.people["vanthu"],
        demand_id=demand.pk,
        fields={"assignees": "so nong nghiep va moi truong"},
    )
    assert [target.body.code for target in cards(reading)[0].targets] == ["snnmt"]


def test_an_unknown_body_is_refused_by_name(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    with pytest.raises(DirectiveRefused, match="Không thấy đơn vị “Sở Vũ trụ”"):
        moves.correct(reading.pk, by=province.people["vanthu"], demand_id=demand.pk, fields={"assignees": "Sở Vũ trụ"})
    assert cards(reading)[0].targets[0].body.code == "snv"


def test_a_limit_in_the_past_is_refused(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    day = today() - timedelta(days=1)
    with pytest.raises(DirectiveRefused, match="đã qua"):
        moves.correct(reading.pk, by=province.people["vanthu"], demand_id=demand.pk, fields={"due": day})


def test_one_date_for_a_group_in_one_act(province: Province) -> None:
    reading = given_letter(province, *UNDATED)
    undated = [card for card in cards(reading) if card.undated]
    assert len(undated) >= 2
    day = queries.offered_day(reading)
    assert (day - today()).days == 30
    count = moves.set_group_date(reading.pk, by=province.people["vanthu"], day=day, product_kind="bao_cao")
    assert count == len(undated)
    assert not [card for card in cards(reading) if card.undated]
    assert verbs_of(reading) == ["enter", "set_group_date"]


def test_the_limit_is_left_to_the_receiving_head(province: Province) -> None:
    reading = given_letter(province, *UNDATED)
    moves.leave_limit_to_receiver(reading.pk, by=province.people["vanthu"])
    assert all("thoi_gian" not in [item.ro for item in card.missing] for card in cards(reading))


def test_a_rejection_needs_its_reason_and_can_be_taken_back(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    clerk = province.people["vanthu"]
    with pytest.raises(DirectiveRefused, match="nêu lý do"):
        moves.reject(reading.pk, by=clerk, demand_ids=[demand.pk], reason=" ")
    moves.reject(reading.pk, by=clerk, demand_ids=[demand.pk], reason="Chỉ là nhận định")
    assert state_of(demand) == "rejected"
    moves.restore(reading.pk, by=clerk, demand_id=demand.pk)
    assert state_of(demand) == "open"


def test_two_cards_become_one_and_the_other_stays_readable(province: Province) -> None:
    reading = given_letter(province, *UNDATED)
    first, second = cards(reading)[:2]
    moves.merge(reading.pk, by=province.people["vanthu"], demand_ids=[first.demand.pk, second.demand.pk])
    kept = Demand.objects.get(pk=first.demand.pk)
    assert second.demand.requirement in kept.requirement
    assert (kept.start, kept.end) == (first.demand.start, second.demand.end)
    assert state_of(second.demand) == "merged"


def test_a_card_is_cut_in_two_with_its_names(province: Province) -> None:
    reading = given_plan(province)
    card = cards(reading)[0]
    at = reading.document.text.index("trình Chủ tịch")
    one, two = moves.split(reading.pk, by=province.people["vanthu"], demand_id=card.demand.pk, at=at)
    assert (one.end, two.start) == (at - 1, at) or one.end <= at <= two.start
    assert [target.body.code for target in card_with(reading, "trình Chủ tịch").targets] == ["snv"]


def test_a_stretch_marked_by_hand_becomes_a_card(province: Province) -> None:
    reading = given_plan(province)
    start = reading.document.text.index("Yêu cầu các cơ quan")
    demand = moves.add_by_hand(
        reading.pk, by=province.people["vanthu"], start=start, end=start + 60, assignees="Sở Nội vụ", kind="task"
    )
    assert demand.by_hand and demand.requirement.startswith("Yêu cầu các cơ quan")
    assert [card.number for card in cards(reading)] == list(range(1, len(cards(reading)) + 1))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-3, 0), (10**7, 10**7 + 5)])
def test_an_empty_mark_is_refused(province: Province, start: int, end: int) -> None:
    reading = given_plan(province)
    with pytest.raises(DirectiveRefused, match="Chưa chọn đoạn"):
        moves.add_by_hand(reading.pk, by=province.people["vanthu"], start=start, end=end)


def test_a_name_is_answered_once_for_all_its_cards_and_remembered(province: Province) -> None:
    reading = given_letter(
        province,
        "Các cơ quan liên quan xây dựng giải pháp rút ngắn thời gian giải quyết thủ tục.",
        "Các cơ quan liên quan xây dựng quy chế phối hợp.",
    )
    clerk = province.people["vanthu"]
    asked = [name for card in cards(reading) for name in card.assignees if not name.bodies]
    assert asked
    count = moves.resolve_name(reading.pk, by=clerk, text=asked[0].row.text, bodies="Sở Nội vụ")
    assert count == len([name for name in asked if name.row.text == asked[0].row.text])
    assert BodyAlias.objects.filter(body=province.bodies["snv"]).exists()
    assert all(card.targets for card in cards(reading) if card.assignees[0].row.text == asked[0].row.text)


def test_two_bodies_for_one_product_are_asked_who_leads(province: Province) -> None:
    reading = given_letter(
        province, "Sở Nội vụ, Sở Nông nghiệp và Môi trường xây dựng kế hoạch sắp xếp đơn vị sự nghiệp."
    )
    card = cards(reading)[0]
    assert len(card.assignees) == 2 and card.demand.sharing == "lead"
    assert [target.body.code for target in card.targets] == ["snv"]
    assert any("chủ trì" in item.message for item in card.missing)
    moves.choose_lead(
        reading.pk, by=province.people["vanthu"], demand_id=card.demand.pk, lead_id=province.bodies["snnmt"].pk
    )
    card = cards(reading)[0]
    assert [target.body.code for target in card.targets] == ["snnmt"]
    assert [body.code for body in card.helpers] == ["snv"]


def test_many_cards_are_confirmed_at_once(province: Province) -> None:
    reading = given_letter(province, *UNDATED)
    ids = [card.demand.pk for card in cards(reading)]
    assert moves.confirm(reading.pk, by=province.people["vanthu"], demand_ids=ids) == len(ids)
    assert all(Demand.objects.get(pk=pk).checked for pk in ids)


def test_only_the_keeper_of_the_register_corrects(province: Province) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    with pytest.raises(type(reading).DoesNotExist):
        moves.correct(reading.pk, by=province.people["lan"], demand_id=demand.pk, fields={"title": "Khác"})
