"""Who sees a directive: the register's keepers, the leader it waits for, and after issue whoever has a duty from it."""

from collections.abc import Callable

from django.test import Client
from tests.rooms.directives.given import given_plan, given_proposed, only
from tests.rooms.org.office import Province

from congvu.sources.directives import moves, queries


def test_the_unseen_does_not_exist(province: Province, browser_of: Callable[[str], Client]) -> None:
    reading = given_plan(province)
    for who in ("lan", "xa", "noivu"):
        assert browser_of(who).get(f"/van-ban/{reading.pk}/").status_code == 404
        assert browser_of(who).post(f"/van-ban/{reading.pk}/xac-nhan/", {"chon": "1"}).status_code == 404


def test_after_issue_the_receiver_sees_it_and_others_do_not(province: Province) -> None:
    reading = given_plan(province)
    only(reading, "kế hoạch kiểm tra", province)
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    assert queries.readings_visible_to(province.people["noivu"]).filter(pk=reading.pk).exists()
    assert not queries.readings_visible_to(province.people["xa"]).filter(pk=reading.pk).exists()


def test_what_is_proposed_waits_for_its_leader_alone(province: Province) -> None:
    reading = given_proposed(province, given_plan(province))
    assert [item.pk for item in queries.waiting_for(province.people["chutich"])] == [reading.pk]
    assert queries.waiting_for(province.people["bithu"]) == []


def test_without_signing_in_there_is_nothing(db: None) -> None:
    for path in ("/van-ban/", "/van-ban/nhap/", "/van-ban/1/"):
        assert Client().get(path).status_code == 302
