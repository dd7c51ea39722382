"""An appointment that ends passes its open duties on at once; the chain of custody has no gap."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants, moves, tasks
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Appointment, Person
from congvu.kit.clock import now


def leave(office: Office, name: str) -> int:
    row = Appointment.objects.get(person=office[name])
    return moves.end_appointment(row.pk, by=office["hien"], reason="Chuyển công tác")


def test_the_duties_of_an_official_pass_to_the_head(office: Office) -> None:
    ids = [office.given_duty("lan", state) for state in ("assigned", "in_hand")]
    assert leave(office, "lan") == 2
    assert {office.holder_of(duty_id) for duty_id in ids} == {"minh"}
    assert Person.objects.get(pk=office["lan"].pk).is_active is False
    assert invariants.check(connection) == []


def test_the_duties_of_a_head_pass_to_the_deputy_then_to_the_superior(office: Office) -> None:
    duty_id = office.given_duty("minh", "in_hand")
    leave(office, "minh")
    assert office.holder_of(duty_id) == "dung"
    leave(office, "dung")
    assert office.holder_of(duty_id) == "hung"
    leave(office, "hung")
    assert office.holder_of(duty_id) == "thuy"
    leave(office, "thuy")
    assert office.holder_of(duty_id) == "binh"
    assert invariants.check(connection) == []


def test_a_verification_waiting_at_a_leaving_leader_stays_a_verification(office: Office) -> None:
    duty_id = office.given_duty("lan", "handed_in")
    leave(office, "binh")
    duty = Duty.objects.get(pk=duty_id)
    assert (duty.state, office.holder_of(duty_id), duty.step) == ("handed_in", "cuong", "verify")
    assert office.move("verify", duty_id, "cuong").state == "closed"
    assert invariants.check(connection) == []


def test_a_paused_duty_that_passes_on_runs_again(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    office.move("pause", duty_id, "lan", pause_ground="order", reason="Theo công văn 12")
    leave(office, "lan")
    assert Duty.objects.get(pk=duty_id).paused_at is None
    assert invariants.check(connection) == []


def test_a_duty_returned_to_someone_who_left_goes_to_his_stand_in(office: Office) -> None:
    duty_id = office.given_duty("minh", issuer="hung")
    leave(office, "hung")
    moved = office.move("return", duty_id, "minh", ground="unclear", reason="Chưa rõ")
    assert moved.holder_id == office["thuy"].pk


def test_an_appointment_that_ends_by_its_own_date_is_seen_by_the_clock(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    Appointment.objects.filter(person=office["lan"]).update(ends_at=now() - timedelta(seconds=1))
    assert invariants.check(connection) != []
    assert tasks.run_clock() == 1
    assert tasks.run_clock() == 0
    assert office.holder_of(duty_id) == "minh"
    assert Entry.objects.get(room="duties", subject_id=duty_id, verb="take_over").actor_id is None
    assert invariants.check(connection) == []


def test_three_hundred_duties_are_taken_over_in_a_constant_number_of_statements(office: Office) -> None:
    moves.issue_new([office.new("lan", title=f"Việc {place}") for place in range(300)], by=office["binh"])
    count = moves.take_over_all(
        office["lan"].pk, by=office["minh"], receiver_id=office["tu"].pk, reason="Nghỉ thai sản"
    )
    assert count == 300 and Duty.objects.filter(holder=office["tu"]).count() == 300
    assert invariants.check(connection) == []


def test_a_take_over_of_all_needs_a_head_of_both(office: Office) -> None:
    office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused, match="thuộc đơn vị"):
        moves.take_over_all(office["lan"].pk, by=office["minh"], receiver_id=office["long"].pk, reason="x")
    assert moves.take_over_all(office["lan"].pk, by=office["khanh"], receiver_id=office["long"].pk, reason="x") == 0
    with pytest.raises(MoveRefused, match="lý do"):
        moves.take_over_all(office["lan"].pk, by=office["minh"], receiver_id=office["tu"].pk, reason=" ")


def test_who_ends_an_appointment_does_not_become_the_giver_of_what_passes_on(office: Office) -> None:
    duty_id = office.given_duty("minh", issuer="binh")
    leave(office, "minh")
    duty = Duty.objects.get(pk=duty_id)
    assert duty.assigner == office["binh"]
    moved = office.move("return", duty_id, "dung", ground="unclear", reason="Chưa rõ")
    assert moved.holder_id == office["binh"].pk
