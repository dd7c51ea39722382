"""The pages of directives as a browser without a script sees them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.rooms.directives.given import cards, given_letter, given_plan, given_proposed, only
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Duty
from congvu.kernel.records.models import RegisterEntry
from congvu.sources.directives import moves
from congvu.sources.directives.models import Demand, Reading

Browser = Callable[[str], Client]


def text_of(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def test_a_clerk_pastes_a_letter_and_sees_its_cards(province: Province, browser_of: Browser) -> None:
    page = browser_of("vanthu").post(
        "/van-ban/nhap/", {"van_ban": letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ.")}, follow=True
    )
    shown = text_of(page)
    assert "Công văn 3412/UBND-NC" in shown and "Cần xem lại" in shown
    assert "Trình duyệt và giao" in shown and 'name="duyet"' not in shown
    assert "(số đến 1," in shown


def test_a_refused_text_stays_in_the_field(province: Province, browser_of: Browser) -> None:
    page = browser_of("vanthu").post("/van-ban/nhap/", {"van_ban": letter("Giao Sở Nội vụ rà soát.", mark="MẬT")})
    assert page.status_code == 422
    assert "Không nhận văn bản có dấu Mật" in text_of(page)
    assert not RegisterEntry.objects.exists()


def test_the_register_is_found_without_tone_marks(province: Province, browser_of: Browser) -> None:
    given_plan(province)
    clerk = browser_of("vanthu")
    assert "3412/UBND-NC" in text_of(clerk.get("/van-ban/", {"q": "ky cuong hanh chinh"}))
    assert "Không có dòng nào khớp" in text_of(clerk.get("/van-ban/", {"q": "khong co dau"}))
    assert clerk.get("/van-ban/di/").status_code == 200
    assert clerk.get("/van-ban/yeu-cau-thuong-xuyen/").status_code == 200


def test_every_highlight_has_its_number_and_its_card(province: Province, browser_of: Browser) -> None:
    reading = given_letter(province, "Giao Sở Nội vụ xây dựng kế hoạch.", "Sở Nông nghiệp và Môi trường rà soát hồ sơ.")
    shown = text_of(browser_of("vanthu").get(f"/van-ban/{reading.pk}/"))
    for card in cards(reading):
        assert f'id="yc-{card.number}"' in shown and f'href="#vb-{card.number}"' in shown
        assert f'id="vb-{card.number}"' in shown and f'href="#yc-{card.number}"' in shown


def test_the_text_on_the_page_is_the_text_of_the_document(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    shown = browser_of("vanthu").get(f"/van-ban/{reading.pk}/").content.decode()
    article = shown[shown.index('<article class="cv-doc"') : shown.index("</article>")]
    article = re.sub(r'<a class="k"[^>]*>\d+</a>', "", article)
    words = re.sub(r"<[^>]*>", "", article)
    assert "".join(words.split()) == "".join(reading.document.text.split())


def test_a_card_is_edited_in_place_without_a_script(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    demand, clerk = cards(reading)[0].demand, browser_of("vanthu")
    assert 'name="viec"' in text_of(clerk.get(f"/van-ban/{reading.pk}/", {"sua": demand.pk}))
    answer = clerk.post(
        f"/van-ban/{reading.pk}/sua/",
        {"yeu_cau": demand.pk, "ve": "yc-1", "viec": "Kế hoạch kiểm tra công vụ", "han": ""},
    )
    assert answer.status_code == 302 and answer["Location"] == f"/van-ban/{reading.pk}/#yc-1"
    changed = Demand.objects.get(pk=demand.pk)
    assert (changed.title, changed.due_rule) == ("Kế hoạch kiểm tra công vụ", None)


def test_a_refused_change_keeps_what_was_typed(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    page = browser_of("vanthu").post(
        f"/van-ban/{reading.pk}/sua/",
        {"yeu_cau": demand.pk, "sua": demand.pk, "viec": "Tên mới đã gõ", "don_vi": "Sở Vũ trụ"},
    )
    assert page.status_code == 422
    assert "Không thấy đơn vị “Sở Vũ trụ”" in text_of(page) and "Tên mới đã gõ" in text_of(page)
    assert Demand.objects.get(pk=demand.pk).title == demand.title


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("bo", {"chon": "999999", "ly_do": "x"}),
        ("gop", {}),
        ("dat-han", {"han": "không phải ngày"}),
        ("dat-han", {"han": "2020-01-01"}),
        ("them", {"tu": "abc", "den": "9"}),
        ("ten", {"ten": "không có", "don_vi": "Sở Nội vụ"}),
        ("chu-tri", {"chu_tri": "1"}),
        ("so-that", {"so": "   "}),
        ("sua", {"yeu_cau": "0", "viec": ""}),
        ("duyet", {}),
        ("but-phe", {"noi_dung": "", "han": "2030-01-01"}),
    ],
)
def test_bad_input_is_answered_in_words_and_changes_nothing(
    province: Province, browser_of: Browser, verb: str, given: dict[str, str]
) -> None:
    reading = given_plan(province)
    before = list(Demand.objects.values_list("pk", "title", "state", "due_rule"))
    page = browser_of("vanthu").post(f"/van-ban/{reading.pk}/{verb}/", given)
    assert page.status_code == 422
    assert 'role="alert"' in text_of(page)
    assert list(Demand.objects.values_list("pk", "title", "state", "due_rule")) == before
    assert not Duty.objects.exists()


def test_an_unknown_verb_is_not_there(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    assert browser_of("vanthu").post(f"/van-ban/{reading.pk}/xoa-het/").status_code == 404
    assert browser_of("vanthu").get(f"/van-ban/{reading.pk}/duyet/").status_code == 405


def test_the_leader_sees_his_button_and_the_clerk_what_is_waited_for(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    leader = browser_of("chutich")
    assert "Duyệt và giao 1 yêu cầu đã rõ" in text_of(leader.get(f"/van-ban/{reading.pk}/"))
    assert "Đang chờ Chủ tịch UBND tỉnh duyệt" in text_of(browser_of("vanthu").get(f"/van-ban/{reading.pk}/"))
    said = text_of(leader.post(f"/van-ban/{reading.pk}/duyet/", follow=True))
    assert "Đã giao 1 việc." in said and "1 đã giao thành 1 việc" in said


def test_htmx_gets_the_working_part_alone(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    demand = cards(reading)[0].demand
    page = browser_of("vanthu").post(
        f"/van-ban/{reading.pk}/xac-nhan/", {"yeu_cau": demand.pk}, headers={"HX-Request": "true"}
    )
    shown = text_of(page)
    assert page.status_code == 200 and shown.strip().startswith('<div id="lam-viec"')
    assert "<html" not in shown and "Đã xác nhận 1 yêu cầu." in shown


def test_a_letter_of_many_demands_takes_as_many_statements_as_one_of_few(
    province: Province, browser_of: Browser, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    few = given_letter(province, "Giao Sở Nội vụ xây dựng kế hoạch.")
    many = given_letter(
        province,
        *(f"Giao Sở Nội vụ xây dựng kế hoạch số {n}, xong chậm nhất ngày {in_days(n + 5)}." for n in range(1, 25)),
        number="3500/UBND-NC",
    )
    assert len(cards(many)) > len(cards(few)) + 15
    client = browser_of("vanthu")
    client.get("/van-ban/")
    with django_assert_max_num_queries(60) as count:
        client.get(f"/van-ban/{few.pk}/")
    with django_assert_max_num_queries(len(count)):
        client.get(f"/van-ban/{many.pk}/")


def test_a_second_press_on_the_same_page_issues_nothing_more(province: Province, browser_of: Browser) -> None:
    reading = given_plan(province)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    leader = browser_of("chutich")
    leader.post(f"/van-ban/{reading.pk}/duyet/")
    assert leader.post(f"/van-ban/{reading.pk}/duyet/").status_code == 422
    assert Duty.objects.count() == 1
    assert Reading.objects.get(pk=reading.pk).state == "issued"


def test_a_review_page_is_for_who_sees_its_duty(province: Province, browser_of: Browser) -> None:
    assert browser_of("noivu").get("/van-ban/ra-soat/12345/").status_code == 404
    assert moves.open_due_turns() == []


def test_of_two_bodies_only_the_lead_is_said_to_hold(province: Province, browser_of: Browser) -> None:
    reading = given_letter(province, "Sở Nội vụ, Sở Nông nghiệp và Môi trường xây dựng quy chế phối hợp.")
    shown = text_of(browser_of("vanthu").get(f"/van-ban/{reading.pk}/"))
    assert shown.count("Nguyễn Văn Noivu giữ việc") == 1 and "Giamdoc giữ việc" not in shown


def test_a_text_that_asks_nothing_is_only_kept(province: Province, browser_of: Browser) -> None:
    page = text_of(browser_of("vanthu").post("/van-ban/nhap/", {"van_ban": "Kính chúc sức khỏe."}, follow=True))
    assert "Không thấy nhiệm vụ trong văn bản này" in page
    assert "Trình duyệt và giao" not in page and "Số, ký hiệu văn bản thật" not in page
    assert "chọn câu trong văn bản" in page and "Kính chúc sức khỏe..<" not in page


def test_of_several_leaders_the_name_says_which(province: Province, browser_of: Browser) -> None:
    shown = text_of(browser_of("vanthu").get(f"/van-ban/{given_plan(province).pk}/"))
    assert ">Chủ tịch UBND tỉnh, ông/bà Nguyễn Văn Chutich</option>" in shown
