"""Độ chính xác: figures from real corrections, no rate of few, no person named, rows for who may see them."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.rooms.api.client import Program, problem_of
from tests.rooms.directives.given import card_with, cards, given_letter, given_proposed
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.rules.accuracy import CARD, FIELDS, Share, wilson

Browser = Callable[[str], Client]
WORK = (
    "lập danh sách hồ sơ",
    "xây dựng kế hoạch kiểm tra",
    "xây dựng quy chế tiếp dân",
    "xây dựng quy định tiếp khách",
)


def given_reading(it: Province, number: int, count: int) -> Reading:
    """A letter with so many clear tasks of the home affairs department; its closing sentence left out as no demand."""
    items = [
        f"Giao Sở Nội vụ {WORK[n % 4]} đợt {n + 1} theo kiến nghị của UBND xã Tân Phú, xong chậm nhất ngày "
        f"{in_days(20 + n)}."
        for n in range(count)
    ]
    reading = given_letter(it, *items, number=f"{number}/UBND-NC")
    closing = [card.demand.pk for card in cards(reading) if "nghiêm túc" in card.demand.requirement]
    moves.reject(reading.pk, by=it.people["vanthu"], demand_ids=closing, reason="Không thuộc phạm vi của cơ quan")
    return reading


def approve(it: Province, reading: Reading) -> None:
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    left = [(card.demand.title, card.missing) for card in cards(reading) if card.unclear]
    assert Reading.objects.get(pk=reading.pk).state == "issued", left


@pytest.fixture
def read(province: Province) -> Iterator[Reading]:
    """Twelve cards: one given to another body that the text names, one of another kind; the rest as read."""
    reading = given_reading(province, 3501, 12)
    clerk = province.people["vanthu"]
    moves.correct(
        reading.pk, by=clerk, demand_id=card_with(reading, "đợt 3").demand.pk, fields={"assignees": "UBND xã Tân Phú"}
    )
    moves.correct(reading.pk, by=clerk, demand_id=card_with(reading, "đợt 5").demand.pk, fields={"kind": "report"})
    approve(province, reading)
    yield reading


def shown(client: Client, more: str = "") -> str:
    answer = client.get(f"/van-ban/do-chinh-xac/{more}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_field_is_counted_by_kind_and_month(read: Reading) -> None:
    tally = queries.accuracy().tally
    counted = {name: (share.wrong, share.of) for name in (CARD, *FIELDS) if (share := tally.share(name))}
    assert counted == {
        CARD: (1, 13), "found": (0, 13), "assignees": (1, 12), "coordinators": (0, 12), "deadline": (0, 12),
        "product": (0, 12), "kind": (1, 12),
    }  # fmt: skip
    assert tally.share("kind", paper="cong_van", month=today().replace(day=1)) == Share(1, 12)
    assert tally.share("kind", paper="chi_thi") == Share(0, 0)


def test_a_limit_that_the_office_sets_of_its_own_is_no_error(province: Province) -> None:
    reading = given_letter(province, "Sở Nội vụ lập danh sách hồ sơ tồn đọng.")
    rest = [card.demand.pk for card in cards(reading) if "tồn đọng" not in card.demand.requirement]
    moves.reject(reading.pk, by=province.people["vanthu"], demand_ids=rest, reason="Không thuộc phạm vi của cơ quan")
    day = today().replace(year=today().year + 1)
    moves.correct(
        reading.pk,
        by=province.people["vanthu"],
        demand_id=card_with(reading, "tồn đọng").demand.pk,
        fields={"due": day},
    )
    approve(province, reading)
    assert queries.accuracy().tally.share("deadline") == Share(0, 1)


def test_what_was_dropped_added_cut_or_joined_was_not_found_right(province: Province) -> None:
    reading = given_reading(province, 3502, 4)
    clerk = province.people["vanthu"]
    dropped, first, second = (card_with(reading, f"đợt {n}").demand.pk for n in (1, 2, 3))
    moves.reject(reading.pk, by=clerk, demand_ids=[dropped], reason="Chỉ là nhận định")
    moves.merge(reading.pk, by=clerk, demand_ids=[first, second])
    start = reading.document.text.index("Thực hiện Công điện")
    moves.add_by_hand(reading.pk, by=clerk, start=start, end=start + 30, assignees="Sở Nội vụ", kind="standing")
    approve(province, reading)
    assert queries.accuracy().tally.share("found") == Share(3, 6)
    told = [change for row in queries.touched_cards(clerk, field="found") for change in row.changes]
    assert sorted((before, after) for _name, before, after in told) == [
        ("bỏ sót", "thêm yêu cầu"),
        ("một yêu cầu", "gộp vào yêu cầu khác"),
        ("một yêu cầu", "không phải yêu cầu"),
    ]


def test_of_few_cards_the_page_gives_counts_and_no_rate(province: Province, browser_of: Browser) -> None:
    assert "chưa có gì để tính" in shown(browser_of("lan"))
    approve(province, given_reading(province, 3503, 3))
    html = shown(browser_of("lan"))
    assert "phải sửa 0 trong 4 yêu cầu" in html and "Còn quá ít để nói tỷ lệ." in html
    assert not re.search(r"\d %\s*\(", html)


def test_everybody_reads_the_figures_and_only_who_may_the_rows(
    province: Province, browser_of: Browser, read: Reading
) -> None:
    clerk, outsider = shown(browser_of("vanthu"), "?muc=kind"), shown(browser_of("lan"), "?muc=kind")
    for html in (clerk, outsider):
        assert "phải sửa 1 trong 13 yêu cầu" in html and "1/12" in html
        assert province.people["vanthu"].full_name not in html.split("<main")[1].split("</main>")[0]
    assert "đợt 5" in clerk and "Nhiệm vụ" in clerk
    assert "đợt 5" not in outsider and "1 chỗ; đồng chí được xem 0." in outsider


def test_the_intervals_are_those_of_wilson() -> None:
    assert [round(end, 4) for end in wilson(10, 50)] == [0.1124, 0.3304]  # the textbook example
    assert wilson(0, 20)[0] == 0.0 and wilson(20, 20)[1] == 1.0
    assert Share(3, 9).percent is None and Share(3, 10).percent == 30.0


def test_the_calibration_counts_cards_of_which_nothing_was_asked(read: Reading) -> None:
    found = queries.accuracy()
    assert sum(share.of for _low, _high, share in found.bands) == 13
    assert found.tally.told().of <= 13


@pytest.fixture
def program_of(province: Province) -> Callable[[str], Program]:
    def made(who: str) -> Program:
        person, chief = province.people[who], province.people["quantri"]
        return Program(org.make_token(person, program="Kho số liệu", scopes=list(SCOPES), days=1, by=chief)[1])

    return made


def test_programs_get_the_same(program_of: Callable[[str], Program], read: Reading) -> None:
    told = program_of("lan").get("/accuracy").json()
    assert told["readings"] == 1 and told["papers"][0]["fields"]["card"]["wrong"] == 1
    assert told["papers"][0]["fields"]["card"]["percent"] == 7.7
    assert program_of("lan").get("/accuracy/cards", field="kind").json()["items"] == []
    (row,) = program_of("vanthu").get("/accuracy/cards", field="kind").json()["items"]
    assert row["changes"] == [{"field": "Loại yêu cầu", "read": "Nhiệm vụ", "left": "Báo cáo"}]


def test_examples_are_for_an_administrators_program_and_taking_them_is_told(
    program_of: Callable[[str], Program], read: Reading
) -> None:
    problem_of(program_of("chutich").get("/examples"), 404)
    (example,) = program_of("quantri").get("/examples").json()["items"]
    assert example["reading"] == read.pk and len(example["label"]["assignments"]) == 13
    assert Entry.objects.filter(room="directives", verb="take_examples").count() == 1
