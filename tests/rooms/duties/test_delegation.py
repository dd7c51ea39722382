"""A delegated matter is put to the delegate, within its line only; at its end what is not decided goes back."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants, moves, tasks
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import AuthorityLine, Delegation
from congvu.kernel.org.moves import OrgRefused
from congvu.kit.clock import today

MATTER = "Rà soát hồ sơ đất đai quá hạn"


@pytest.fixture
def line(office: Office) -> AuthorityLine:
    return org.rule_authority(
        matter="hồ sơ đất đai", body=office.body["snnmt"], deciding_post=office.post["hung"], source="instrument",
        instrument="Quyết định 18/2025/QĐ-UBND", by=office["hien"],
    )  # fmt: skip


def delegated(office: Office, line: AuthorityLine | None, to: str = "thuy", **more: object) -> Delegation:
    given: dict[str, object] = {
        "scope": "Quyết định hồ sơ đất đai", "instrument": "Giấy ủy quyền 3/GUQ", "starts_on": today(),
        "ends_on": today() + timedelta(days=30), "by": office["hung"], "from_post": office.post["hung"],
    }  # fmt: skip
    return org.delegate(to_person=office[to], line=line, **(given | more))  # type: ignore[arg-type]


def duty(office: Office, holder: str = "lan", matter: str = MATTER) -> int:
    return office.given_duty(holder, "in_hand", matter=matter, deciding_post_id=office.post["hung"].pk)


def test_the_matter_goes_to_the_delegate_and_the_entry_names_the_delegation(
    office: Office, line: AuthorityLine
) -> None:
    row = delegated(office, line)
    duty_id = duty(office)
    office.move("submit", duty_id, "lan", draft="Dự thảo")
    assert office.holder_of(duty_id) == "thuy"
    assert Entry.objects.get(room="duties", subject_id=duty_id, verb="submit").payload["delegation"] == row.pk
    office.move("decide", duty_id, "thuy", outcome="agreed")
    assert office.holder_of(duty_id) == "lan"
    assert invariants.check(connection) == []


def test_another_matter_and_ones_own_go_to_the_post_itself(office: Office, line: AuthorityLine) -> None:
    delegated(office, line)
    other, own = duty(office, matter="Quy hoạch phân khu"), duty(office, "thuy")
    office.move("submit", other, "lan", draft="Dự thảo")
    office.move("submit", own, "thuy", draft="Dự thảo")
    assert (office.holder_of(other), office.holder_of(own)) == ("hung", "hung")


def test_outside_the_line_a_delegate_has_no_authority(office: Office, line: AuthorityLine) -> None:
    delegated(office, line, to="ha")
    inside, outside = duty(office), duty(office, matter="Quy hoạch phân khu")
    assert office.move("extend", inside, "ha", due="2030-01-10", reason="Chờ số liệu").state == "in_hand"
    with pytest.raises((moves.MoveRefused, Duty.DoesNotExist)):
        office.move("extend", outside, "ha", due="2030-01-10", reason="Chờ số liệu")


def test_at_its_end_what_is_not_decided_goes_back(office: Office, line: AuthorityLine) -> None:
    row = delegated(office, line)
    duty_id = duty(office)
    office.move("submit", duty_id, "lan", draft="Dự thảo")
    Delegation.objects.filter(pk=row.pk).update(starts_on=today() - timedelta(9), ends_on=today() - timedelta(1))
    assert tasks.run_clock() == 1 and tasks.run_clock() == 0
    assert (office.holder_of(duty_id), Duty.objects.get(pk=duty_id).state) == ("hung", "submitted")
    last = Entry.objects.filter(room="duties", subject_id=duty_id).order_by("-seq")[0]
    assert (last.verb, last.actor_id, last.payload["delegation_ended"]) == ("take_over", None, row.pk)
    assert invariants.check(connection) == []


def test_it_is_taken_back_early_with_a_reason(office: Office, line: AuthorityLine) -> None:
    row = delegated(office, line)
    duty_id = duty(office)
    office.move("submit", duty_id, "lan", draft="Dự thảo")
    with pytest.raises(OrgRefused, match="lý do"):
        moves.close_delegation(row.pk, by=office["hung"])
    assert moves.close_delegation(row.pk, by=office["hung"], reason="Phân công lại") == 1
    assert office.holder_of(duty_id) == "hung"
    with pytest.raises(OrgRefused, match="hết hiệu lực"):
        moves.close_delegation(row.pk, by=office["hung"], reason="Phân công lại")


def test_what_one_does_not_have_one_does_not_delegate(office: Office, line: AuthorityLine) -> None:
    post = {"from_post": office.post["khanh"], "by": office["khanh"]}
    with pytest.raises(OrgRefused, match="không thuộc thẩm quyền của Giám đốc Sở, Sở Xây dựng"):
        delegated(office, line, to="nga", **post)
    with pytest.raises(OrgRefused, match="không có thẩm quyền quyết định"):
        delegated(office, None, to="tu", from_post=office.post["lan"], by=office["hien"])
    with pytest.raises(OrgRefused, match="Chỉ người giữ vị trí ủy quyền"):
        delegated(office, line, by=office["khanh"])
    with pytest.raises(OrgRefused, match="Chỉ người giữ vị trí ủy quyền"):
        delegated(office, line, by=office.administrator)
    assert not Delegation.objects.exists()


def test_it_is_not_passed_on_unless_its_instrument_says_so_nor_for_longer(office: Office, line: AuthorityLine) -> None:
    row = delegated(office, line)
    with pytest.raises(OrgRefused, match="không cho phép ủy quyền tiếp"):
        delegated(office, line, to="minh", of=row)
    open_one = delegated(office, line, to="ha", may_subdelegate=True)
    with pytest.raises(OrgRefused, match="không được quá ngày"):
        delegated(office, line, to="minh", of=open_one, ends_on=today() + timedelta(days=31))
    further = delegated(office, line, to="minh", of=open_one)
    moves.close_delegation(open_one.pk, by=office["hung"], reason="Hết việc")
    assert Delegation.objects.get(pk=further.pk).closed_at is not None


def test_its_days_are_days_to_come(office: Office, line: AuthorityLine) -> None:
    with pytest.raises(OrgRefused, match="không có hiệu lực về trước"):
        delegated(office, line, starts_on=today() - timedelta(days=1))
    with pytest.raises(OrgRefused, match="phải sau ngày bắt đầu"):
        delegated(office, line, ends_on=today() - timedelta(days=1))
    delegated(office, line)
    with pytest.raises(OrgRefused, match="đã được ủy quyền nội dung này"):
        delegated(office, line)
