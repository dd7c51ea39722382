""" "Not mine" ends somewhere: one return each, then the common superior rules, and the ruling is remembered."""

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kit.clock import now

WRONG = {"ground": "wrong_person", "reason": "Không thuộc chức năng", "by_rule": "Quyết định 10/2025/QĐ-UBND"}


def test_a_return_goes_back_to_who_assigned_it(office: Office) -> None:
    duty_id = office.given_duty("hung")
    moved = office.move("return", duty_id, "hung", ground="unclear", reason="Chưa nêu danh sách hồ sơ")
    assert (moved.state, moved.holder_id) == ("unplaced", office["binh"].pk)


def test_a_return_needs_a_ground_and_wrong_person_says_whose_it_is_by_which_rule(office: Office) -> None:
    duty_id = office.given_duty("hung")
    with pytest.raises(MoveRefused) as refused:
        office.move("return", duty_id, "hung")
    assert set(refused.value.refusal.missing) == {"ground", "reason"}
    with pytest.raises(MoveRefused) as refused:
        office.move("return", duty_id, "hung", ground="wrong_person", reason="Không phải việc của tôi")
    assert set(refused.value.refusal.missing) == {"should_hold", "by_rule"}
    assert Entry.objects.filter(room="duties", subject_id=duty_id).count() == 1  # nothing happened


def test_each_receiver_returns_once(office: Office) -> None:
    duty_id = office.given_duty("hung", "unplaced")
    office.move("assign", duty_id, "binh", receiver=office["hung"].pk)
    with pytest.raises(MoveRefused, match="một lần"):
        office.move("return", duty_id, "hung", ground="beyond_authority", reason="Vượt thẩm quyền")


def test_an_accepted_duty_is_not_returned(office: Office) -> None:
    duty_id = office.given_duty("hung", "in_hand")
    with pytest.raises(MoveRefused, match="Chờ nhận"):
        office.move("return", duty_id, "hung", **WRONG)


def test_the_second_wrong_person_goes_to_the_common_superior_who_rules(office: Office) -> None:
    duty_id = office.given_duty("hung", "disputed", matter="quản lý đất công ích")
    duty = Duty.objects.get(pk=duty_id)
    assert (duty.holder_id, duty.step) == (office["binh"].pk, "settle")
    office.move(
        "assign",
        duty_id,
        "binh",
        receiver=office["hung"].pk,
        reason="Theo QĐ 18, điểm c",
        matter="quản lý đất công ích",
    )
    duty.refresh_from_db()
    assert (duty.state, duty.holder_id, duty.settled) == ("assigned", office["hung"].pk, True)
    line = org.authority_for("quản lý đất công ích", now())
    assert line is not None and line.body_id == office.body["snnmt"].pk and line.source == "ruling"
    assert invariants.check(connection) == []


def test_three_bodies_that_all_say_not_mine(office: Office) -> None:
    """Two return; the third, named by the ruling, may return, but not as "wrong person"."""
    duty_id = office.given_duty("hung", "disputed")
    office.move("assign", duty_id, "binh", receiver=office["phuc"].pk, reason="Địa bàn xã Tân Phú")
    with pytest.raises(MoveRefused, match="phân xử"):
        office.move("return", duty_id, "phuc", **WRONG, should_hold=office.body["sxd"].pk)
    moved = office.move("return", duty_id, "phuc", ground="beyond_authority", reason="Cần kinh phí của tỉnh")
    assert moved.state == "unplaced"


def test_disputes_inside_a_department_stay_inside_it(office: Office) -> None:
    duty_id = office.given_duty("minh", issuer="hung")
    office.move("return", duty_id, "minh", **WRONG, should_hold=office.body["pkh"].pk)
    office.move("assign", duty_id, "hung", receiver=office["ha"].pk)
    moved = office.move("return", duty_id, "ha", **WRONG, should_hold=office.body["pqldd"].pk)
    assert (moved.state, moved.holder_id) == ("disputed", office["hung"].pk)


def test_a_duty_is_placed_only_within_one_s_authority(office: Office) -> None:
    duty_id = office.given_duty("minh", issuer="hung")
    office.move("return", duty_id, "minh", ground="unclear", reason="Chưa rõ")
    with pytest.raises(MoveRefused, match="thẩm quyền"):
        office.move("assign", duty_id, "hung", receiver=office["khanh"].pk)
