"""Names of documents: whom they meant on the document's day, who carries that on today."""

from datetime import date, timedelta

import pytest
from tests.rooms.org.office import Province

from congvu.kernel.org import moves, queries
from congvu.reference.bodies import collective_names

IN_2023, TODAY = date(2023, 6, 5), date(2026, 11, 20)


def _codes(bodies: object) -> list[str]:
    return sorted(body.code for body in bodies)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "then", "now", "person"),
    [
        ("Sở Nội vụ", ["snvcu"], ["snv"], ""),
        ("Giám đốc Sở Nội vụ", ["snvcu"], ["snv"], "head"),
        ("Sở Tài nguyên và Môi trường", ["stnmt"], ["snnmt"], ""),
        ("Sở Lao động - Thương binh và Xã hội", ["sldtbxh"], ["snv"], ""),
        ("UBND huyện Tân Lợi", ["huyen"], ["hoaloi", "tanphu"], ""),
        ("UBND các huyện, thị xã, thành phố", ["huyen"], ["hoaloi", "tanphu"], ""),
        ("Chủ tịch UBND các huyện, thành phố, thị xã", ["huyen"], ["hoaloi", "tanphu"], "head"),
        ("UBND các xã, phường, thị trấn", ["hoaloi", "tanphu"], ["hoaloi", "tanphu"], ""),
        ("các sở, ban, ngành", ["sldtbxh", "snvcu", "stnmt", "vp"], ["snnmt", "snv", "vp"], ""),
        ("Thủ trưởng các sở, ban, ngành", ["sldtbxh", "snvcu", "stnmt", "vp"], ["snnmt", "snv", "vp"], "head"),
    ],
)
def test_a_name_of_2023_has_two_answers(
    province: Province, name: str, then: list[str], now: list[str], person: str
) -> None:
    found = queries.resolve(name, IN_2023, TODAY)
    assert (_codes(found.then), _codes(found.now), found.person) == (then, now, person)
    assert not found.outside and not found.question


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Văn phòng UBND tỉnh", ["vp"]),
        ("Văn phòng Ủy ban nhân dân tỉnh An Bình", ["vp"]),
        ("Chánh Văn phòng UBND tỉnh", ["vp"]),
        ("UBND xã Tân Phú", ["tanphu"]),
        ("Chủ tịch UBND xã Hòa Lợi", ["hoaloi"]),
        ("Sở NN&MT", ["snnmt"]),
        ("Sở Nông nghiệp và Môi trường tỉnh An Bình", ["snnmt"]),
        ("UBND tỉnh", ["ubnd"]),
        ("UBND các tỉnh, thành phố trực thuộc Trung ương", ["ubnd"]),
        ("UBND các xã, phường", ["hoaloi", "tanphu"]),
        ("UBND các xã: Tân Phú, Hòa Lợi", ["hoaloi", "tanphu"]),
        ("Ban Tổ chức Tỉnh ủy", ["btc"]),
        ("*", ["btc", "hoaloi", "snnmt", "snv", "tanphu", "vp"]),
    ],
)
def test_a_name_of_today(province: Province, name: str, now: list[str]) -> None:
    found = queries.resolve(name, TODAY, TODAY)
    assert _codes(found.now) == now, found


def test_everybody_means_those_below_the_issuer(province: Province) -> None:
    found = queries.resolve("*", TODAY, TODAY, issuer=province.bodies["ubnd"])
    assert _codes(found.now) == ["hoaloi", "snnmt", "snv", "tanphu", "vp"] and found.how == "everyone"


def test_the_rooms_of_the_issuer(province: Province) -> None:
    found = queries.resolve("các phòng, ban, đơn vị", TODAY, TODAY, issuer=province.bodies["snnmt"])
    assert _codes(found.now) == ["qldd"]


@pytest.mark.parametrize(
    "name",
    [
        "Bộ Nội vụ",
        "Công an tỉnh",
        "UBND tỉnh Gia Lai",
        "UBND thành phố Quy Nhơn",
        "các bộ, ngành",
        "Tòa án nhân dân tỉnh",
    ],
)
def test_what_is_not_ours_is_grey(province: Province, name: str) -> None:
    found = queries.resolve(name, TODAY, TODAY)
    assert found.outside and not found.now and not found.question


@pytest.mark.parametrize("name", ["các cơ quan, đơn vị liên quan", "các sở, ngành liên quan", "cơ quan chủ trì"])
def test_an_unclear_name_is_a_question_and_resolves_to_nobody(province: Province, name: str) -> None:
    found = queries.resolve(name, TODAY, TODAY)
    assert found.how == "unclear" and found.question and not found.now


def test_a_similar_name_is_offered_with_a_question(province: Province) -> None:
    found = queries.resolve("Sở Nông nghiệp và Môi trường sinh thái", TODAY, TODAY)
    assert found.how == "similar" and _codes(found.now) == ["snnmt"] and "có phải là" in found.question


def test_a_clerks_answer_is_remembered(province: Province) -> None:
    name = "Ban Chỉ đạo chuyển đổi số"
    assert queries.resolve(name, TODAY, TODAY).question
    moves.remember_alias(name, province.bodies["snv"], by=province.people["vanthu"])
    found = queries.resolve("Ban chỉ đạo Chuyển đổi số", TODAY, TODAY)
    assert found.how == "alias" and _codes(found.now) == ["snv"]


def test_a_body_that_ended_without_heirs_is_a_question(province: Province) -> None:
    admin = province.people["quantri"]
    moves.end_appointment_row(province.posts["banto"].appointments.get(), by=admin)
    moves.close_body(province.bodies["btc"], day=TODAY - timedelta(days=30), instrument="QĐ 1-QĐ/TU", by=admin)
    found = queries.resolve("Ban Tổ chức Tỉnh ủy", IN_2023, TODAY)
    assert not found.now and "chưa có dòng kế thừa" in found.question


def test_a_phrase_after_its_time_is_asked_about(province: Province) -> None:
    found = queries.resolve("UBND các huyện, thị xã, thành phố", TODAY, TODAY)
    assert _codes(found.now) == ["hoaloi", "tanphu"] and "không còn sau 30/06/2025" in found.question


def test_every_collective_name_of_the_reference_data_is_read(province: Province) -> None:
    book = queries.NameBook.load()
    for row in collective_names():
        found = book.resolve(row.phrase, TODAY, TODAY, province.bodies["ubnd"])
        assert found.now or found.outside or found.question, row.phrase
