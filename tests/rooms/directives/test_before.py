"""“Trước ngày D” next to a day off: asked once for all such cards; the offer is never held against a person."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.rooms.directives.given import cards, given_letter
from tests.rooms.org.office import Province

from congvu.kernel.org.queries import calendar
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Correction, Reading
from congvu.sources.directives.moves import DirectiveRefused


def monday_after_weekend() -> date:
    """A Monday at least ten days ahead, both it and the Friday before worked."""
    day, days = today() + timedelta(days=10), calendar()
    while day.weekday() != 0 or not days.is_working(day) or not days.is_working(day - timedelta(days=3)):
        day += timedelta(days=1)
    return day


def given_before(it: Province, day: date) -> Reading:
    words = f"{day.day}/{day.month}/{day.year}"
    return given_letter(
        it,
        f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình UBND tỉnh trước ngày {words}.",
        f"Sở Nông nghiệp và Môi trường xây dựng kế hoạch đo đạc, trình UBND tỉnh trước ngày {words}.",
    )


def asked(it: Province, reading: Reading) -> list[tuple[date, date, date, int]]:
    page = queries.reading_page(it.people["vanthu"], reading.pk)
    return [(choice.day, choice.offered.day, choice.earlier, count) for choice, count in page.before]


def test_it_is_asked_once_for_all_cards_of_that_day(province: Province, browser_of: Callable[[str], Client]) -> None:
    monday = monday_after_weekend()
    reading = given_before(province, monday)
    friday = monday - timedelta(days=3)
    assert asked(province, reading) == [(monday, monday, friday, 2)]
    page = browser_of("vanthu").get(f"/van-ban/{reading.pk}/").content.decode()
    assert page.count("là hết ngày nào?") >= 1 and page.count('name="het"') == 2


@pytest.mark.parametrize("earlier", [False, True])
def test_the_answer_is_the_limit(province: Province, browser_of: Callable[[str], Client], earlier: bool) -> None:
    monday = monday_after_weekend()
    reading, until = given_before(province, monday), monday - timedelta(days=3) if earlier else monday
    given = {"ngay": monday.isoformat(), "het": until.isoformat()}
    assert browser_of("vanthu").post(f"/van-ban/{reading.pk}/truoc-ngay/", given).status_code == 302
    assert asked(province, reading) == []
    dated = [card for card in cards(reading) if card.due]
    assert {card.due.day for card in dated if card.due} == {until}
    assert not [item for card in dated for item in card.missing if item.ro == "thoi_gian"]
    assert Correction.objects.filter(field="due").exists() is earlier


def test_confirming_the_cards_takes_the_offer(province: Province) -> None:
    monday = monday_after_weekend()
    reading = given_before(province, monday)
    moves.confirm(reading.pk, by=province.people["vanthu"], demand_ids=[card.demand.pk for card in cards(reading)])
    assert asked(province, reading) == []
    assert {card.due.day for card in cards(reading) if card.due} == {monday}
    assert {card.advised for card in cards(reading) if card.due} == {monday - timedelta(days=3)}, (
        "no day off is advised"
    )


def test_another_day_is_refused(province: Province) -> None:
    monday = monday_after_weekend()
    reading = given_before(province, monday)
    for day, until in ((monday, today()), (today(), today())):
        with pytest.raises(DirectiveRefused):
            moves.settle_before(reading.pk, by=province.people["vanthu"], day=day, until=until)
    assert len(asked(province, reading)) == 1


def test_between_worked_days_nothing_is_asked(province: Province) -> None:
    reading = given_before(province, monday_after_weekend() + timedelta(days=1))
    assert asked(province, reading) == []
