"""A head makes his monthly report without typing a figure, opens one, and takes the document away; on a phone too."""

from pathlib import Path
from typing import Any

import pytest
from tests.browser import assert_accessible
from tests.office import given_office

from congvu.kernel.org import moves as org
from congvu.kit.extract import extract
from congvu.kit.work.moves import run_waiting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_a_monthly_report_from_two_choices_to_the_document(page_of: Any, tmp_path: Path, phone: bool) -> None:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    office = given_office()
    for state in ("assigned", "in_hand", "submitted", "handed_in", "closed"):
        office.given_duty("lan", state)
    page = page_of(office["hung"], phone=phone)
    page.goto("/bao-cao/")
    assert_accessible(page)
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_text("Đang chờ đến lượt.").wait_for()
    assert_accessible(page)
    run_waiting()
    page.get_by_text("Trong kỳ có 5 việc phải thực hiện").wait_for()
    assert_accessible(page)
    page.get_by_label("Đánh giá, kiến nghị").fill("Cần bổ sung người ở Phòng Quản lý đất đai.")
    page.get_by_role("button", name="Lưu nhận xét").click()
    page.get_by_text("Đã lưu nhận xét").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản Word để sửa").click()
    saved = tmp_path / "bao-cao.docx"
    download.value.save_as(saved)
    told = extract(saved.read_bytes(), "bao-cao.docx").text
    assert "Trong kỳ có 5 việc phải thực hiện" in told and "Cần bổ sung người ở Phòng Quản lý đất đai." in told
    page.get_by_role("table").first.get_by_role("link", name="5", exact=True).first.click()
    page.get_by_role("heading", name="Tổng số việc").or_(page.get_by_text("Như sổ cái ghi đến")).first.wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Rà soát hồ sơ đất đai quá hạn").first.click()
    page.wait_for_url("**/viec/*/")


def test_a_form_is_built_and_subscribed_to_on_a_phone(page_of: Any) -> None:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    office = given_office()
    office.given_duty("lan", "in_hand")
    page = page_of(office["binh"], phone=True)
    page.goto("/bao-cao/mau/moi/")
    assert_accessible(page)
    page.get_by_label("Tên mẫu").fill("Biểu 01 của Bộ Nội vụ")
    page.get_by_role("button", name="Lưu mẫu").click()
    page.get_by_text("Đã lưu mẫu").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Nhận khi kỳ chốt").click()
    page.get_by_text("Đã đăng ký").wait_for()
    page.get_by_role("button", name="Thôi nhận").wait_for()
