"""The database itself keeps the past from the program."""

import pytest
from django.db import connection

PAST = ("entry", "entry_field", "sealed_leaf", "tree_node", "tree_head", "ledger_log")


@pytest.mark.django_db
@pytest.mark.parametrize("table", PAST)
def test_the_program_may_neither_change_nor_delete_the_past(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select privilege from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) privilege"
            " where has_table_privilege('congvu_app', %s, privilege)",
            [table],
        )
        assert [row[0] for row in cursor.fetchall()] == []


@pytest.mark.django_db
def test_the_program_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where pg_get_userbyid(relowner) = 'congvu_app'")
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_audit_role_only_reads() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, p from pg_class c, unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"
            " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
            " and has_table_privilege('congvu_audit', c.oid, p)"
        )
        assert cursor.fetchall() == []
