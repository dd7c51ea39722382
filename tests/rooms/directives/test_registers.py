"""The books: in pages on the screen, whole and in order on paper; the list of standing demands by clause."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.rooms.directives.test_reviews import given_obligations
from tests.rooms.org.office import Province

from congvu.kernel.records import moves as records
from congvu.sources.directives.queries import registers

Browser = Callable[[str], Client]


def given_lines(it: Province, count: int) -> None:
    for number in range(1, count + 1):
        fields = {"number": f"{number}/CV", "title": f"Mời họp lần {number}", "text": f"Mời họp lần {number}."}
        records.register(it.bodies["ubnd"], "den", fields, by=it.people["vanthu"])


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Mời họp lần (\d+)<", page)]


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "LINES", 3)


def test_older_lines_are_a_page_away_with_the_filter_kept(province: Province, browser_of: Browser) -> None:
    given_lines(province, 7)
    clerk = browser_of("vanthu")
    page = clerk.get("/van-ban/", {"q": "moi hop"}).content.decode()
    assert len(re.findall(r'href="/van-ban/tai-lieu/', page)) == 3
    assert "?trang=2&amp;q=moi+hop" in page and "Số mới hơn" not in page
    last = clerk.get("/van-ban/", {"q": "moi hop", "trang": "3"}).content.decode()
    assert len(re.findall(r'href="/van-ban/tai-lieu/', last)) == 1 and "Số cũ hơn" not in last


def test_on_paper_the_book_is_whole_and_in_order(province: Province, browser_of: Browser) -> None:
    given_lines(province, 7)
    page = browser_of("vanthu").get("/van-ban/", {"ban-in": "1"}).content.decode()
    assert numbers(page) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("trang", ["0", "-1", "x", "99999", "999999999999"])
def test_a_page_that_is_not_there_is_no_fault(province: Province, browser_of: Browser, trang: str) -> None:
    given_lines(province, 2)
    assert browser_of("vanthu").get("/van-ban/", {"trang": trang}).status_code == 200


def test_standing_demands_are_listed_by_clause(province: Province, browser_of: Browser) -> None:
    given_obligations(province)
    page = browser_of("noivu").get("/van-ban/yeu-cau-thuong-xuyen/").content.decode()
    assert "Sở Nội vụ" in page and page.count("thời giờ làm việc") == 1
