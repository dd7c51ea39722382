"""The number of SQL statements of a page does not grow with its rows."""

from collections.abc import Callable
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.duties.web import client_of
from tests.rooms.programmes.given import coming, drafted, given_dossier, given_entry, given_target, month

from congvu.sources.programmes import moves

MOST = 45  # session, frame and menu of every page, then what the page itself asks


def statements(office: Office, path: str) -> int:
    client = client_of(office, "hung")
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def few_and_many(office: Office, path: str, add: Callable[[int], object]) -> None:
    add(0)
    few = statements(office, path)
    for number in range(1, 6):
        add(number)
    many = statements(office, path)
    assert many <= few + 2 and many <= MOST, f"{path}: {few} then {many}"


def test_a_programme_with_items_that_wait(office: Office) -> None:
    path = f"/chuong-trinh/?don-vi={office.body['snnmt'].pk}&ky={coming('month').key}"
    few_and_many(office, path, lambda number: given_entry(office, title=f"Mục {number}"))


def test_a_programme_and_today_with_duties(office: Office) -> None:
    few_and_many(office, "/chuong-trinh/?ky=2026", lambda number: office.given_duty("hung", "in_hand"))
    few_and_many(
        office, f"/chuong-trinh/hom-nay/?don-vi={office.body['snnmt'].pk}", lambda _n: office.given_duty("lan")
    )


def test_the_advisory_log_of_a_body(office: Office) -> None:
    few_and_many(office, "/chuong-trinh/nhat-ky/", lambda number: office.given_duty("lan", "handed_in"))


def test_drafts(office: Office) -> None:
    few_and_many(office, "/chuong-trinh/ho-so/", lambda number: drafted(office, given_dossier(office)))


def test_targets(office: Office) -> None:
    def add(number: int) -> None:
        target = given_target(office, indicator=f"Chỉ tiêu {number}")
        moves.report_figure(target.pk, by=office["lan"], period=month(1), value=Decimal(number), evidence="Sổ")

    few_and_many(office, f"/chuong-trinh/chi-tieu/?don-vi={office.body['snnmt'].pk}", add)
