"""In and out in a real browser: a file is brought, mended and written; a copy is asked for; a mailbox is set up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office

from congvu.kernel.org import moves as org
from congvu.kernel.org.models import Person
from congvu.kit.work import moves as work

PageOf = Callable[..., Page]
WRONG = "Tài khoản;Họ và tên cán bộ;Email\nan.nv;Nguyễn Văn An;an.nv@vi-du.gov.vn\nlan;Nguyễn Thị Lân;\n"


@pytest.fixture
def office(transactional_db: None, tmp_path: Path, settings: object) -> Office:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


def bring(page: Page, words: str) -> None:
    page.goto("/nhap-xuat/")
    page.get_by_role("link", name="Người", exact=True).click()
    assert_accessible(page)
    page.get_by_label("Tệp", exact=True).set_input_files(
        {"name": "can-bo.csv", "mimeType": "text/csv", "buffer": words.encode()}
    )
    page.get_by_role("button", name="Xem trước").click()


@pytest.mark.journey
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_file_is_brought_mended_and_written(page_of: PageOf, office: Office, tmp_path: Path, phone: bool) -> None:
    page = page_of(office["hien"], phone=phone)
    bring(page, WRONG)
    expect(page.get_by_text("Còn dòng sai nên chưa ghi được dòng nào.")).to_be_visible()
    expect(page.get_by_text("đã là của Nguyễn Thị Lan")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as told:
        page.get_by_role("link", name="Tải tệp lỗi").click()
    mended = tmp_path / "loi.csv"
    told.value.save_as(mended)
    words = mended.read_text("utf-8-sig")
    assert "Lỗi" in words.splitlines()[0] and "đã là của Nguyễn Thị Lan" in words
    bring(page, words.replace("Nguyễn Thị Lân", "Nguyễn Thị Lan"))
    page.get_by_role("button", name="Ghi 1 dòng").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi: thêm 1, sửa 0, đã có từ trước 1.")
    assert_accessible(page)
    assert Person.objects.filter(username="an.nv").exists()


@pytest.mark.journey
def test_a_copy_of_the_ledger_is_asked_for_by_the_keyboard(page_of: PageOf, office: Office) -> None:
    office.given_duty(holder="lan", state="closed")
    page = page_of(office["binh"])
    page.goto("/nhap-xuat/xuat/")
    assert_accessible(page)
    page.get_by_label("CSV", exact=False).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/viec-nen/**")
    work.run_waiting()
    page.wait_for_url("**/nhap-xuat/xuat/*/", timeout=15_000)
    assert_accessible(page)
    with page.expect_download() as told:
        page.get_by_role("link", name="Tải tệp").click()
    assert Path(told.value.path()).read_bytes()[:4] == b"PAR1"


@pytest.mark.journey
def test_the_administrator_sets_up_a_mailbox_that_is_down(page_of: PageOf, office: Office) -> None:
    page = page_of(office.administrator, phone=True)
    page.goto("/nhap-xuat/nguon/")
    page.get_by_role("link", name="Thêm hộp thư").click()
    assert_accessible(page)
    page.get_by_label("Tên nguồn").fill("Hộp thư công vụ")
    page.get_by_label("Văn thư chịu trách nhiệm").select_option("thu")
    page.get_by_label("Máy chủ IMAP").fill("localhost")
    page.get_by_label("Cổng").fill("1")
    page.get_by_label("Tên người dùng của hộp thư").fill("vanthu")
    page.get_by_label("Mật khẩu của hộp thư").fill("mật khẩu")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Xem ngay").click()
    expect(page.get_by_role("alert")).to_contain_text("Không kết nối được máy chủ thư localhost:1.")
    expect(page.locator("main .cv-list")).to_contain_text("thử lại lúc")
    assert_accessible(page)
    page.goto("/nhap-xuat/webhook/moi/")
    assert_accessible(page)
