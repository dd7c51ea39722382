"""Who heads what, who stands in, who is the nearest common superior, as of an instant."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.rooms.org.office import Province

from congvu.kernel.org import moves, queries
from congvu.kit.clock import local_day, now

BEFORE = datetime(2020, 6, 1, tzinfo=UTC)


def test_the_head_of_a_body_is_the_person_in_its_first_seat(province: Province) -> None:
    seat = queries.head_of(province.bodies["snnmt"], now())
    assert seat is not None and seat.person == province.people["giamdoc"]


def test_nobody_headed_it_before_he_was_appointed(province: Province) -> None:
    assert queries.head_of(province.bodies["snnmt"], BEFORE) is None


def test_a_vacant_head_is_stood_in_for_by_the_deputies_in_order_then_by_the_superior(province: Province) -> None:
    admin = province.people["quantri"]
    body, at = province.bodies["snnmt"], now()
    end = lambda who: moves.end_appointment_row(province.posts[who].appointments.get(), by=admin, at=now())  # noqa: E731
    end("giamdoc")
    assert queries.head_of(body, now()).person == province.people["phogiamdoc"]  # type: ignore[union-attr]
    end("phogiamdoc")
    end("phogiamdoc2")
    seat = queries.head_of(body, now())
    assert seat is not None and seat.person == province.people["chutich"] and seat.how == "superior"
    assert queries.head_of(body, at).person == province.people["giamdoc"]  # type: ignore[union-attr]


def test_who_is_in_charge_comes_before_the_deputies(province: Province) -> None:
    admin = province.people["quantri"]
    moves.end_appointment_row(province.posts["giamdoc"].appointments.get(), by=admin, at=now())
    moves.appoint(province.people["phogiamdoc2"], province.posts["giamdoc"], by=admin, kind="phụ trách")
    seat = queries.stand_in_for(province.posts["giamdoc"], now())
    assert seat is not None and (seat.person, seat.how) == (province.people["phogiamdoc2"], "phụ trách")


def test_an_officials_work_falls_to_the_head_of_his_room(province: Province) -> None:
    leaving = province.people["lan"]
    seat = queries.stand_in_for(province.posts["lan"], now(), without=[leaving.pk])
    assert seat is not None and seat.person == province.people["truongphong"]


def test_the_heads_above_go_from_the_room_to_the_province(province: Province) -> None:
    people = [seat.person.username for seat in queries.heads_above(province.bodies["qldd"], now())]
    assert people == ["truongphong", "giamdoc", "chutich"]


@pytest.mark.parametrize(
    ("bodies", "superior"),
    [
        (["snnmt", "snv"], "chutich"),
        (["qldd", "tanphu"], "chutich"),
        (["qldd", "qldd"], "truongphong"),
        (["snnmt", "btc"], "bithu"),
    ],
)
def test_the_nearest_common_superior(province: Province, bodies: list[str], superior: str) -> None:
    seat = queries.common_superior([province.bodies[name] for name in bodies], now())
    assert seat is not None and seat.person.username == superior


def test_a_party_to_the_dispute_does_not_settle_it(province: Province) -> None:
    room = province.bodies["qldd"]
    seat = queries.common_superior([room, room], now(), without=[province.people["truongphong"].pk])
    assert seat is not None and seat.person == province.people["giamdoc"]


def test_the_question_is_asked_as_of_an_instant(province: Province) -> None:
    admin, lan = province.people["quantri"], province.people["lan"]
    before = now()
    moves.end_appointment_row(province.posts["lan"].appointments.get(), by=admin, at=now() + timedelta(microseconds=1))
    assert [post.title for post in queries.posts_of(lan, before)] == ["Chuyên viên"]
    assert queries.posts_of(lan, now() + timedelta(seconds=1)) == []


@pytest.mark.parametrize("words", ["giamdoc", "nguyen van giamdoc", "GIAMDOC Nguyễn", "giam"])
def test_people_are_found_by_words_without_tone_marks(province: Province, words: str) -> None:
    assert province.people["giamdoc"] in queries.find_people(words, now())


@pytest.mark.parametrize(("words", "code"), [("noi vu", "snv"), ("moi truong nong", "snnmt"), ("xã Tân", "tanphu")])
def test_bodies_are_found_by_words_without_tone_marks(province: Province, words: str, code: str) -> None:
    assert [body.code for body in queries.find_bodies(words, local_day(now()))] == [code]


@pytest.mark.parametrize("words", ["", "&", "' :*", "khong co ai"])
def test_what_nobody_is_called_finds_nobody(province: Province, words: str) -> None:
    assert queries.find_people(words, now()) == [] and queries.find_bodies(words, local_day(now())) == []
