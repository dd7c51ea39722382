"""Giao đích danh: a demand given to a named person of the receiving body; its head still answers for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.rooms.directives.given import cards, given_letter, given_plan, given_proposed, only
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import MERGED, Province

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import moves as org
from congvu.kit.clock import now, today
from congvu.sources.directives import moves
from congvu.sources.directives.models import Correction, Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.queries import Card


def given_land(it: Province) -> Reading:
    reading = given_letter(
        it, f"Sở Nông nghiệp và Môi trường xây dựng kế hoạch đo đạc, xong chậm nhất ngày {in_days(25)}."
    )
    only(reading, "đo đạc", it)
    return reading


def name(it: Province, reading: Reading, who: str, by: str = "vanthu") -> None:
    moves.correct(reading.pk, by=it.people[by], demand_id=the_card(reading).demand.pk, fields={"person": who})


def the_card(reading: Reading) -> Card:
    return next(card for card in cards(reading) if "đo đạc" in card.demand.requirement)


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Nguyễn Văn Phogiamdoc", "phogiamdoc"),
        ("nguyen van phogiamdoc", "phogiamdoc"),
        ("Nguyễn Văn Truongphong, Trưởng phòng, Phòng Quản lý đất đai", "truongphong"),
    ],
)
def test_the_named_person_holds_and_the_head_answers(province: Province, typed: str, who: str) -> None:
    reading = given_land(province)
    name(province, reading, typed)
    assert the_card(reading).targets[0].holder == province.people[who]
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    duty = Duty.objects.get()
    assert (duty.holder, duty.holder_post) == (province.people[who], province.posts[who])
    assert duty.accountable_post == province.posts["giamdoc"]
    assert Correction.objects.get(field="person").after == province.people[who].full_name


def test_the_leader_names_a_person_before_he_approves(province: Province, browser_of: Callable[[str], Client]) -> None:
    reading = given_proposed(province, given_land(province))
    card, leader = the_card(reading), browser_of("chutich")
    page = leader.get(f"/van-ban/{reading.pk}/", {"sua": card.demand.pk}).content.decode()
    assert "Nguyễn Văn Phogiamdoc, Phó Giám đốc" in page and "Giao đích danh" in page
    given = {"yeu_cau": card.demand.pk, "dich_danh": "Nguyễn Văn Phogiamdoc"}
    assert leader.post(f"/van-ban/{reading.pk}/sua/", given).status_code == 302
    assert "đích danh" in leader.get(f"/van-ban/{reading.pk}/").content.decode()
    leader.post(f"/van-ban/{reading.pk}/duyet/")
    assert Duty.objects.get().holder == province.people["phogiamdoc"]


def test_nobody_of_another_body_and_nobody_unknown(province: Province) -> None:
    reading = given_land(province)
    for who in ("Nguyễn Văn Noivu", "Trần Không Có"):
        with pytest.raises(DirectiveRefused, match="Không thấy"):
            name(province, reading, who)
    assert the_card(reading).targets[0].holder == province.people["giamdoc"]


def test_two_of_one_name_are_asked_for_their_post(province: Province) -> None:
    chief = province.people["quantri"]
    twin = org.add_person(username="lan2", full_name="Nguyễn Văn Lan", by=chief)
    title = {"title": "Chuyên viên chính", "role": "official", "order": 19, "valid_from": MERGED}
    post = org.add_post(province.bodies["snnmt"], by=chief, **title)  # type: ignore[arg-type]
    org.appoint(twin, post, by=chief)
    with pytest.raises(DirectiveRefused, match="người tên ấy"):
        name(province, given_land(province), "Nguyễn Văn Lan")


def test_a_person_is_taken_off_again_and_falls_with_the_body(province: Province) -> None:
    reading = given_land(province)
    name(province, reading, "Nguyễn Văn Phogiamdoc")
    name(province, reading, "")
    assert the_card(reading).targets[0].person is None
    name(province, reading, "Nguyễn Văn Phogiamdoc")
    fields = {"assignees": "Sở Nội vụ"}
    moves.correct(reading.pk, by=province.people["vanthu"], demand_id=the_card(reading).demand.pk, fields=fields)
    assert the_card(reading).targets[0].holder == province.people["noivu"]


def test_with_several_bodies_nobody_is_named(province: Province) -> None:
    reading = given_land(province)
    fields = {"assignees": "Sở Nội vụ; Sở Nông nghiệp và Môi trường"}
    moves.correct(reading.pk, by=province.people["vanthu"], demand_id=the_card(reading).demand.pk, fields=fields)
    with pytest.raises(DirectiveRefused, match="một đơn vị nhận"):
        name(province, reading, "Nguyễn Văn Phogiamdoc")


def test_who_left_meanwhile_is_refused_by_name(province: Province) -> None:
    reading = given_land(province)
    name(province, reading, "Nguyễn Văn Phogiamdoc")
    given_proposed(province, reading)
    row = province.people["phogiamdoc"].appointments.get()
    org.end_appointment_row(row, by=province.people["quantri"], at=now())
    with pytest.raises(DirectiveRefused, match="không còn ở Sở Nông nghiệp và Môi trường"):
        moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    assert not Duty.objects.exists()


def test_a_written_instruction_names_a_person(province: Province, browser_of: Callable[[str], Client]) -> None:
    reading = given_plan(province)
    given = {
        "noi_dung": "Báo cáo tôi về hồ sơ quá hạn.",
        "don_vi": "Sở Nông nghiệp và Môi trường",
        "dich_danh": "Nguyễn Văn Phogiamdoc",
        "han": (today() + timedelta(days=7)).isoformat(),
        "loai_san_pham": "bao_cao",
    }
    browser_of("chutich").post(f"/van-ban/{reading.pk}/but-phe/", given)
    assert Duty.objects.get().holder == province.people["phogiamdoc"]
