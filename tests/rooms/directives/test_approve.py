"""The clerk proposes, the leader with authority approves; approving issues what is clear, once."""

from datetime import timedelta

import pytest
from tests.rooms.directives.given import (
    card_with,
    cards,
    given_letter,
    given_plan,
    given_proposed,
    only,
    state_of,
    verbs_of,
)
from tests.rooms.directives.texts import NEWS, in_days
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Coordinator, Duty
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Demand, Obligation, Reading, Recurrence
from congvu.sources.directives.moves import DirectiveRefused


def approve(it: Province, reading: Reading) -> moves.Issued:
    return moves.approve_and_issue(reading.pk, by=it.people["chutich"])


def test_a_clerk_never_issues(province: Province) -> None:
    reading = given_proposed(province, given_plan(province))
    with pytest.raises(DirectiveRefused, match="chỉ Chủ tịch UBND tỉnh"):
        moves.approve_and_issue(reading.pk, by=province.people["vanthu"])
    assert not Duty.objects.exists()


def test_a_clear_task_becomes_a_duty_with_all_six(province: Province) -> None:
    reading = given_plan(province)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    made = approve(province, reading)
    (duty,) = Duty.objects.all()
    assert made.duties == (duty.pk,)
    assert duty.state == "assigned"
    assert duty.holder == province.people["noivu"] and duty.accountable_post == province.posts["noivu"]
    assert duty.deciding_post == province.posts["chutich"]
    assert duty.product_kind == "ke_hoach" and duty.first_due_at is not None
    assert duty.basis.startswith("Công văn 3412/UBND-NC") and "mục 1" in duty.basis
    assert (duty.document_id, duty.origin_kind) == (reading.document_id, "directive")
    assert Reading.objects.get(pk=reading.pk).state == "issued"
    assert verbs_of(reading)[-2:] == ["propose", "approve_and_issue"]


def test_approving_twice_makes_nothing_twice(province: Province) -> None:
    reading = given_plan(province)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    approve(province, reading)
    with pytest.raises(DirectiveRefused, match="Không giao lần thứ hai"):
        approve(province, reading)
    assert Duty.objects.count() == 1


def test_unclear_cards_stay_with_what_they_lack_and_whom_to_ask(province: Province) -> None:
    reading = given_letter(
        province,
        f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình UBND tỉnh chậm nhất ngày {in_days(20)}.",
        "Sở Nông nghiệp và Môi trường rà soát quy trình tiếp nhận hồ sơ.",
    )
    given_proposed(province, reading)
    made = approve(province, reading)
    unclear = card_with(reading, "rà soát quy trình")
    assert unclear.demand.pk in [card.demand.pk for card in made.unclear]
    assert state_of(unclear.demand) == "open"
    assert "thoi_gian" in [item.ro for item in unclear.missing] and unclear.missing[0].ask
    assert Reading.objects.get(pk=reading.pk).state == "preparing"


def test_nothing_clear_is_refused_with_the_first_question(province: Province) -> None:
    reading = given_letter(province, "Sở Nông nghiệp và Môi trường rà soát quy trình tiếp nhận hồ sơ.")
    only(reading, "rà soát quy trình", province)
    given_proposed(province, reading)
    with pytest.raises(DirectiveRefused, match="chưa rõ") as refused:
        approve(province, reading)
    assert "Hỏi:" in refused.value.text


def test_the_leader_refuses_with_a_reason_and_the_clerk_goes_on(province: Province) -> None:
    reading = given_proposed(province, given_plan(province))
    with pytest.raises(DirectiveRefused, match="nêu lý do"):
        moves.refuse(reading.pk, by=province.people["chutich"], reason="")
    moves.refuse(reading.pk, by=province.people["chutich"], reason="Hạn quá gấp")
    assert Reading.objects.get(pk=reading.pk).refusal_reason == "Hạn quá gấp"
    demand = cards(reading)[0].demand
    moves.correct(reading.pk, by=province.people["vanthu"], demand_id=demand.pk, fields={"title": "Kế hoạch"})
    assert not Duty.objects.exists()


def test_the_leader_changes_a_card_while_it_waits_for_him_and_the_clerk_does_not(province: Province) -> None:
    reading = given_proposed(province, given_plan(province))
    demand = cards(reading)[0].demand
    with pytest.raises(DirectiveRefused, match="đang chờ Chủ tịch"):
        moves.correct(reading.pk, by=province.people["vanthu"], demand_id=demand.pk, fields={"title": "Khác"})
    moves.correct(reading.pk, by=province.people["chutich"], demand_id=demand.pk, fields={"title": "Kế hoạch năm"})
    assert Demand.objects.get(pk=demand.pk).title == "Kế hoạch năm"


def test_a_collective_name_is_one_duty_a_body(province: Province) -> None:
    reading = given_letter(
        province, f"UBND các xã, phường xây dựng kế hoạch công tác, báo cáo UBND tỉnh chậm nhất ngày {in_days(25)}."
    )
    only(reading, "xây dựng kế hoạch công tác", province)
    given_proposed(province, reading)
    approve(province, reading)
    assert {duty.body.code for duty in Duty.objects.all() if duty.body} >= {"tanphu"}
    assert len({duty.origin_key for duty in Duty.objects.all()}) == Duty.objects.count() >= 2


def test_a_shared_product_is_one_duty_and_the_others_coordinate(province: Province) -> None:
    reading = given_letter(
        province,
        "Sở Nội vụ, Sở Nông nghiệp và Môi trường xây dựng kế hoạch sắp xếp đơn vị sự nghiệp, "
        f"trình UBND tỉnh chậm nhất ngày {in_days(25)}.",
    )
    card = only(reading, "kế hoạch sắp xếp", province)
    clerk = province.people["vanthu"]
    moves.choose_lead(reading.pk, by=clerk, demand_id=card.demand.pk, lead_id=province.bodies["snnmt"].pk)
    moves.confirm(reading.pk, by=clerk, demand_ids=[card.demand.pk])
    given_proposed(province, reading)
    approve(province, reading)
    duty = Duty.objects.get()
    assert duty.holder == province.people["giamdoc"]
    assert [row.body.code for row in Coordinator.objects.filter(duty=duty) if row.body] == ["snv"]


def test_a_standing_demand_becomes_an_obligation_and_no_duty(province: Province) -> None:
    reading = given_letter(province, "Sở Nội vụ chấp hành nghiêm thời giờ làm việc.")
    card = only(reading, "chấp hành nghiêm", province)
    assert card.demand.kind == "standing"
    given_proposed(province, reading)
    made = approve(province, reading)
    obligation = Obligation.objects.get()
    assert (made.obligations, made.duties) == (1, ())
    assert obligation.body == province.bodies["snv"] and obligation.review_every == "quarter"
    assert obligation.accountable_post == province.posts["noivu"]


def test_what_comes_again_makes_the_duty_of_the_open_turn(province: Province) -> None:
    reading = given_letter(province, "Sở Nội vụ hằng quý tổng hợp, báo cáo kết quả thực hiện về UBND tỉnh.")
    card = only(reading, "hằng quý", province)
    moves.correct(reading.pk, by=province.people["vanthu"], demand_id=card.demand.pk, fields={"every": "quarter"})
    assert card_with(reading, "hằng quý").every_label == "Hằng quý"
    given_proposed(province, reading)
    made = approve(province, reading)
    assert made.recurrences == 1 and len(made.duties) == 1
    row = Recurrence.objects.get()
    assert row.last_period and Duty.objects.get().origin_key.endswith(row.last_period)
    assert moves.open_due_turns() == []


def test_what_must_be_passed_on_is_one_duty_a_body_and_one_act_a_person(province: Province) -> None:
    reading = given_letter(
        province,
        f"Sở Nội vụ quán triệt Công văn này đến toàn thể cán bộ, công chức, xong chậm nhất ngày {in_days(15)}; "
        f"phổ biến Quy chế làm việc đến từng cán bộ, xong chậm nhất ngày {in_days(20)}.",
    )
    asked = [card for card in cards(reading) if card.demand.kind == "acknowledge"]
    assert asked
    rest = [card.demand.pk for card in cards(reading) if card.demand.kind != "acknowledge"]
    clerk = province.people["vanthu"]
    if rest:
        moves.reject(reading.pk, by=clerk, demand_ids=rest, reason="Không dùng")
    moves.confirm(reading.pk, by=clerk, demand_ids=[card.demand.pk for card in asked])
    given_proposed(province, reading)
    approve(province, reading)
    duty = Duty.objects.get()
    assert duty.title.startswith("Quán triệt Công văn") and duty.demand_kind == "acknowledge"
    head = province.people["noivu"]
    assert queries.reading_page(head, reading.pk).to_acknowledge
    moves.acknowledge(reading.pk, by=head)
    moves.acknowledge(reading.pk, by=head)
    page = queries.reading_page(head, reading.pk)
    assert (page.acknowledged, page.to_acknowledge) == (1, False)


def test_a_limit_left_to_the_receiver_makes_a_draft_that_his_head_is_asked_about(province: Province) -> None:
    reading = given_letter(province, "Sở Nông nghiệp và Môi trường xây dựng kế hoạch rà soát hồ sơ đất đai.")
    only(reading, "kế hoạch rà soát", province)
    moves.leave_limit_to_receiver(reading.pk, by=province.people["vanthu"])
    given_proposed(province, reading)
    made = approve(province, reading)
    duty = Duty.objects.get()
    assert made.drafts == (duty.pk,) and made.duties == ()
    assert (duty.state, duty.step) == ("draft", "propose_limit")


def test_nothing_of_a_news_report_is_issued_without_the_real_number(province: Province) -> None:
    reading = moves.enter(by=province.people["vanthu"], text=NEWS).reading
    given_proposed(province, reading)
    with pytest.raises(DirectiveRefused):
        approve(province, reading)
    assert not Duty.objects.exists() and not Obligation.objects.exists()


def test_duties_of_a_rehearsal_are_marked(province: Province) -> None:
    reading = given_plan(province)
    Reading.objects.filter(pk=reading.pk).update(rehearsal=True)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    approve(province, reading)
    assert Duty.objects.get().title.startswith("[Diễn tập] ")


def test_a_written_instruction_is_issued_at_once(province: Province) -> None:
    reading = given_plan(province)
    made = moves.instruct(
        reading.pk,
        by=province.people["chutich"],
        words="Sở Nông nghiệp và Môi trường báo cáo tôi về hồ sơ quá hạn.",
        bodies="Sở Nông nghiệp và Môi trường",
        day=today() + timedelta(days=7),
        product_kind="bao_cao",
        coordinators="Sở Nội vụ",
    )
    duty = Duty.objects.get()
    assert made.duties == (duty.pk,)
    assert duty.holder == province.people["giamdoc"] and duty.basis.startswith("Bút phê trên Công văn 3412")
    assert verbs_of(reading)[-1] == "instruct"


def test_an_instruction_beyond_authority_is_refused(province: Province) -> None:
    reading = given_plan(province)
    with pytest.raises((DirectiveRefused, Reading.DoesNotExist)):
        moves.instruct(
            reading.pk,
            by=province.people["vanthu"],
            words="Báo cáo",
            bodies="Sở Nội vụ",
            day=today() + timedelta(days=7),
            product_kind="bao_cao",
        )
    assert not Duty.objects.exists()


def test_a_proposal_is_taken_back(province: Province) -> None:
    reading = given_proposed(province, given_plan(province))
    moves.take_back(reading.pk, by=province.people["vanthu"])
    assert Reading.objects.get(pk=reading.pk).state == "preparing"
