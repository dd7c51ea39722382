"""What the tests of the ledger share: an installation, entries, and somebody who changes rows behind the program."""

import psycopg
from tests.database import Database

from congvu.kernel.ledger import moves
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Installation, Person

ORIGIN = "demo/tinh-mau"


def given_installation() -> Person:
    """A demonstration province with one person."""
    Installation.objects.get_or_create(
        pk=1, defaults={"name": "Tỉnh Mẫu", "level": "province", "origin": ORIGIN, "demonstration": True}
    )
    person = Person.objects.filter(username="an").first()
    return person or Person.objects.create(username="an", full_name="Nguyễn Văn An", name_fold="", sort_key="")


def given_entries(count: int, *, subjects: int = 3) -> list[Entry]:
    """Entries of some subjects in turn, each with words of its own."""
    person = given_installation()
    new = [
        moves.NewEntry(
            subject_id=number % subjects + 1,
            verb="note",
            by=person,
            payload={"number": number, "list": [str(number), True, None]},
            fields={"note": f"Ghi chú thứ {number}"},
            source="in_hand",
            target="in_hand",
        )
        for number in range(count)
    ]
    return [Entry.objects.get(pk=one.entry_id) for one in moves.append_many("tests", "thing", new)]


def behind_the_program(database: Database, statement: str, *values: object) -> None:
    """Run a statement as the superuser with the guards of all tables taken away and put back."""
    with psycopg.connect(database.cluster.superuser_url(database.name), autocommit=True) as connection:
        for table in ("entry", "entry_field", "sealed_leaf", "tree_node", "tree_head", "ledger_log"):
            connection.execute(f"alter table {table} disable trigger user")
        connection.execute("alter table entry drop constraint if exists entry_leaf_hash")
        connection.execute(statement.encode(), values)
        for table in ("entry", "entry_field", "sealed_leaf", "tree_node", "tree_head", "ledger_log"):
            connection.execute(f"alter table {table} enable always trigger kept")
            connection.execute(f"alter table {table} enable always trigger kept_whole")
        connection.execute("alter table entry_field enable always trigger only_erasure")
