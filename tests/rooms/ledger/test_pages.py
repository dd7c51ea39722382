"""The page of seals: heads to keep, heads to check, receipts for what one may see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.rooms.ledger.given import given_entries, given_installation

from congvu.engines import seal
from congvu.kernel.ledger import moves, queries
from congvu.kernel.org.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(client: Client) -> Client:
    client.force_login(given_installation(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, text: bytes) -> tuple[int, str]:
    answer = client.post("/so-cai/doi-chieu/", {"head": SimpleUploadedFile("dau-cay.txt", text)})
    return answer.status_code, answer.content.decode()


def test_a_stranger_sees_nothing_of_it(client: Client) -> None:
    assert client.get("/so-cai/").status_code == 302
    assert client.get("/so-cai/dau-cay/1/1/").status_code == 302


def test_before_the_first_sealing_the_page_says_so(an: Client) -> None:
    assert "Chưa có đầu cây nào" in an.get("/so-cai/").content.decode()
    assert an.get("/so-cai/dau-cay/1/1/").status_code == 404


def test_a_head_is_downloaded_kept_and_proves_later(an: Client) -> None:
    given_entries(5)
    moves.seal_all()
    answer = an.get("/so-cai/dau-cay/1/5/")
    assert "attachment" in answer["Content-Disposition"]
    given_entries(5)
    moves.seal_all()
    status, page = upload(an, answer.content)
    assert status == 200 and "5 dòng đầu của sổ cái vẫn y nguyên" in page
    status, page = upload(an, answer.content.replace(b"\n5\n", b"\n4\n"))
    assert status == 200 and "không khớp với nội dung" in page and 'role="alert"' in page
    for text in (b"x", b"\xff\xfe", b"x" * 70000):
        status, page = upload(an, text)
        assert status == 422 and "không phải một đầu cây" in page
    assert an.post("/so-cai/doi-chieu/").status_code == 422
    assert an.get("/so-cai/khoa/").content.decode().strip() == str(queries.verifiers()[0])


def test_many_heads_are_shown_page_by_page(an: Client) -> None:
    for _ in range(35):
        given_entries(1)
        moves.seal()
    first = an.get("/so-cai/").content.decode()
    assert "/so-cai/dau-cay/1/35/" in first and "/so-cai/dau-cay/1/5/" not in first
    older = first.split('href="?truoc=')[1].split('"')[0]
    assert "/so-cai/dau-cay/1/5/" in an.get(f"/so-cai/?truoc={older}").content.decode()
    assert an.get("/so-cai/?truoc=x").status_code == 200


def test_who_did_something_gets_its_receipt_and_others_learn_nothing(an: Client, client: Client) -> None:
    entry = given_entries(4)[3]
    assert an.get(f"/so-cai/chung-nhan/?code={entry.pk}").status_code == 409
    moves.seal_all()
    answer = an.get(f"/so-cai/chung-nhan/?code={entry.pk}")
    assert answer.status_code == 200
    proven = seal.Receipt.parse(answer.content.decode()).verify(queries.verifiers())
    assert proven.signers and proven.leaves[-1].seq == entry.seq

    other = Person.objects.create(username="ba", full_name="Ba", name_fold="", sort_key="")
    an.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    unseen, missing = (an.get(f"/so-cai/chung-nhan/?code={code}") for code in (entry.pk, 10**9))
    assert unseen.status_code == missing.status_code == 404
    assert "trong những gì đồng chí được xem" in unseen.content.decode()
    for code in ("NV-2026-00012", "abc", "NV-x", "9" * 30):
        assert an.get("/so-cai/chung-nhan/", {"code": code}).status_code == 404
    assert an.get("/so-cai/chung-nhan/").status_code == 422
