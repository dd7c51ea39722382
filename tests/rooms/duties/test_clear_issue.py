"""While one of the six "rõ" is missing nothing is issued: the verb and the database each refuse."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.office import Office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import today

UNCLEAR = {
    "nguoi": {"holder_id": None, "holder_post_id": None},
    "viec": {"title": ""},
    "thoi_gian": {"due_rule": None},
    "trach_nhiem": {"accountable_post_id": None},
    "san_pham": {"product_kind": ""},
    "tham_quyen": {"basis": ""},
}


@pytest.mark.parametrize("ro", sorted(UNCLEAR))
def test_an_unclear_duty_is_not_issued_and_says_whom_to_ask(office: Office, ro: str) -> None:
    duty_id = moves.draft(office.new("hung", **UNCLEAR[ro]), by=office["thu"])
    with pytest.raises(MoveRefused) as refused:
        moves.issue([duty_id], by=office["binh"])
    assert refused.value.refusal.code in ("unclear",) and "hỏi" in refused.value.refusal.text
    assert Duty.objects.get(pk=duty_id).state == "draft"
    assert not Entry.objects.filter(room="duties").exists()


def test_a_clerk_prepares_and_does_not_issue(office: Office) -> None:
    duty_id = moves.draft(office.new("hung"), by=office["thu"])
    with pytest.raises(MoveRefused):
        moves.issue([duty_id], by=office["thu"])
    moves.edit_draft(duty_id, by=office["thu"], title="Rà soát đất công ích")
    assert moves.issue([duty_id], by=office["binh"]) == [duty_id]
    assert Duty.objects.get(pk=duty_id).title == "Rà soát đất công ích"
    with pytest.raises(MoveRefused, match="đã được giao"):
        moves.edit_draft(duty_id, by=office["thu"], title="Sửa sau khi giao")


def test_nobody_gives_work_across_his_authority(office: Office) -> None:
    new = office.new("khanh", issuer="hung")
    with pytest.raises(MoveRefused, match="thẩm quyền"):
        moves.issue_new([new], by=office["hung"])


def test_nothing_is_made_twice_per_origin(office: Office) -> None:
    new = [office.new("hung", origin_kind="directive", origin_key=f"vb/1/{place}") for place in (1, 2, 1)]
    first = moves.issue_new(new, by=office["binh"])
    assert first[0] == first[2] and first[0] != first[1]
    assert moves.issue_new(new, by=office["binh"]) == first
    assert Duty.objects.count() == 2 and Entry.objects.filter(room="duties").count() == 2


def test_a_limit_already_past_is_not_issued(office: Office) -> None:
    new = office.new("hung", due_rule=DueRule.on(today() - timedelta(days=10)))
    with pytest.raises(MoveRefused, match="đã qua"):
        moves.issue_new([new], by=office["binh"])
    assert not Duty.objects.exists()


def test_one_unclear_duty_holds_all_of_an_approval_back(office: Office) -> None:
    new = [office.new("hung"), office.new("khanh", product_kind="")]
    with pytest.raises(MoveRefused):
        moves.issue_new(new, by=office["binh"])
    assert not Duty.objects.exists()


def test_the_receiving_head_proposes_the_missing_limit(office: Office) -> None:
    duty_id = moves.draft(office.new("hung", due_rule=None), by=office["thu"])
    with pytest.raises(MoveRefused, match="chưa duyệt"):
        office.move("propose_limit", duty_id, "binh", due=today() + timedelta(days=20))
    moves.ask_for_limits([duty_id], by=office["binh"])
    moved = office.move("propose_limit", duty_id, "hung", due=today() + timedelta(days=20))
    duty = Duty.objects.get(pk=duty_id)
    assert (moved.state, duty.holder_id, duty.due_proposed) == ("assigned", office["hung"].pk, True)
    assert duty.assigner_id == office["binh"].pk
    office.move("extend", duty_id, "binh", due=today() + timedelta(days=10), reason="Cần sớm hơn")
    duty.refresh_from_db()
    assert duty.current_due_at < duty.first_due_at and not duty.due_proposed  # type: ignore[operator]


def test_the_program_s_role_writes_no_duty_by_hand(office: Office) -> None:
    duty_id = moves.draft(office.new("hung", product_kind=""), by=office["thu"])
    for statement in (
        "update duty set state = 'assigned' where id = %s",
        "insert into holding (duty_id, person_id, post_id, starts_at) values (%s, 1, 1, now())",
        "delete from duty where id = %s",
        "insert into audience (duty_id, how, starts_at) values (%s, 'x', now())",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [duty_id])


def test_a_bare_title_is_told_everything_that_it_lacks(office: Office) -> None:
    duty_id = moves.draft(NewDuty(title="Rà soát hồ sơ"), by=office["hung"])
    with pytest.raises(MoveRefused) as refused:
        moves.issue([duty_id], by=office["hung"])
    lacks = refused.value.refusal
    assert lacks.missing == ("nguoi", "thoi_gian", "trach_nhiem", "san_pham", "tham_quyen")
    assert lacks.text.count("hỏi") == 5
