"""A clerk drops a scan and a letter in a real browser: progress, doubtful lines beside their picture, one chosen."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.browser import assert_accessible
from tests.kit.extract.pages import Harm, as_file, drawn, needs_tesseract, paper_of
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province, given_province

from congvu.kit.work import moves as work
from congvu.sources.directives.models import Scan

PageOf = Callable[..., Page]


@pytest.fixture
def province(transactional_db: None, tmp_path: Path, settings: Any) -> Province:
    settings.FILES_ROOT = tmp_path / "files"
    return given_province()


def chosen(page: Page, name: str, data: bytes) -> None:
    page.goto("/van-ban/nhap/")
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    page.get_by_label("Tệp văn bản").set_input_files(file)
    page.get_by_role("button", name="Vào sổ và đọc").click()


@needs_tesseract
@pytest.mark.journey
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_scan_is_read_and_its_doubtful_lines_are_compared(page_of: PageOf, province: Province, phone: bool) -> None:
    item = f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình Chủ tịch UBND tỉnh chậm nhất ngày {in_days(20)}."
    paper = paper_of(letter(item))
    assert paper is not None
    page = page_of(province.people["vanthu"], phone=phone)
    chosen(page, "ban-quet.pdf", as_file(drawn(paper, Harm(skew=1.0, grain=12.0, dots=0.002, stamp=True))))
    expect(page.get_by_role("heading", name="Đọc bản quét ban-quet.pdf")).to_be_visible()
    work.run_waiting()
    scan = Scan.objects.get()
    for number in (2, 9):
        scan.lines[number]["sure"] = 20  # however well this machine reads them
    scan.save()
    page.wait_for_url("**/van-ban/*/")
    if phone:
        page.locator(".cv-switch").get_by_role("link", name="Văn bản").click()
    pictures = page.locator(".cv-strip img")
    assert pictures.count() >= 2
    pictures.first.scroll_into_view_if_needed()
    expect(page.get_by_text("Nhận dạng chưa chắc").first).to_be_visible()
    expect(pictures.first).to_have_js_property("complete", True)
    assert pictures.first.evaluate("picture => picture.naturalWidth") > 50
    assert_accessible(page)


@pytest.mark.journey
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_of_a_letter_one_document_is_chosen(page_of: PageOf, province: Province, phone: bool) -> None:
    made = EmailMessage()
    made["Subject"] = "Hai văn bản"
    for number in (5, 6):
        words = letter("Giao Sở Nội vụ rà soát.", number=f"{number}/UBND-NC").encode()
        made.add_attachment(words, maintype="text", subtype="plain", filename=f"cong-van-{number}.txt")
    page = page_of(province.people["vanthu"], phone=phone)
    chosen(page, "thu.eml", made.as_bytes())
    expect(page.get_by_text("Thư có 2 tệp đính kèm đọc được")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("cong-van-6.txt").check()
    page.get_by_role("button", name="Vào sổ và đọc").click()
    expect(page.get_by_role("heading", name="6/UBND-NC").first).to_be_visible()
