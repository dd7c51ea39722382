"""Planning in a real browser: an item becomes a duty, two versions of a draft side by side, a figure is reported."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office
from tests.rooms.programmes.given import coming, drafted, given_dossier, given_entry, given_target, month, next_stage

from congvu.kernel.org import moves as org

PageOf = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None, tmp_path: Path, settings: object) -> Office:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


def test_from_registration_to_a_duty(page_of: PageOf, office: Office) -> None:
    span = coming("month")
    page = page_of(office["lan"])
    page.goto(f"/chuong-trinh/?don-vi={office.body['snnmt'].pk}&ky={span.key}")
    assert_accessible(page)
    page.get_by_role("link", name="Đăng ký việc").click()
    assert_accessible(page)
    page.get_by_label("Việc", exact=True).fill("Kiểm kê đất đai")
    page.get_by_label("Người thực hiện", exact=True).select_option(label="Lê Văn Minh, Trưởng phòng")
    page.get_by_label("Thời hạn").fill((span.first + timedelta(days=4)).isoformat())
    page.get_by_label("Sản phẩm", exact=True).select_option(label="Báo cáo")
    reason = page.get_by_label("Lý do bổ sung")
    if reason.count():
        reason.fill("Phát sinh theo kết luận giao ban")
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đăng ký")

    phone = page_of(office["hung"], phone=True)
    phone.goto(f"/chuong-trinh/?ky={span.key}")
    assert_accessible(phone)
    phone.get_by_role("button", name="Duyệt và giao các mục đã chọn").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã duyệt và giao 1 việc")
    expect(phone.get_by_role("row", name="Kiểm kê đất đai")).to_be_visible()


def test_a_draft_its_log_and_its_versions(page_of: PageOf, office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    next_stage(office, dossier)
    for options in ({}, {"phone": True}):
        page = page_of(office["minh"], **options)
        page.goto(f"/chuong-trinh/ho-so/{dossier.pk}/")
        assert_accessible(page)
        page.get_by_role("link", name="So sánh hai phiên bản").click()
        expect(page.locator("ins").first).to_contain_text("3%")
        assert_accessible(page)
        page.goto(f"/chuong-trinh/nhat-ky/{dossier.duty_id}/")
        expect(page.get_by_role("table", name="Các lần giữ, theo thời gian")).to_contain_text("Mục tiêu còn thấp")
        assert_accessible(page)


def test_the_other_pages_are_whole_on_desktop_and_phone(page_of: PageOf, office: Office) -> None:
    target, entry = given_target(office), given_entry(office)
    office.given_duty("lan", "in_hand")
    for options in ({}, {"phone": True}):
        page = page_of(office["lan"], **options)
        for path in ("hom-nay/", "tuan/", "ho-so/", "nhat-ky/", "chi-tieu/", f"muc/{entry.pk}/", "ho-so/mo/"):
            page.goto(f"/chuong-trinh/{path}")
            assert_accessible(page)
    page = page_of(office["lan"])
    page.goto(f"/chuong-trinh/chi-tieu/{target.pk}/")
    page.get_by_label("Kỳ", exact=True).select_option(month(1))
    page.get_by_label("Số liệu (giấy)").fill("120,5")
    page.get_by_label("Căn cứ").first.fill("Sổ cấp giấy")
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(page.locator("main")).to_contain_text("10%")
    assert_accessible(page)
