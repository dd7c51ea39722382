"""Entries are written in a row per subject, with the time of the database, and can only be added."""

import json
import threading
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from tests.database import Database
from tests.rooms.ledger.given import given_entries, given_installation

from congvu.engines import seal
from congvu.kernel.ledger import moves
from congvu.kernel.ledger.models import Entry, EntryField, Outbox, Unsealed

KEPT = ("entry", "entry_field", "sealed_leaf", "tree_node", "tree_head", "ledger_log")


@pytest.mark.django_db
def test_an_entry_hangs_on_the_one_before_it_of_the_same_subject() -> None:
    given_entries(7)
    for subject in (1, 2, 3):
        chain = list(Entry.objects.filter(subject_id=subject).order_by("seq"))
        assert [entry.seq for entry in chain] == list(range(1, len(chain) + 1))
        leaves = [seal.decode(bytes(entry.leaf)) for entry in chain]
        assert leaves[0].previous == b""
        for before, entry, leaf in zip(chain, chain[1:], leaves[1:], strict=False):
            assert leaf.previous == bytes(before.leaf_hash)
            assert entry.recorded_at > before.recorded_at


@pytest.mark.django_db
def test_the_database_makes_the_same_leaf_as_the_engine() -> None:
    person = given_installation()
    written = moves.append(
        room="tests", subject="thing", subject_id=9, verb="note", by=person, payload={"a": "hoà"}, topic="t",
        fields={"note": "Hoa\u0300"},
    )  # fmt: skip
    entry = Entry.objects.get(pk=written.entry_id)
    assert bytes(entry.leaf_hash) == written.leaf_hash == seal.leaf_hash(bytes(entry.leaf))
    leaf = seal.decode(bytes(entry.leaf))
    assert (leaf.subject, leaf.person, leaf.at, leaf.payload) == (
        "tests/thing/9", person.pk, entry.recorded_at, {"a": "hoà"},
    )  # fmt: skip
    field = EntryField.objects.get(entry=entry)
    assert field.value == "Hoà"
    assert leaf.commitments == (("note", seal.commit("note", "Hoà", bytes(field.salt))),)
    assert Unsealed.objects.filter(entry=entry).exists() and Outbox.objects.get(entry=entry).topic == "t"


@pytest.mark.django_db
def test_one_entry_written_alone_is_like_one_of_many() -> None:
    """`ledger_append` is what the duties' own function calls."""
    person = given_installation()
    halves = seal.leaf_halves(
        subject="tests/thing/5", seq=1, previous=None, verb="note", person=person.pk, post=None, payload={"n": 1}
    )
    fields = json.dumps([{"name": "note", "salt": "00" * 16, "value": "x"}])
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from ledger_append("
            "'tests', 'thing', 5, 1, 'note', %s, null, now(), null, '', %s, %s, %s, %s, '')",
            [person.pk, '{"n": 1}', *halves, fields],
        )
        entry_id, leaf_hash = cursor.fetchone()
    entry = Entry.objects.get(pk=entry_id)
    assert bytes(entry.leaf_hash) == bytes(leaf_hash) == seal.leaf_hash(bytes(entry.leaf))
    assert entry.effective_at == entry.recorded_at == seal.decode(bytes(entry.leaf)).at
    assert bytes(EntryField.objects.get(entry=entry).salt) == bytes(16)


@pytest.mark.django_db
def test_what_cannot_be_sealed_is_refused_and_leaves_nothing() -> None:
    person = given_installation()
    with pytest.raises(seal.LeafError):
        moves.append(room="tests", subject="thing", subject_id=1, verb="note", by=person, payload={"share": 0.5})
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_subject_at_the_same_time_stand_in_a_row() -> None:
    person = given_installation()
    barrier = threading.Barrier(8)

    def write() -> None:
        barrier.wait()
        for _ in range(5):
            moves.append(room="tests", subject="thing", subject_id=1, verb="note", by=person)
        connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in chain] == list(range(1, 41))
    assert all(one.recorded_at < other.recorded_at for one, other in pairwise(chain))
    assert all(seal.decode(bytes(other.leaf)).previous == bytes(one.leaf_hash) for one, other in pairwise(chain))


@pytest.mark.parametrize("role", ["congvu_app", "congvu_owner", "superuser", "replica"])
@pytest.mark.django_db(transaction=True)
def test_no_role_changes_deletes_or_empties(database: Database, role: str) -> None:
    given_entries(256)  # so many leaves make a node above them
    moves.seal_all()
    superuser = role in ("superuser", "replica")
    url = database.cluster.superuser_url(database.name) if superuser else database.url(role)
    with psycopg.connect(url, autocommit=True) as session:
        if role == "replica":
            session.execute("set session_replication_role = replica")
        for table in KEPT:
            before = _content(session, table)
            for statement in (f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(statement.encode())
            assert before == _content(session, table) != (None,)


def _content(session: psycopg.Connection[Any], table: str) -> tuple[Any, ...] | None:
    return session.execute(f"select md5(string_agg(t::text, '' order by t::text)) from {table} t".encode()).fetchone()


@pytest.mark.django_db(transaction=True)
def test_a_leaf_whose_hash_is_another_is_refused(database: Database) -> None:
    given_entries(1)
    with psycopg.connect(database.url()) as session, pytest.raises(psycopg.errors.CheckViolation):
        session.execute(
            "insert into entry (room, subject, subject_id, seq, verb, recorded_at, effective_at, ground, payload, leaf,"
            " leaf_hash) select room, subject, 99, 1, verb, recorded_at, effective_at, ground, payload, leaf,"
            " sha256('x') from entry"
        )


@pytest.mark.django_db
def test_many_thousand_subjects_fit_into_one_call() -> None:
    person = given_installation()
    new = [moves.NewEntry(subject_id=number, verb="note", by=person) for number in range(1, 5001)]
    assert [one.seq for one in moves.append_many("tests", "thing", new)] == [1] * 5000
    with transaction.atomic():
        assert moves.append_many("tests", "thing", []) == []
