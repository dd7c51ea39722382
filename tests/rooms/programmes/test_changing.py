"""After approval a limit changes and an item leaves the programme by request and approval, with the reason kept."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.programmes.given import duty_of, given_entry

from congvu.kernel.duties.models import Duty
from congvu.kit.clock import today
from congvu.kit.dates import limit_day
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves
from congvu.sources.programmes.models import EntryChange


def test_another_limit_is_asked_approved_and_extends_the_duty(office: Office) -> None:
    entry = given_entry(office, "approved")
    day = entry.due_on + timedelta(days=14)
    while day.weekday() > 4:
        day += timedelta(days=1)
    change = moves.ask_change(entry.pk, by=office["minh"], kind="due", due_on=day, reason="Chờ số liệu")
    first = duty_of(entry).first_due_at
    moves.decide_change(change.pk, by=office["hung"], agree=True)
    duty = Duty.objects.get(pk=entry.duty_id)
    assert duty.current_due_at is not None and limit_day(duty.current_due_at) == day
    assert duty.first_due_at == first


def test_a_withdrawal_cancels_the_duty(office: Office) -> None:
    entry = given_entry(office, "approved")
    change = moves.ask_change(entry.pk, by=office["minh"], kind="withdraw", reason="Tỉnh đã bỏ chủ trương")
    assert Duty.objects.get(pk=entry.duty_id).state == "assigned"
    moves.decide_change(change.pk, by=office["hung"], agree=True)
    assert Duty.objects.get(pk=entry.duty_id).state == "cancelled"


def test_not_agreed_leaves_everything_and_needs_a_reason(office: Office) -> None:
    entry = given_entry(office, "approved")
    change = moves.ask_change(entry.pk, by=office["minh"], kind="withdraw", reason="Bận")
    with pytest.raises(Refused, match="Lý do"):
        moves.decide_change(change.pk, by=office["hung"], agree=False)
    moves.decide_change(change.pk, by=office["hung"], agree=False, reason="Việc vẫn cần")
    assert Duty.objects.get(pk=entry.duty_id).state == "assigned"
    with pytest.raises(Refused, match="đã được xử lý"):
        moves.decide_change(change.pk, by=office["hung"], agree=True)


def test_what_the_duty_refuses_is_refused_with_its_words_and_nothing_is_kept(office: Office) -> None:
    entry = given_entry(office, "approved")
    sooner = today() + timedelta(days=1)
    change = moves.ask_change(entry.pk, by=office["minh"], kind="due", due_on=sooner, reason="Sớm hơn")
    with pytest.raises(Refused, match="Hạn mới phải sau"):
        moves.decide_change(change.pk, by=office["hung"], agree=True)
    change.refresh_from_db()
    assert change.state == "asked"


def test_one_change_at_a_time_and_only_by_those_concerned(office: Office) -> None:
    entry = given_entry(office, "approved")
    moves.ask_change(entry.pk, by=office["lan"], kind="withdraw", reason="x")
    with pytest.raises(Refused, match="đang có một đề nghị"):
        moves.ask_change(entry.pk, by=office["minh"], kind="withdraw", reason="y")
    change = EntryChange.objects.get()
    with pytest.raises(Refused, match="Người duyệt điều chỉnh là"):
        moves.decide_change(change.pk, by=office["minh"], agree=True)
    with pytest.raises(EntryChange.DoesNotExist):
        moves.decide_change(change.pk, by=office["khanh"], agree=True)


def test_what_waits_for_approval_is_not_changed_but_edited(office: Office) -> None:
    entry = given_entry(office)
    with pytest.raises(Refused, match="Chỉ điều chỉnh mục đã được duyệt"):
        moves.ask_change(entry.pk, by=office["lan"], kind="withdraw", reason="x")
    approved = given_entry(office, "approved", title="Khác")
    with pytest.raises(Refused, match="phải sau hôm nay"):
        moves.ask_change(approved.pk, by=office["minh"], kind="due", due_on=today(), reason="x")
    with pytest.raises(Refused, match="Chưa nhập thời hạn mới"):
        moves.ask_change(approved.pk, by=office["minh"], kind="due", reason="x")
