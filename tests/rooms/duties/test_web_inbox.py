"""Việc của tôi: groups in the order of urgency, each row with a word for its state."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.duties.web import client_of, words

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.models import Duty
from congvu.kit.clock import today

pytestmark = pytest.mark.django_db


def test_somebody_without_work_is_told_so(office: Office) -> None:
    page = client_of(office, "lan").get("/viec/")
    assert page.status_code == 200
    assert "Đồng chí không giữ việc nào." in words(page)


def test_a_new_duty_waits_for_acceptance_and_is_accepted_from_the_list(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", title="Tổng hợp vướng mắc về giá đất")
    client = client_of(office, "lan")
    page = client.get("/viec/")
    assert "Chờ tôi nhận 1" in words(page)
    assert "Chưa mở" in words(page)
    answer = client.post(f"/viec/{duty_id}/accept/", {"key": "k1", "next": "/viec/"}, follow=True)
    assert answer.redirect_chain == [("/viec/", 302)]
    assert "Đã ghi “Nhận”" in words(answer)
    assert "Hoàn tác" in words(answer)
    assert "Còn lại 1" in words(answer)


def test_accepting_can_be_taken_back_at_once(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    client = client_of(office, "lan")
    client.post(f"/viec/{duty_id}/accept/", {"key": "k1", "next": "/viec/"})
    answer = client.post(f"/viec/{duty_id}/withdraw/", {"key": "k2", "next": "/viec/"}, follow=True)
    assert "Chờ tôi nhận 1" in words(answer)


def test_a_duty_due_today_stands_in_its_own_group(office: Office) -> None:
    office.given_duty(holder="lan", state="in_hand", due_rule=DueRule.on(today()))
    assert "việc đến hạn hôm nay và ngày mai" in words(client_of(office, "lan").get("/viec/"))


def test_what_others_do_for_me_stands_below(office: Office) -> None:
    office.given_duty(holder="hung", issuer="binh", title="Lập kế hoạch kiểm tra")
    page = words(client_of(office, "binh").get("/viec/"))
    assert "Tôi đang chờ người khác 1 Ông Trần Văn Hùng: Lập kế hoạch kiểm tra" in page


def test_what_was_handed_in_on_time_is_not_late_while_its_verifier_still_has_time(office: Office) -> None:
    office.given_duty(holder="lan", state="handed_in", due_rule=DueRule.within(1, "working_days"))
    page = words(client_of(office, "binh").get("/viec/"))
    assert "Chờ tôi nghiệm thu" in page
    assert "việc trễ" not in page
    assert "Bà Nguyễn Thị Lan" in page  # who handed it in, not who assigned it


def test_the_list_speaks_english_when_asked(office: Office) -> None:
    office.given_duty(holder="lan")
    client = client_of(office, "lan")
    client.post("/ngon-ngu/", {"language": "en", "next": "/viec/"})
    assert "For me to accept 1" in words(client.get("/viec/"))


def test_the_number_of_statements_does_not_grow_with_the_list(office: Office) -> None:
    office.given_duty(holder="lan", state="in_hand")
    client = client_of(office, "lan")
    client.get("/viec/")
    with CaptureQueriesContext(connection) as few:
        client.get("/viec/")
    for number in range(6):
        office.given_duty(holder="lan", state="in_hand", title=f"Việc {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/viec/")
    assert len(many) == len(few)


def test_each_row_says_who_waits_for_it(office: Office) -> None:
    whole = office.given_duty(holder="minh", state="in_hand", issuer="hung", title="Lập kế hoạch kiểm tra")
    part = office.new("lan", issuer="minh", title="Thu thập số liệu", due_rule=DueRule.within(5, "working_days"))
    moves.break_down(whole, by=office["minh"], children=[part])
    page = words(client_of(office, "lan").get("/viec/"))
    assert "Ai đang chờ" in page
    assert "Thu thập số liệu" in page and "Đang chờ: Ông Lê Văn Minh" in page


def test_what_was_handed_in_in_time_is_never_counted_late(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="handed_in")
    limit = Duty.objects.get(pk=duty_id).current_due_at
    assert limit is not None
    inbox = queries.inbox(office["binh"], limit + timedelta(days=1))
    assert (inbox.counts.late, inbox.counts.rest) == (0, 1)
