"""What came of each demand: the count is the same for all, titles and states for those who may know them."""

import re
from collections.abc import Callable

from django.test import Client
from tests.rooms.directives.given import given_issued, given_letter, given_proposed
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Duty
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading

Browser = Callable[[str], Client]


def shown(client: Client, reading: Reading) -> str:
    return re.sub(r"\s+", " ", client.get(f"/van-ban/{reading.pk}/").content.decode())


def test_the_count_is_the_same_for_whoever_reads(province: Province, browser_of: Browser) -> None:
    reading = given_issued(province)
    for who in ("vanthu", "chutich", "noivu"):
        assert "1 đã giao thành 1 việc" in shown(browser_of(who), reading), who


def test_a_clerk_sees_title_body_and_state_but_opens_nothing(province: Province, browser_of: Browser) -> None:
    reading = given_issued(province)
    duty = Duty.objects.get()
    page = shown(browser_of("vanthu"), reading)
    assert duty.code in page and "Chờ nhận" in page
    assert f"/viec/{duty.pk}/" not in page
    assert f'href="/viec/{duty.pk}/"' in shown(browser_of("noivu"), reading)


def test_a_receiver_sees_no_duty_of_another_body(province: Province) -> None:
    reading = given_letter(
        province,
        f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, xong chậm nhất ngày {in_days(20)}.",
        f"Sở Nông nghiệp và Môi trường xây dựng kế hoạch đo đạc, xong chậm nhất ngày {in_days(25)}.",
    )
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    page = queries.reading_page(province.people["noivu"], reading.pk)
    codes = {outcome.body.code for card in page.cards for outcome in card.outcomes}
    assert codes == {"snv"} and page.duty_count == 2
    page = queries.reading_page(province.people["vanthu"], reading.pk)
    assert {outcome.body.code for card in page.cards for outcome in card.outcomes} == {"snv", "snnmt"}


def test_a_duty_that_passed_on_is_shown_with_its_present_body(province: Province) -> None:
    """A draft that waits for a limit has no holder yet: the body it is for is shown."""
    reading = given_letter(province, "Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ.")
    clerk = province.people["vanthu"]
    moves.leave_limit_to_receiver(reading.pk, by=clerk)
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    page = queries.reading_page(clerk, reading.pk)
    (outcome,) = [outcome for card in page.issued for outcome in card.outcomes]
    assert outcome.body.code == "snv" and outcome.duty.state == "draft"
