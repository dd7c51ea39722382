"""The working regulation as confirmed here: no clock starts in a real installation on a row nobody has verified."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.office import given_office

from congvu.kernel.duties.moves.limits import step_limit, window
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import LocalRule
from congvu.kit.clock import now, today

pytestmark = pytest.mark.django_db
PAPER = "Quyết định 12/2026/QĐ-UBND"


@pytest.fixture
def office() -> Iterator[Any]:
    queries.forget_rules()
    yield given_office()
    queries.forget_rules()


@pytest.fixture
def real(office: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same office as a real installation: what a database is cannot be changed, so it is said to the connection."""
    connection.ensure_connection()
    monkeypatch.setitem(connection.connection.__dict__, "congvu_installation", {"demonstration": False})
    return office


def test_a_demonstration_plays_with_rows_nobody_verified(office: Any) -> None:
    assert step_limit("accept_within", now()) is not None


def test_a_real_installation_starts_no_clock_on_an_unverified_row(real: Any) -> None:
    assert step_limit("accept_within", now()) is None
    assert window("accept_within", now()) > now()


def test_a_confirmed_row_starts_clocks_and_leaves_an_entry(real: Any) -> None:
    moves.set_rule("accept_within", amount=2, instrument=PAPER, article="Điều 5", by=real["hien"])
    row = queries.rule("accept_within", today())
    assert (row.amount, row.instrument, row.article, row.verified) == (2, PAPER, "Điều 5", True)
    assert step_limit("accept_within", now()) is not None
    with connection.cursor() as cursor:
        cursor.execute("select payload ->> 'key' from entry where room = 'org' and subject = 'rule'")
        assert cursor.fetchall() == [("accept_within",)]


def test_a_row_counts_from_its_day_on_and_the_former_stays_for_the_days_before(office: Any) -> None:
    later = today() + timedelta(days=30)
    moves.set_rule("decide_within", amount=4, instrument=PAPER, in_force_from=later, by=office["hien"])
    assert queries.rule("decide_within", later - timedelta(days=1)).amount != 4
    assert queries.rule("decide_within", later).amount == 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"key": "khong_co"}, "Không có định mức"),
        ({"instrument": " "}, "văn bản làm căn cứ"),
        ({"amount": 0}, "phải là một số"),
        ({"amount": 99999}, "phải là một số"),
        ({"in_force_from": date(2020, 1, 1)}, "từ hôm nay trở đi"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(office: Any, given: dict[str, Any], said: str) -> None:
    asked = {"key": "accept_within", "amount": 2, "instrument": PAPER} | given
    with pytest.raises(moves.OrgRefused, match=said):
        moves.set_rule(asked.pop("key"), **asked, by=office["hien"])
    assert not LocalRule.objects.exists()


def test_an_official_reads_the_page_and_may_not_set(office: Any) -> None:
    client = Client()
    client.force_login(office["lan"], backend="django.contrib.auth.backends.ModelBackend")
    assert "Chưa kiểm chứng" in client.get("/dinh-muc/").content.decode()
    given = {"key": "accept_within", "amount": "2", "instrument": PAPER, "from": today().isoformat()}
    answer = client.post("/dinh-muc/", given)
    assert answer.status_code == 422
    assert "Chỉ lãnh đạo" in answer.content.decode()
    assert not LocalRule.objects.exists()


def test_the_home_affairs_post_sets_a_row_on_the_page(office: Any) -> None:
    client = Client()
    client.force_login(office["hien"], backend="django.contrib.auth.backends.ModelBackend")
    given = {"key": "accept_within", "amount": "x", "instrument": PAPER, "from": today().isoformat()}
    kept = client.post("/dinh-muc/", given)
    assert kept.status_code == 422
    assert PAPER in kept.content.decode()
    assert client.post("/dinh-muc/", given | {"amount": "3"}).status_code == 302
    assert queries.rule("accept_within", today()).amount == 3
    assert PAPER in client.get("/dinh-muc/").content.decode()
