"""Documents that stand in a register: each can be opened by who may see it, and read later."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.rooms.directives.given import given_issued, given_plan, verbs_of
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kernel.records import moves as records
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.sources.directives import moves
from congvu.sources.directives.models import Reading

Browser = Callable[[str], Client]


def given_registered(it: Province, **more: object) -> Document:
    """A document entered by its data and text, and not read."""
    text = letter(f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, xong chậm nhất ngày {in_days(20)}.")
    fields = {"kind": "cong_van", "number": "77/CV-VP", "title": "Mời họp giao ban", "text": text} | more
    return records.register(it.bodies["ubnd"], "den", fields, by=it.people["vanthu"]).document


def text_of(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def test_a_line_of_the_register_opens(province: Province, browser_of: Browser) -> None:
    document = given_registered(province)
    clerk = browser_of("vanthu")
    assert f'href="/van-ban/tai-lieu/{document.pk}/"' in text_of(clerk.get("/van-ban/"))
    assert f'href="/van-ban/tai-lieu/{document.pk}/"' in text_of(clerk.get("/tim/", {"q": "moi hop giao ban"}))
    page = text_of(clerk.get(f"/van-ban/tai-lieu/{document.pk}/"))
    assert "Mời họp giao ban" in page and "kế hoạch kiểm tra công vụ" in page and "Đọc văn bản này" in page


def test_what_was_pasted_and_what_was_sent_are_given_back(province: Province, browser_of: Browser) -> None:
    document = given_registered(province)
    clerk = browser_of("vanthu")
    answer = clerk.get(f"/van-ban/tai-lieu/{document.pk}/tep/")
    assert answer.content.decode() == document.text and "77-CV-VP.txt" in answer["Content-Disposition"]
    data = letter("Sở Nội vụ rà soát quy trình.", number="78/CV-VP").encode()
    reading = moves.enter(by=province.people["vanthu"], data=data, name="công văn.txt").reading
    answer = clerk.get(f"/van-ban/tai-lieu/{reading.document_id}/tep/")
    assert answer.content == data
    assert f"/van-ban/tai-lieu/{reading.document_id}/tep/" in text_of(clerk.get(f"/van-ban/{reading.pk}/"))


@pytest.mark.parametrize("who", ["lan", "xa", "noivu"])
def test_the_unseen_does_not_exist(province: Province, browser_of: Browser, who: str) -> None:
    document = given_registered(province)
    client = browser_of(who)
    assert client.get(f"/van-ban/tai-lieu/{document.pk}/").status_code == 404
    assert client.get(f"/van-ban/tai-lieu/{document.pk}/tep/").status_code == 404
    assert client.post(f"/van-ban/tai-lieu/{document.pk}/doc/").status_code == 404


def test_it_is_read_later_and_once(province: Province, browser_of: Browser) -> None:
    document = given_registered(province)
    clerk = browser_of("vanthu")
    answer = clerk.post(f"/van-ban/tai-lieu/{document.pk}/doc/")
    reading = Reading.objects.get()
    assert answer["Location"] == f"/van-ban/{reading.pk}/" and reading.demands.exists()
    assert clerk.post(f"/van-ban/tai-lieu/{document.pk}/doc/")["Location"] == f"/van-ban/{reading.pk}/"
    assert clerk.get(f"/van-ban/tai-lieu/{document.pk}/")["Location"] == f"/van-ban/{reading.pk}/"
    assert Reading.objects.count() == 1 and verbs_of(reading) == ["enter"]
    document.refresh_from_db()
    assert document.number == "77/CV-VP" and document.signer, "what the register says stays, what it lacks is filled in"
    assert RegisterEntry.objects.count() == 1


def test_a_line_without_text_says_so(province: Province, browser_of: Browser) -> None:
    document = given_registered(province, text="")
    clerk = browser_of("vanthu")
    page = text_of(clerk.get(f"/van-ban/tai-lieu/{document.pk}/"))
    assert "chưa có nội dung" in page and "Đọc văn bản này" not in page
    assert clerk.get(f"/van-ban/tai-lieu/{document.pk}/tep/").status_code == 404
    assert clerk.post(f"/van-ban/tai-lieu/{document.pk}/doc/").status_code == 422


def test_a_receiver_opens_the_document_of_his_duty(province: Province, browser_of: Browser) -> None:
    reading = given_issued(province)
    answer = browser_of("noivu").get(f"/van-ban/tai-lieu/{reading.document_id}/tep/")
    assert answer.content.decode() == reading.document.text


def test_the_same_text_with_other_blanks_is_the_same_document(province: Province) -> None:
    reading = given_plan(province)
    again = moves.enter(by=province.people["vanthu"], text=reading.document.text.replace(" ", "\u00a0"))
    assert (again.reading.pk, again.new) == (reading.pk, False)
