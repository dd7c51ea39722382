"""From a duty back to what it came of: its demand, its review table, the page on which one acknowledges."""

from collections.abc import Callable

from django.test import Client
from tests.rooms.directives.given import given_issued, given_letter, given_proposed, only
from tests.rooms.directives.test_reviews import given_obligations
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Duty
from congvu.sources.directives import moves, queries

Browser = Callable[[str], Client]


def test_a_duty_of_a_demand_leads_to_its_card(province: Province, browser_of: Browser) -> None:
    reading = given_issued(province)
    duty = Duty.objects.get()
    card = next(card for card in queries.reading_page(province.people["noivu"], reading.pk).issued)
    page = browser_of("noivu").get(f"/viec/{duty.pk}/").content.decode()
    assert f'href="/van-ban/{reading.pk}/#yc-{card.number}">Xem trong văn bản' in page


def test_a_review_leads_to_its_table(province: Province, browser_of: Browser) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    page = browser_of("noivu").get(f"/viec/{duty_id}/").content.decode()
    assert f'href="/van-ban/ra-soat/{duty_id}/">Mở bảng rà soát' in page
    assert browser_of("noivu").get(f"/van-ban/ra-soat/{duty_id}/").status_code == 200


def test_an_acknowledgement_leads_to_its_button(province: Province, browser_of: Browser) -> None:
    reading = given_letter(
        province, f"Sở Nội vụ quán triệt đến toàn thể cán bộ, công chức, xong chậm nhất ngày {in_days(10)}."
    )
    card = only(reading, "quán triệt", province)
    assert card.demand.kind == "acknowledge"
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    head = browser_of("noivu")
    page = head.get(f"/viec/{Duty.objects.get().pk}/").content.decode()
    assert f'href="/van-ban/{reading.pk}/quan-triet/">Đọc và quán triệt văn bản' in page
    assert "Tôi đã đọc và quán triệt" in head.get(f"/van-ban/{reading.pk}/quan-triet/").content.decode()


def test_a_turn_leads_to_its_card(province: Province) -> None:
    reading = given_letter(province, "Sở Nội vụ tổng hợp, báo cáo Chủ tịch UBND tỉnh hằng tháng, trước ngày 20.")
    card = only(reading, "hằng tháng", province)
    if card.unclear:
        moves.confirm(reading.pk, by=province.people["vanthu"], demand_ids=[card.demand.pk])
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    for duty in Duty.objects.all():
        assert queries.origin_of(duty)[0] == f"/van-ban/{reading.pk}/#yc-{card.number}"
    assert Duty.objects.filter(origin_key__startswith="turn/").exists()
