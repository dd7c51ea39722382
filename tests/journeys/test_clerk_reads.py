"""A clerk enters a directive, puts its cards right and proposes; the leader approves. Desktop, phone, no script."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document as Docx
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.rooms.directives.given import card_with, cards
from tests.rooms.directives.texts import letter, long_letter
from tests.rooms.org.office import Province, given_province

from congvu.kernel.duties.models import Duty
from congvu.sources.directives import moves
from congvu.sources.directives.models import Demand, Obligation, Reading

PageOf = Callable[..., Page]


@pytest.fixture
def province(transactional_db: None, tmp_path: Path, settings: object) -> Iterator[Province]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield given_province()


@pytest.fixture
def reading(province: Province) -> Reading:
    return moves.enter(by=province.people["vanthu"], text=long_letter()).reading


def test_from_the_pasted_text_to_issued_duties(page_of: PageOf, province: Province) -> None:
    page = page_of(province.people["vanthu"])
    page.goto("/van-ban/")
    page.get_by_role("link", name="Vào sổ văn bản đến").click()
    page.get_by_label("Hoặc dán nội dung").fill(long_letter())
    page.get_by_role("button", name="Vào sổ và đọc").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Công văn 3412/UBND-NC")
    assert_accessible(page)

    # one answer for a name that says nobody, one date and product for all that have none
    questions = page.locator("form.cv-ask input[name=ten]")
    while questions.count():
        name = questions.first.get_attribute("value")
        form = page.locator("form.cv-ask", has=page.locator(f'input[name=ten][value="{name}"]'))
        form.get_by_label("Đơn vị").fill("Sở Nông nghiệp và Môi trường")
        form.get_by_role("button", name="Ghi").click()
        expect(form).to_have_count(0)
    if page.get_by_role("button", name="Đặt hạn").count():
        page.get_by_role("button", name="Đặt hạn").click()
        expect(page.get_by_role("status")).to_contain_text("Đã đặt hạn")
    if page.get_by_role("button", name="Ghi sản phẩm").count():
        page.get_by_role("button", name="Ghi sản phẩm").click()
        expect(page.get_by_role("status")).to_contain_text("Đã ghi sản phẩm")
    page.get_by_role("button", name="Trình duyệt và giao").click()
    expect(page.get_by_role("status")).to_contain_text("Đã trình Chủ tịch UBND tỉnh")

    leader = page_of(province.people["chutich"])
    leader.goto("/van-ban/")
    leader.get_by_role("link", name="3412/UBND-NC").first.click()
    assert_accessible(leader)
    leader.get_by_role("button", name="Duyệt và giao").click()
    expect(leader.get_by_role("status")).to_contain_text("Đã giao")
    assert Duty.objects.filter(state="assigned").count() >= 3
    assert Obligation.objects.exists()


def test_both_sides_light_together(page_of: PageOf, province: Province, reading: Reading) -> None:
    page = page_of(province.people["vanthu"])
    page.goto(f"/van-ban/{reading.pk}/")
    number = card_with(reading, "kế hoạch kiểm tra").number
    page.locator(f"#yc-{number} h3").hover()
    expect(page.locator(f'mark[data-cards~="{number}"]').first).to_have_class(re.compile("is-lit"))
    page.locator(f"#vb-{number} a.k").first.click()
    expect(page.locator(f"#yc-{number}")).to_be_in_viewport()


def test_a_card_is_edited_split_and_rejected_in_place(page_of: PageOf, province: Province, reading: Reading) -> None:
    page = page_of(province.people["vanthu"])
    page.goto(f"/van-ban/{reading.pk}/")
    card = card_with(reading, "kế hoạch kiểm tra")
    place = page.locator(f"#yc-{card.number}")
    place.get_by_role("link", name="Sửa").click()
    place.get_by_label("Việc", exact=True).fill("Xây dựng kế hoạch kiểm tra công vụ")
    place.get_by_role("button", name="Lưu").click()
    expect(place).to_contain_text("Xây dựng kế hoạch kiểm tra công vụ")
    before = len(cards(reading))
    standing = card_with(reading, "chấp hành nghiêm")
    place = page.locator(f"#yc-{standing.number}")
    place.get_by_role("link", name="Sửa").click()
    place.get_by_role("link", name="Bỏ, nêu lý do").click()
    place.get_by_label("Vì sao bỏ yêu cầu này?").fill("Đã nêu ở văn bản khác")
    place.get_by_role("button", name="Bỏ yêu cầu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã bỏ 1 yêu cầu")
    assert Demand.objects.get(pk=standing.demand.pk).state == "rejected"
    assert len(cards(reading)) == before


def test_a_demand_is_added_by_marking_the_text(page_of: PageOf, province: Province, reading: Reading) -> None:
    page = page_of(province.people["vanthu"])
    page.goto(f"/van-ban/{reading.pk}/")
    page.evaluate(
        """() => {
          const parts = [...document.querySelectorAll("#van-ban [data-at]")];
          const part = parts.find((one) => one.textContent.includes("Thực hiện "));
          const range = document.createRange();
          range.setStart(part.firstChild, 0);
          range.setEnd(part.firstChild, 9);
          const chosen = getSelection();
          chosen.removeAllRanges();
          chosen.addRange(range);
        }"""
    )
    page.get_by_role("button", name="Thêm yêu cầu từ đoạn bôi đen").click()
    expect(page.locator("blockquote")).to_have_text("Thực hiện")
    page.get_by_label("Đơn vị thực hiện").fill("Sở Nội vụ")
    page.get_by_role("button", name="Thêm yêu cầu", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã thêm yêu cầu")
    assert Demand.objects.filter(reading=reading, by_hand=True).count() == 1


def test_everything_is_done_without_a_script(page_of: PageOf, province: Province) -> None:
    page = page_of(province.people["vanthu"], java_script_enabled=False)
    page.goto("/van-ban/nhap/")
    paper, out = Docx(), io.BytesIO()
    for line in letter("Sở Nội vụ rà soát quy trình tiếp nhận hồ sơ.").splitlines():
        paper.add_paragraph(line)
    paper.save(out)
    page.get_by_label("Tệp văn bản").set_input_files(
        {
            "name": "cong-van.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": out.getvalue(),
        }
    )
    page.get_by_role("button", name="Vào sổ và đọc").click()
    page.get_by_role("link", name="chọn câu trong văn bản").click()
    page.locator(".cv-pick a", has_text="Kính gửi").first.click()
    page.get_by_role("button", name="Thêm yêu cầu", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã thêm yêu cầu")
    reading = Reading.objects.get()
    added = Demand.objects.get(reading=reading, by_hand=True)
    place = page.locator(f"#yc-{added.order}")
    place.get_by_role("link", name="Bỏ, nêu lý do").click()
    page.get_by_label("Vì sao bỏ yêu cầu này?").fill("Chỉ là nơi gửi")
    page.get_by_role("button", name="Bỏ yêu cầu").click()
    page.get_by_role("button", name="Đặt hạn").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đặt hạn")


def test_on_the_phone_text_and_demands_are_two_tabs(page_of: PageOf, province: Province, reading: Reading) -> None:
    page = page_of(province.people["vanthu"], phone=True)
    page.goto("/van-ban/")
    assert_accessible(page)
    page.goto("/van-ban/nhap/")
    assert_accessible(page)
    page.goto(f"/van-ban/{reading.pk}/")
    assert_accessible(page)
    expect(page.locator("#yeu-cau")).to_be_visible()
    expect(page.locator("#van-ban")).to_be_hidden()
    page.locator(".cv-switch a", has_text="Văn bản").click()
    expect(page.locator("#van-ban")).to_be_visible()
    expect(page.locator("#yeu-cau")).to_be_hidden()
    page.locator("#van-ban a.k").first.click()
    expect(page.locator("#yeu-cau")).to_be_visible()


def test_a_file_dropped_by_mistake_is_refused_in_words(page_of: PageOf, province: Province) -> None:
    page = page_of(province.people["vanthu"])
    page.goto("/van-ban/nhap/")
    page.get_by_label("Tệp văn bản").set_input_files(
        {"name": "hong.docx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04 nothing"}
    )
    page.get_by_role("button", name="Vào sổ và đọc").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa lưu gì.")
    assert not Reading.objects.exists()
