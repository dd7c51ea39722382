"""A storm day is drafted, previewed and published; who holds a moved duty reads it in the digest, also on the phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.moves import hand_out
from congvu.kernel.org import queries as org
from congvu.kit.clock import today

PageOf = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    org.forget_calendar()
    yield given_office()
    org.forget_calendar()


def test_a_storm_day_is_published_and_told(page_of: PageOf, office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    before = Duty.objects.get(pk=duty_id).current_due_at
    calendar = org.calendar()
    day = calendar.working_day(int(calendar.rank[calendar.index(today())]) + 3)

    clerk = page_of(office["hien"])
    clerk.goto("/lich/")
    assert_accessible(clerk)
    clerk.get_by_role("link", name="Soạn thay đổi").click()
    clerk.get_by_label("Nội dung").fill("Nghỉ tránh bão số 13")
    clerk.get_by_role("button", name="Ghi dự thảo, xem trước").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Chưa nhập văn bản làm căn cứ")
    expect(clerk.get_by_label("Nội dung")).to_have_value("Nghỉ tránh bão số 13")
    clerk.get_by_label("Văn bản làm căn cứ").fill("Công điện 21/CĐ-UBND")
    clerk.locator("#day_1").fill(day.isoformat())
    clerk.locator("#name_1").fill("Nghỉ tránh bão số 13")
    assert_accessible(clerk)
    clerk.get_by_role("button", name="Ghi dự thảo, xem trước").click()
    expect(clerk.locator("main")).to_contain_text("1 thời hạn đổi")
    address = clerk.url

    leader = page_of(office["binh"], phone=True)
    leader.goto(address)
    assert_accessible(leader)
    leader.get_by_role("button", name="Công bố").click()
    expect(leader.get_by_role("status")).to_contain_text("Đã công bố lịch số 1; 1 thời hạn đã tính lại")
    expect(leader.locator("main")).to_contain_text("Số 1: Nghỉ tránh bão số 13")
    assert_accessible(leader)
    after = Duty.objects.get(pk=duty_id).current_due_at
    assert before and after and after > before

    hand_out()
    lan = page_of(office["lan"], phone=True)
    lan.goto("/ban-tin/")
    expect(lan.locator("main")).to_contain_text("Việc mới chuyển đến đồng chí")
    assert_accessible(lan)
    lan.get_by_role("link", name="Rà soát hồ sơ đất đai quá hạn").first.click()
    expect(lan.locator("main")).to_contain_text("Tính lại thời hạn")
    lan.goto("/toi/bao-tin/")
    lan.get_by_label("Bản tin chiều").uncheck()
    lan.get_by_role("button", name="Ghi").click()
    expect(lan.get_by_role("status")).to_contain_text("Đã ghi cách nhận tin")
    assert_accessible(lan)
