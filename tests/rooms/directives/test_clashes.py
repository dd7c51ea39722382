"""Questions between documents: on the reading page before approval, as a list, by API; a person answers, once."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.rooms.api.client import Program, problem_of
from tests.rooms.directives.given import card_with, given_letter, given_proposed, verbs_of
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import ClashMark, Reading
from congvu.sources.directives.moves import DirectiveRefused

Browser = Callable[[str], Client]
WORK = "rà soát hồ sơ đất đai quá hạn, làm rõ nguyên nhân từng khâu, xong chậm nhất ngày {day}."


def given_first(it: Province) -> Reading:
    """Given to the department of nature: duties exist."""
    reading = given_letter(it, "Sở Nông nghiệp và Môi trường " + WORK.format(day=in_days(20)), number="3601/UBND-NC")
    card = card_with(reading, "quá hạn")
    if not card.clear:
        moves.correct(reading.pk, by=it.people["vanthu"], demand_id=card.demand.pk, fields={"product_kind": "bao_cao"})
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"], demand_ids=[card.demand.pk])
    return reading


def given_second(
    it: Province, who: str = "Sở Nông nghiệp và Môi trường", days: int = 30, way: str = "Thực hiện"
) -> Reading:
    """A later letter on the same work that carries out the first one."""
    day = today()
    opening = f"{way} Công văn số 3601/UBND-NC ngày {day.day}/{day.month}/{day.year}, Chủ tịch UBND tỉnh yêu cầu:"
    return given_letter(it, f"{who} {WORK.format(day=in_days(days))}", number="3602/UBND-NC", opening=opening)


def asked(it: Province, reading: Reading, who: str = "vanthu") -> list[queries.ClashRow]:
    return queries.clashes_of(it.people[who], Reading.objects.get(pk=reading.pk))


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("who", "days", "kind", "words"),
    [
        ("Sở Nông nghiệp và Môi trường", 30, "later", "muộn hơn"),
        ("Sở Nông nghiệp và Môi trường", 15, "again", "đã giao Sở Nông nghiệp và Môi trường việc gần như vậy"),
        ("Sở Nội vụ", 15, "lead", "ai chủ trì"),
    ],
)
def test_a_later_day_another_lead_and_the_same_again_are_asked(
    province: Province, who: str, days: int, kind: str, words: str
) -> None:
    given_first(province)
    (row,) = asked(province, given_second(province, who, days))
    assert row.clash.kind == kind and words in row.question and row.question.endswith("?")
    assert row.question.startswith("Công văn 3601/UBND-NC")


def test_a_reminder_repeats_on_purpose(province: Province) -> None:
    given_first(province)
    assert asked(province, given_second(province, days=15, way="Tiếp theo")) == []


def test_another_work_is_not_asked_about(province: Province) -> None:
    given_first(province)
    other = given_letter(
        province, f"Sở Nông nghiệp và Môi trường rà soát hồ sơ môi trường quá hạn, xong trước ngày {in_days(30)}."
    )
    assert asked(province, other) == []


def test_the_question_stands_on_the_page_before_approval_and_on_the_list(
    province: Province, browser_of: Browser
) -> None:
    given_first(province)
    second = given_second(province)
    (row,) = asked(province, second)
    page = shown(browser_of("vanthu"), f"/van-ban/{second.pk}/")
    assert "Có trùng, trái với văn bản khác không?" in page and row.question in page
    assert row.question in shown(browser_of("vanthu"), "/van-ban/doi-chieu/")
    assert "Không có câu hỏi nào" in shown(browser_of("lan"), "/van-ban/doi-chieu/")
    answer = browser_of("vanthu").post(
        "/van-ban/doi-chieu/tra-loi/", {"khoa": row.clash.key, "tra_loi": "different", "ve": "van-ban"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{second.pk}/")
    assert row.question not in shown(browser_of("vanthu"), f"/van-ban/{second.pk}/")
    assert "Không phải một việc" in shown(browser_of("vanthu"), "/van-ban/doi-chieu/")
    assert verbs_of(second)[-1] == "settle_clash"


def test_keeping_both_needs_a_reason_and_an_answer_is_given_once(province: Province, browser_of: Browser) -> None:
    given_first(province)
    (row,) = asked(province, given_second(province))
    clerk = province.people["vanthu"]
    refused = browser_of("vanthu").post("/van-ban/doi-chieu/tra-loi/", {"khoa": row.clash.key, "tra_loi": "kept"})
    assert refused.status_code == 422 and "nêu lý do" in refused.content.decode() and not ClashMark.objects.exists()
    moves.settle_clash(row.clash.key, by=clerk, outcome="kept", reason="Văn bản sau gia hạn")
    with pytest.raises(DirectiveRefused, match="đã có trả lời"):
        moves.settle_clash(row.clash.key, by=clerk, outcome="mended")


def test_who_does_not_see_the_documents_is_not_asked_and_cannot_answer(province: Province, browser_of: Browser) -> None:
    given_first(province)
    (row,) = asked(province, given_second(province))
    gone = browser_of("lan").post("/van-ban/doi-chieu/tra-loi/", {"khoa": row.clash.key, "tra_loi": "different"})
    assert gone.status_code == 404
    for key in ("", "x", "later|1|99999999", "later|a|b"):
        assert browser_of("vanthu").post("/van-ban/doi-chieu/tra-loi/", {"khoa": key}).status_code == 404


def test_programs_get_the_same(province: Province) -> None:
    def program(who: str) -> Program:
        secret = org.make_token(
            province.people[who], program="Trục văn bản", scopes=list(SCOPES), days=1, by=province.people["quantri"]
        )[1]
        return Program(secret)

    given_first(province)
    second = given_second(province)
    (told,) = program("vanthu").get("/clashes").json()["items"]
    assert [told] == program("vanthu").get(f"/readings/{second.pk}/clashes").json()
    assert (told["kind"], told["settles"], told["outcome"]) == ("later", True, "")
    assert program("lan").get("/clashes").json()["items"] == []
    problem_of(program("lan").post("/clashes/settle", {"key": told["key"], "outcome": "mended"}), 404)
    settled = program("vanthu").post("/clashes/settle", {"key": told["key"], "outcome": "mended"}).json()
    assert settled["outcome"] == "mended" and settled["by"]["id"] == province.people["vanthu"].pk
    graph = program("vanthu").get(f"/documents/{second.document_id}/graph").json()
    above = {edge["document"]["number"]: (edge["relation"], edge["held"]) for edge in graph["above"]}
    assert above == {"3601/UBND-NC": ("carries_out", True), "280/CĐ-TTg": ("carries_out", False)}
    assert graph["below"] == []
    problem_of(program("lan").get(f"/documents/{second.document_id}/graph"), 404)
