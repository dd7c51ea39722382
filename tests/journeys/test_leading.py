"""A leader's morning in a browser: he decides, urges, asks why; the unit, the map and the tree stand on a phone too."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page
from tests.browser import assert_accessible

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.journey
Pages = Callable[..., Page]


@pytest.fixture
def office(server: str) -> "Office":
    from tests.office import given_office

    return given_office()


def given_morning(office: "Office") -> tuple[int, int, int]:
    """One duty to decide, one about to break, one that goes round."""
    from congvu.engines.worktime import DueRule
    from congvu.kernel.duties.moves.figures import keep_figures

    pump = {"deciding_post_id": office.post["binh"].pk, "title": "Chủ trương trạm bơm"}
    waiting = office.given_duty("hung", "in_hand", **pump)
    office.move("submit", waiting, "hung", draft="Đề nghị chọn phương án 2, kinh phí 3,2 tỷ đồng")
    breaking = office.given_duty(
        "lan", "in_hand", due_rule=DueRule.within(1, "working_days"), title="Báo cáo giải ngân"
    )
    round_ = office.given_duty("lan", title="Xử lý bãi đổ thải ven sông")
    office.dispute(round_)
    keep_figures()
    return waiting, breaking, round_


def test_three_taps_on_the_phone(page_of: Pages, office: "Office") -> None:
    from congvu.kernel.duties.models import Duty
    from congvu.kernel.ledger.models import Entry

    waiting, breaking, _round = given_morning(office)
    phone = page_of(office["binh"], phone=True)
    phone.goto("/lanh-dao/")
    assert_accessible(phone)
    phone.get_by_text("Xem và quyết định").first.tap()  # one: what was put to me opens in place
    assert phone.get_by_text("phương án 2").is_visible()
    assert_accessible(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Đồng ý").tap()  # two: decided
    assert Duty.objects.get(pk=waiting).state == "in_hand"
    with phone.expect_navigation():
        phone.locator(f'form[action="/viec/{breaking}/urge/"] button').first.tap()  # urged with one tap
    assert Entry.objects.filter(subject_id=breaking, verb="urge").count() == 1
    line = phone.locator("li", has=phone.locator(f'form[action="/viec/{breaking}/urge/"]')).first
    line.locator("summary", has_text="Yêu cầu giải trình").tap()
    assert_accessible(phone)
    with phone.expect_navigation():
        line.get_by_role("button", name="Gửi yêu cầu").tap()  # asked with two
    assert phone.url.endswith("/lanh-dao/")
    assert Duty.objects.get(consulted_by=breaking).holder == office["lan"]


def test_one_sheet_for_the_monday_meeting(page_of: Pages, office: "Office", tmp_path: Path) -> None:
    import pdfplumber

    for _ in range(6):
        given_morning(office)
    page = page_of(office["binh"])
    page.goto("/lanh-dao/")
    assert_accessible(page)
    sheet = tmp_path / "thu-hai.pdf"
    page.pdf(path=str(sheet), format="A4", prefer_css_page_size=True)
    with pdfplumber.open(sheet) as pdf:
        text = pdf.pages[0].extract_text()
        assert len(pdf.pages) == 1
    assert "Chủ trương trạm bơm" in text and "Các đơn vị" in text
    assert "Xem và quyết định" not in text  # buttons stay on the screen


@pytest.mark.parametrize("phone", [False, True])
def test_the_unit_and_its_map(page_of: Pages, office: "Office", phone: bool) -> None:
    given_morning(office)
    for _ in range(4):
        office.given_duty("lan", "in_hand")
    page = page_of(office["minh"], phone=phone)
    for address in ("/viec/don-vi/", "/viec/don-vi/dieu-chinh/", "/viec/don-vi/tre/", "/viec/so-do/"):
        page.goto(address)
        assert_accessible(page)
    page.goto("/viec/don-vi/dieu-chinh/")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Người nhận").select_option(str(office["tu"].pk))
    page.get_by_label("Lý do").fill("Bà Lan đang giữ quá nhiều việc")
    page.get_by_role("button", name="Điều chỉnh người giữ").click()
    page.wait_for_url("**/viec/don-vi/")
    assert page.get_by_text("Đã chuyển 1 việc cho ông Hoàng Anh Tú.").is_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_the_tree_of_a_directive(page_of: Pages, server: str, phone: bool) -> None:
    from tests.rooms.directives.given import given_issued
    from tests.rooms.org.office import given_province

    province = given_province()
    reading = given_issued(province)
    page = page_of(province.people["chutich"], phone=phone)
    page.goto(f"/van-ban/{reading.pk}/cay/")
    assert_accessible(page)
    page.get_by_text("Mở sơ kết hoặc tổng kết").click()
    page.get_by_label("Ngày báo cáo").fill(str(date(2030, 6, 28)))
    page.get_by_label("Người làm báo cáo").select_option(index=1)
    page.get_by_role("button", name="Mở và giao").click()
    page.wait_for_url("**/cay/#so-ket")
    assert page.get_by_text("báo cáo ngày 28/06/2030").is_visible()
    assert_accessible(page)
