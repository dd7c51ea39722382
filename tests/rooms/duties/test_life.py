"""A duty from issue to closing, and what each verb means on the way."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.office import Office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import invariants, moves, queries
from congvu.kernel.duties.models import Duty, DutyProduct, Holding
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kit.clock import now, today


def duty_of(duty_id: int) -> Duty:
    return Duty.objects.get(pk=duty_id)


def test_the_whole_way_of_a_duty(office: Office) -> None:
    duty_id = office.given_duty("hung")
    office.move("accept", duty_id, "hung")
    office.move("forward", duty_id, "hung", receiver=office["lan"].pk)
    office.move("accept", duty_id, "lan")
    office.move("report", duty_id, "lan", progress="Đã xong 51/63 hồ sơ", percent=80)
    office.move("submit", duty_id, "lan", draft="Dự thảo báo cáo lần 1")
    office.move("decide", duty_id, "hung", outcome="changed", reason="Bổ sung nguyên nhân khâu đo đạc")
    office.move("complete", duty_id, "lan", product="Báo cáo 45/BC-SNNMT")
    office.move("redo", duty_id, "binh", reason="Thiếu danh sách")
    office.move("complete", duty_id, "lan", product="Báo cáo 45/BC-SNNMT kèm danh sách")
    moved = office.move("verify", duty_id, "binh")
    duty = duty_of(duty_id)
    assert (moved.state, moved.holder_id, duty.state, duty.seq) == ("closed", None, "closed", 11)
    assert duty.closed_at and duty.completed_at and duty.completed_at < duty.closed_at
    holders = [row.person_id for row in Holding.objects.filter(duty=duty).order_by("starts_at")]
    names = ("hung", "lan", "hung", "lan", "binh", "lan", "binh")
    assert holders == [office[name].pk for name in names]
    assert invariants.check(connection) == []


def test_what_people_write_stands_beside_the_ledger_and_not_in_it(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    moved = office.move("report", duty_id, "lan", progress="Bà Nguyễn Thị Sáu chưa nộp giấy tờ")
    field = EntryField.objects.get(entry=moved.entry_id)
    assert field.value == "Bà Nguyễn Thị Sáu chưa nộp giấy tờ"
    assert "Sáu".encode() not in bytes(Entry.objects.get(pk=moved.entry_id).leaf)


def test_only_who_is_named_by_the_table_moves_and_is_told_who_can(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused) as refused:
        office.move("complete", duty_id, "minh", product="x")
    assert refused.value.refusal.who == "người đang giữ việc"
    with pytest.raises(Duty.DoesNotExist):
        office.move("complete", duty_id, "long", product="x")
    assert duty_of(duty_id).seq == 2


def test_a_duty_is_forwarded_inside_the_body_only(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    for stranger in ("son", "long"):
        with pytest.raises(MoveRefused, match="Chỉ chuyển việc trong đơn vị"):
            office.move("forward", duty_id, "lan", receiver=office[stranger].pk)
    assert office.move("forward", duty_id, "lan", receiver=office["tu"].pk).holder_id == office["tu"].pk
    of_head = office.given_duty("hung", "in_hand")
    assert office.move("forward", of_head, "hung", receiver=office["son"].pk).holder_id == office["son"].pk


def test_what_is_within_one_s_own_authority_is_not_sent_up_without_a_counted_reason(office: Office) -> None:
    duty_id = office.given_duty("hung", "in_hand")
    with pytest.raises(MoveRefused) as refused:
        office.move("submit", duty_id, "hung", draft="Dự thảo")
    assert (
        "thẩm quyền quyết định của đồng chí" in refused.value.refusal.text and "191/2026" in refused.value.refusal.law
    )
    moved = office.move("submit", duty_id, "hung", draft="Dự thảo", reason="Liên quan nhiều sở")
    assert moved.holder_id == office["binh"].pk
    assert Entry.objects.get(pk=moved.entry_id).payload["within_own_authority"] == 1


def test_a_question_is_a_duty_of_the_consulted_with_its_own_limit(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    before = duty_of(duty_id)
    office.move(
        "consult", duty_id, "lan", consulted=office["long"].pk, question="Quy hoạch thửa 214?\nKèm trích lục.",
        due=today() + timedelta(days=7),
    )  # fmt: skip
    asked = Duty.objects.get(consulted_by=duty_id)
    assert (asked.title, asked.requirement.count("\n")) == ("Cho ý kiến: Quy hoạch thửa 214?", 1)
    assert (asked.holder_id, asked.state, asked.issuer_post_id) == (
        office["long"].pk,
        "assigned",
        office.post["lan"].pk,
    )
    after = duty_of(duty_id)
    assert (after.state, after.holder_id, after.current_due_at) == ("in_hand", before.holder_id, before.current_due_at)
    office.move("accept", asked.pk, "long")
    office.move("complete", asked.pk, "long", product="Đất ở đô thị theo quy hoạch")
    assert office.move("verify", asked.pk, "lan").state == "closed"
    assert queries.duty_page(office["long"], duty_id).sight == "part"
    assert invariants.check(connection) == []


def test_a_pause_needs_a_ground_of_the_list_and_stops_the_clock(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused, match="danh mục"):
        office.move("pause", duty_id, "lan", pause_ground="busy", reason="Bận")
    office.move("pause", duty_id, "lan", pause_ground="force_majeure", reason="Công điện 21/CĐ-UBND")
    assert duty_of(duty_id).paused_at is not None
    with pytest.raises(MoveRefused, match="tạm dừng"):
        office.move("complete", duty_id, "lan", product="x")
    office.move("resume", duty_id, "lan")
    assert duty_of(duty_id).paused_at is None
    with pytest.raises(MoveRefused, match="không tạm dừng"):
        office.move("resume", duty_id, "lan")
    assert len(queries.duty_page(office["lan"], duty_id).holdings[0].paused) == 1


def test_a_limit_is_extended_before_it_passes_with_a_reason_to_a_later_day(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    first = duty_of(duty_id).first_due_at
    with pytest.raises(MoveRefused, match="sau hạn hiện tại"):
        office.move("extend", duty_id, "binh", due=today() + timedelta(days=3), reason="x")
    office.move("extend", duty_id, "binh", due=today() + timedelta(days=60), reason="Chờ số liệu đo đạc")
    duty = duty_of(duty_id)
    assert duty.first_due_at == first and duty.current_due_at and first and duty.current_due_at > first
    with pytest.raises(MoveRefused):
        office.move("extend", duty_id, "lan", due=today() + timedelta(days=90), reason="x")


def test_parts_are_given_to_named_persons_and_hold_the_whole_up(office: Office) -> None:
    whole = office.given_duty("hung")
    part = NewDuty(title="Phần", product_kind="bao_cao", due_rule=DueRule.within(5, "working_days"))
    children = moves.break_down(
        whole,
        by=office["hung"],
        children=[
            _for(office, part, "lan"), _for(office, part, "son"), _for(office, part, "ha"),
        ],
    )  # fmt: skip
    assert duty_of(whole).state == "in_hand"
    with pytest.raises(MoveRefused, match="việc con chưa xong"):
        office.move("complete", whole, "hung", product="Báo cáo chung")
    for child, name in zip(children[:2], ("lan", "son"), strict=True):
        office.move("accept", child, name)
        office.move("complete", child, name, product="Phần của tôi")
        office.move("verify", child, "hung")
    assert queries.duty_page(office["hung"], whole).progress == (2, 4)
    office.move("cancel", children[2], "hung", reason="Không cần nữa")
    assert queries.duty_page(office["hung"], whole).progress == (2, 3)
    assert office.move("complete", whole, "hung", product="Báo cáo chung").state == "handed_in"
    with pytest.raises(MoveRefused):
        moves.break_down(whole, by=office["hung"], children=[_for(office, part, "lan")])
    assert invariants.check(connection) == []


def _for(office: Office, part: NewDuty, name: str) -> NewDuty:
    from dataclasses import replace

    return replace(part, holder_id=office[name].pk, holder_post_id=office.post[name].pk)


def test_an_official_does_not_break_a_duty_down_nor_a_head_across_bodies(office: Office) -> None:
    part = NewDuty(title="Phần", product_kind="bao_cao", due_rule=DueRule.within(5, "working_days"))
    own = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused, match="người đứng đầu"):
        moves.break_down(own, by=office["lan"], children=[_for(office, part, "tu")])
    whole = office.given_duty("hung", "in_hand")
    with pytest.raises(MoveRefused, match="thẩm quyền"):
        moves.break_down(whole, by=office["hung"], children=[_for(office, part, "long")])


def test_a_closed_duty_is_reopened_with_a_new_limit_to_who_worked_on_it(office: Office) -> None:
    duty_id = office.given_duty("lan", "closed")
    moved = office.move("reopen", duty_id, "minh", due=today() + timedelta(days=30), reason="Số liệu sai")
    assert (moved.state, moved.holder_id) == ("in_hand", office["lan"].pk)
    rows = list(Holding.objects.filter(duty=duty_id).order_by("starts_at"))
    assert rows[-2].person_id is None and rows[-2].ended_at == rows[-1].starts_at
    assert invariants.check(connection) == []
    office.move("complete", duty_id, "lan", product="Báo cáo sửa")
    assert office.move("verify", duty_id, "binh").state == "closed"
    assert invariants.check(connection) == []


def test_the_head_changes_who_holds_within_his_body(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused, match="thuộc đơn vị"):
        office.move("take_over", duty_id, "minh", receiver=office["long"].pk, reason="Nghỉ phép")
    moved = office.move("take_over", duty_id, "minh", receiver=office["tu"].pk, reason="Nghỉ phép")
    assert (moved.state, moved.holder_id) == ("assigned", office["tu"].pk)


def test_a_step_taken_over_stays_the_step_it_is(office: Office) -> None:
    duty_id = office.given_duty("lan", "handed_in")
    completed = duty_of(duty_id).completed_at
    moved = office.move("take_over", duty_id, "binh", receiver=office["cuong"].pk, reason="Đi công tác")
    assert (moved.state, duty_of(duty_id).completed_at) == ("handed_in", completed)
    assert office.move("verify", duty_id, "cuong").state == "closed"


def test_an_objective_cause_is_ruled_on_by_another(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    claim = office.move(
        "claim_cause", duty_id, "lan", cause="Mất điện", **{"from": "2026-11-02", "until": "2026-11-03"}
    )
    assert Entry.objects.get(pk=claim.entry_id).payload["working_seconds"] == 2 * 8 * 3600
    with pytest.raises(MoveRefused):
        office.move("rule_on_cause", duty_id, "lan", claim=claim.seq, cause_outcome="confirmed")
    office.move("rule_on_cause", duty_id, "minh", claim=claim.seq, cause_outcome="confirmed")
    with pytest.raises(MoveRefused, match="đã được kết luận"):
        office.move("rule_on_cause", duty_id, "minh", claim=claim.seq, cause_outcome="rejected", reason="x")


def test_a_refused_move_leaves_no_trace(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    before = Duty.objects.filter(pk=duty_id).values().get()
    entries = Entry.objects.count()
    for verb, by, given in (
        ("verify", "lan", {}), ("decide", "minh", {"outcome": "agreed"}), ("cancel", "minh", {"reason": "x"}),
        ("report", "lan", {"progress": "x", "percent": 120}), ("decide", "lan", {}), ("fly", "lan", {}),
        ("forward", "lan", {"receiver": 10**9}), ("note", "lan", {"note": "x", "file": 10**9}),
    ):  # fmt: skip
        with pytest.raises(MoveRefused) as refused:
            office.move(verb, duty_id, by, **given)
        assert refused.value.refusal.text.endswith(".")
    assert Duty.objects.filter(pk=duty_id).values().get() == before and Entry.objects.count() == entries
    assert not DutyProduct.objects.exists() and now()
