"""Độ chính xác, quan hệ văn bản, yêu cầu trùng trái in a browser: desktop and phone, who handles and who does not."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible

if TYPE_CHECKING:
    from tests.rooms.org.office import Province

    from congvu.sources.directives.models import Reading

pytestmark = pytest.mark.journey
PageOf = Callable[..., Page]


@pytest.fixture
def province(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator["Province"]:
    from tests.rooms.org.office import given_province

    settings.FILES_ROOT = tmp_path / "files"
    yield given_province()


def given_approved(it: "Province") -> "Reading":
    from tests.rooms.directives.given import card_with
    from tests.rooms.directives.test_accuracy import approve, given_reading

    from congvu.sources.directives import moves

    reading = given_reading(it, 3501, 12)
    demand_id = card_with(reading, "đợt 5").demand.pk
    moves.correct(reading.pk, by=it.people["vanthu"], demand_id=demand_id, fields={"assignees": "UBND xã Tân Phú"})
    approve(it, reading)
    return reading


@pytest.mark.parametrize("phone", [False, True])
def test_the_figures_and_the_rows_behind_them(page_of: PageOf, province: "Province", phone: bool) -> None:
    given_approved(province)
    page = page_of(province.people["vanthu"], phone=phone)
    page.goto("/van-ban/do-chinh-xac/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Độ chính xác của máy đọc")
    assert_accessible(page)
    page.get_by_role("link", name="1/12").first.click()
    expect(page.locator("#dong")).to_contain_text("Các chỗ đã sửa")
    expect(page.get_by_text("1 chỗ; đồng chí được xem 1.")).to_be_visible()
    assert_accessible(page)
    outsider = page_of(province.people["lan"], phone=phone)
    outsider.goto("/van-ban/do-chinh-xac/?muc=assignees#dong")
    expect(outsider.get_by_text("1 chỗ; đồng chí được xem 0.")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_a_question_is_answered_and_the_graph_is_read(page_of: PageOf, province: "Province", phone: bool) -> None:
    from tests.rooms.directives.test_clashes import given_first, given_second

    given_first(province)
    second = given_second(province)
    page = page_of(province.people["vanthu"], phone=phone)
    page.goto("/van-ban/doi-chieu/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yêu cầu trùng, trái")
    assert_accessible(page)
    page.goto(f"/van-ban/{second.pk}/")
    assert_accessible(page)
    page.get_by_label("Không phải một việc").check()
    page.locator("form", has=page.get_by_label("Không phải một việc")).get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Đã ghi câu trả lời.")).to_be_visible()
    page.get_by_role("link", name="Quan hệ văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quan hệ văn bản")
    expect(page.get_by_role("link", name="Công văn 3601/UBND-NC")).to_be_visible()
    assert_accessible(page)
