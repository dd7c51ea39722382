"""Numbers of a register have no gaps, whoever fails and however many write at once."""

import threading

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from tests.rooms.org.office import Province, given_province

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Body, Person
from congvu.kernel.records import moves, queries
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.kit.clock import today


def _document(number: int) -> dict[str, object]:
    return {
        "text": f"Văn bản {number}",
        "number": f"{number}/UBND-TH",
        "kind": "cong_van",
        "title": f"Về việc {number}",
    }


def _numbers(body: Body, book: str = "den") -> list[int]:
    return [entry.number for entry in queries.register_of(body, book, today().year)]


def test_each_document_gets_the_next_number_of_its_book(province: Province) -> None:
    body, clerk = province.bodies["vp"], province.people["vanthu"]
    for number in range(1, 4):
        assert moves.register(body, "den", _document(number), by=clerk).number == number
    assert moves.register(body, "di", _document(9), by=clerk).number == 1
    assert moves.register(province.bodies["snv"], "den", _document(1), by=clerk).number == 1


def test_the_same_document_keeps_its_number(province: Province) -> None:
    body, clerk = province.bodies["vp"], province.people["vanthu"]
    first = moves.register(body, "den", _document(1), by=clerk)
    again = moves.register(body, "den", _document(1), by=clerk)
    assert again == first and _numbers(body) == [1] and Document.objects.count() == 1


def test_who_fails_gives_his_number_back(province: Province) -> None:
    body, clerk = province.bodies["vp"], province.people["vanthu"]
    for number in range(1, 11):
        try:
            with transaction.atomic():
                moves.register(body, "den", _document(number), by=clerk)
                if number % 2:
                    raise RuntimeError("the sender withdrew")
        except RuntimeError:
            continue
    assert _numbers(body) == [1, 2, 3, 4, 5]
    assert queries.gaps(body, "den", today().year) == []


def test_a_number_once_given_stays(province: Province) -> None:
    entry = moves.register(province.bodies["vp"], "den", _document(1), by=province.people["vanthu"])
    for statement in ("UPDATE register_entry SET number = 7", "DELETE FROM register_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert RegisterEntry.objects.get() == entry


def test_registering_is_an_entry_of_the_ledger(province: Province) -> None:
    entry = moves.register(province.bodies["vp"], "den", _document(1), by=province.people["vanthu"])
    verbs = Entry.objects.filter(room="records", subject_id=entry.document_id).order_by("seq").values_list("verb")
    assert [verb for (verb,) in verbs] == ["enter", "register"]


@pytest.mark.django_db(transaction=True)
def test_sixteen_clerks_at_once_leave_no_gap() -> None:
    province = given_province()
    body, clerk = province.bodies["vp"], province.people["vanthu"]
    barrier, failed = threading.Barrier(16), []

    def write(start: int, by: Person) -> None:
        try:
            barrier.wait(10)
            for number in range(start, start + 3):
                moves.register(body, "den", _document(number), by=by)
        except Exception as error:  # the test reports it
            failed.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=write, args=(start, clerk)) for start in range(0, 32, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    # 33 different documents, most of them sent in twice
    assert _numbers(body) == list(range(1, 34))
