"""Who may change the organisation, and that every change is an entry of the ledger."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.rooms.org.office import Province

from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kernel.org import moves
from congvu.kernel.org.models import Installation, Person
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import fold


def test_every_change_is_an_entry_with_its_number(province: Province) -> None:
    admin = province.people["quantri"]
    body = moves.add_body(code="sct", name="Sở Công Thương", valid_from=today(), by=admin)
    moves.remember_alias("Sở CT", body, by=admin)
    entries = list(Entry.objects.filter(room="org", subject="body", subject_id=body.pk).order_by("seq"))
    assert [(entry.seq, entry.verb, entry.actor_id) for entry in entries] == [
        (1, "add_body", admin.pk),
        (2, "remember_alias", admin.pk),
    ]
    assert entries[0].recorded_at < entries[1].recorded_at


def test_a_persons_name_stands_beside_the_leaf_not_in_it(province: Province) -> None:
    lan = province.people["lan"]
    entry = Entry.objects.get(room="org", subject="person", subject_id=lan.pk)
    assert lan.full_name.encode() not in bytes(entry.leaf)
    assert EntryField.objects.get(entry=entry).value == lan.full_name


def test_an_official_does_not_change_the_organisation(province: Province) -> None:
    before = Entry.objects.count()
    with pytest.raises(moves.OrgRefused):
        moves.add_body(code="x", name="Sở X", valid_from=today(), by=province.people["giamdoc"])
    with pytest.raises(moves.OrgRefused):
        moves.add_body(code="x", name="Sở X", valid_from=today(), by=None)
    assert Entry.objects.count() == before


def test_home_affairs_may(province: Province) -> None:
    assert moves.add_body(code="x", name="Sở X", valid_from=today(), by=province.people["tochuc"]).pk


def test_two_heads_of_one_body_are_refused(province: Province) -> None:
    with pytest.raises(moves.OrgRefused, match="đã có người giữ"):
        moves.appoint(province.people["lan"], province.posts["giamdoc"], by=province.people["quantri"])


def test_with_the_last_post_signing_in_ends(province: Province) -> None:
    row = province.posts["lan"].appointments.get()
    moves.end_appointment_row(row, by=province.people["quantri"], at=now(), reason="nghỉ hưu")
    assert not Person.objects.get(username="lan").is_active
    with pytest.raises(moves.OrgRefused):
        moves.end_appointment_row(row, by=province.people["quantri"])


def test_a_demonstration_is_set_up_once_and_never_becomes_real(province: Province) -> None:
    with pytest.raises(moves.OrgRefused):
        moves.set_up(name="Tỉnh B", level="province", origin="an-binh/1", demonstration=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Installation.objects.update(demonstration=False, origin="an-binh/1")


def test_nothing_of_the_organisation_can_be_deleted(province: Province) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM appointment")


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Hoà", "Nguyễn Văn Hòa", "Uỷ ban", "ĐẶNG Đình Ðức Ɖ", "Lê Thị Yến–Ư Ơ", "a" * 5, "Ngô\u0323"]
)
def test_the_database_folds_as_the_program_does(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vn_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


def test_only_a_demonstration_takes_its_clock_from_the_session(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('congvu.simulated_now', '2026-01-05 09:00+07', true)")
        real = now()
        moves.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
        simulated = now()
        cursor.execute("SELECT set_config('congvu.simulated_now', '', true)")
    assert real.year > 2025 and (simulated.year, simulated.month, simulated.hour) == (2026, 1, 2)
    assert now() >= real
