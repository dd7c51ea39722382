"""An official opens his list, works by keyboard or thumb, and every page of the way can be read by everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office

from congvu.kernel.ledger.models import Entry

PageOf = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return given_office()


def test_a_duty_is_opened_accepted_and_handed_in_by_keyboard_alone(page_of: PageOf, office: Office) -> None:
    first = office.given_duty(holder="lan", title="Rà soát hồ sơ đất đai quá hạn")
    office.given_duty(holder="lan", title="Tổng hợp vướng mắc về giá đất")
    page = page_of(office["lan"])
    page.goto("/viec/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Rà soát hồ sơ đất đai quá hạn")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(page.url.split("/viec/")[0] + f"/viec/{first}/")
    page.get_by_role("button", name="Nhận", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi “Nhận”")
    page.get_by_role("link", name="Xong, nộp sản phẩm").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Sản phẩm").focus()
    page.keyboard.type("Báo cáo 12/BC kèm danh sách 63 hồ sơ")
    page.get_by_role("button", name="Xong, nộp sản phẩm").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Chờ nghiệm thu")
    expect(page.locator("main")).to_contain_text("Ông Trần Văn Bình giữ việc từ lúc này.")


def test_the_first_tab_offers_to_skip_to_the_content(page_of: PageOf, office: Office) -> None:
    page = page_of(office["lan"])
    page.goto("/viec/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến thẳng nội dung")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()


def test_everything_works_without_a_script(page_of: PageOf, office: Office) -> None:
    duty_id = office.given_duty(holder="lan", title="Rà soát hồ sơ đất đai quá hạn")
    page = page_of(office["lan"], java_script_enabled=False)
    page.goto("/viec/")
    page.get_by_role("button", name="Nhận Rà soát").click()
    page.goto(f"/viec/{duty_id}/")
    page.get_by_text("Vì sao là ngày này?").click()
    expect(page.get_by_text("Quy tắc: 15 ngày làm việc.")).to_be_visible()
    page.get_by_role("link", name="Báo cáo tiến độ").click()
    page.get_by_role("button", name="Báo cáo tiến độ").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa nhập “Tiến độ”.")
    page.get_by_label("Tiến độ").fill("Đã xong 51/63 hồ sơ")
    page.get_by_role("button", name="Báo cáo tiến độ").click()
    expect(page.locator("main")).to_contain_text("Đã xong 51/63 hồ sơ")
    page.goto("/tim/?q=ho so dat")
    expect(page.locator("mark").first).to_have_text("hồ sơ đất")


WIDTHS = (1280, 320)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_duty_is_accessible_and_fits(page_of: PageOf, office: Office, width: int) -> None:
    duty_id = office.given_duty(holder="lan", state="submitted")
    office.given_duty(holder="lan", title="Tổng hợp vướng mắc về giá đất")
    disputed = office.given_duty(holder="hung", state="disputed", title="Quản lý trật tự xây dựng ven sông")
    whole = office.given_duty(holder="minh", state="in_hand", title="Lập kế hoạch kiểm tra")
    addresses = {
        "lan": ("/viec/", f"/viec/{duty_id}/", "/tim/?q=dat", "/danh-muc/", "/toi/", "/khong-co/"),
        "minh": (f"/viec/{duty_id}/decide/", f"/viec/{whole}/chia/", f"/viec/{whole}/consult/", "/viec/don-vi/"),
        office.holder_of(disputed): (f"/viec/{disputed}/", f"/viec/{disputed}/assign/"),
    }
    for name, paths in addresses.items():
        page = page_of(office[name])
        page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            page.goto(path)
            for details in page.locator("details").all():
                details.evaluate("one => one.open = true")
            assert_accessible(page)


def test_the_first_visit_weighs_at_most_150_kilobytes_and_asks_no_other_host(page_of: PageOf, office: Office) -> None:
    for number in range(12):
        office.given_duty(holder="lan", title=f"Rà soát hồ sơ đất đai quá hạn, đợt {number}")
    page = page_of(office["lan"])
    session: Any = page.context.new_cdp_session(page)
    session.send("Network.enable")
    bytes_by_request: dict[str, float] = {}
    hosts: set[str] = set()
    session.on("Network.loadingFinished", lambda e: bytes_by_request.update({e["requestId"]: e["encodedDataLength"]}))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/viec/", wait_until="networkidle")
    print(f"first visit: {sum(bytes_by_request.values()) / 1024:.1f} kB, {len(bytes_by_request)} requests")
    assert sum(bytes_by_request.values()) <= 150 * 1024
    assert len(hosts) == 1


def test_printing_leaves_the_menu_and_the_buttons_out(page_of: PageOf, office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    page = page_of(office["lan"])
    page.goto(f"/viec/{duty_id}/?ban-in=1")
    page.emulate_media(media="print")
    expect(page.get_by_text("Quy tắc: 15 ngày làm việc.")).to_be_visible()
    assert not page.locator(".cv-side").is_visible()
    assert not page.locator(".cv-next").is_visible()


def test_a_lost_connection_loses_no_word_and_records_nothing_twice(page_of: PageOf, office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    page = page_of(office["lan"])
    form = f"/viec/{duty_id}/report/"
    page.goto(form)
    page.get_by_label("Tiến độ").fill("Đã xong 51/63 hồ sơ")
    page.context.set_offline(True)
    page.get_by_role("button", name="Báo cáo tiến độ").click()
    expect(page.locator("#cv-lost")).to_contain_text("Mất kết nối, chưa gửi được.")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Tiến độ")).to_have_value("Đã xong 51/63 hồ sơ")
    expect(page.locator("#cv-kept")).to_be_visible()

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{form}", lose_the_answer)
    page.get_by_role("button", name="Báo cáo tiến độ").click()
    page.wait_for_timeout(500)
    page.unroute(f"**{form}")
    page.goto(form)
    expect(page.get_by_label("Tiến độ")).to_have_value("Đã xong 51/63 hồ sơ")
    page.get_by_role("button", name="Báo cáo tiến độ").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã ghi “Báo cáo tiến độ”")
    assert Entry.objects.filter(room="duties", subject_id=duty_id, verb="report").count() == 1
    page.goto(form)
    expect(page.get_by_label("Tiến độ")).to_have_value("")
