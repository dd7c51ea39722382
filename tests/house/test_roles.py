"""The program runs as a role that owns nothing."""

import psycopg
import pytest
from django.db import ProgrammingError, connection

from congvu.kernel.org.models import Person


@pytest.mark.django_db
def test_tests_and_program_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, (select rolsuper from pg_roles where rolname = current_user)")
        assert cursor.fetchone() == ("congvu_app", False)


@pytest.mark.django_db
def test_the_program_cannot_change_the_schema() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("create table mine (id int)")


@pytest.mark.django_db
def test_the_program_cannot_empty_a_table() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("truncate entry cascade")


@pytest.mark.django_db(transaction=True)
def test_a_committing_test_is_seen_from_outside(database) -> None:  # type: ignore[no-untyped-def]
    Person.objects.create_user("lan", full_name="Lan", name_fold="lan", sort_key="lan")
    with psycopg.connect(database.url("congvu_audit")) as outside:
        assert outside.execute("select username from person").fetchall() == [("lan",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            outside.execute("delete from person")


@pytest.mark.django_db(transaction=True)
def test_and_leaves_nothing_behind() -> None:
    assert Person.objects.count() == 0
