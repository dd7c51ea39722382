"""Custody is kept by keys: the database refuses, whoever writes, whatever the program does."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.errors import CheckViolation, ExclusionViolation, ForeignKeyViolation, RestrictViolation, UniqueViolation
from tests.database import Database
from tests.office import Office

from congvu.kernel.duties import moves
from congvu.kit.roles import OWNER

Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def owner(office_kept: Office, database: Database) -> Iterator[Owner]:
    with psycopg.connect(database.url(OWNER), autocommit=True) as connection:
        yield connection


def test_an_unclear_duty_is_not_issued(owner: Owner, office_kept: Office) -> None:
    unclear = moves.draft(office_kept.new("hung", product_kind=""), by=office_kept["thu"])
    clear = moves.draft(office_kept.new("hung"), by=office_kept["thu"])
    issue = "update duty set state = 'assigned', first_due_at = now(), current_due_at = now() where id = %s"
    with pytest.raises(CheckViolation, match="issued_duty_is_clear"):
        owner.execute(issue, [unclear])
    with pytest.raises(ForeignKeyViolation, match="duty_is_held"):
        owner.execute(issue, [clear])


def test_a_second_holder_at_the_same_instant(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    second = "insert into holding (duty_id, person_id, post_id, starts_at{}) values (%s, %s, %s, clock_timestamp(){})"
    person, post = office_kept["tu"].pk, office_kept.post["tu"].pk
    with pytest.raises((UniqueViolation, ExclusionViolation)):
        owner.execute(second.format("", ""), [duty_id, person, post])
    with pytest.raises((UniqueViolation, ExclusionViolation, ForeignKeyViolation)):
        owner.execute(second.format(", previous_ends_at", ", clock_timestamp()"), [duty_id, person, post])


def test_a_gap_in_the_chain(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    with pytest.raises(ForeignKeyViolation, match="holding_has_no_gap"), owner.transaction():
        owner.execute("update holding set ended_at = clock_timestamp() where duty_id = %s", [duty_id])
        owner.execute(
            "insert into holding (duty_id, person_id, post_id, starts_at, previous_ends_at)"
            " select %s, %s, %s, t, t from (select clock_timestamp() + interval '1 s' as t) x",
            [duty_id, office_kept["tu"].pk, office_kept.post["tu"].pk],
        )


def test_an_open_duty_without_a_holder(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    with pytest.raises(ForeignKeyViolation, match="duty_is_held"):
        owner.execute("update holding set ended_at = clock_timestamp() where duty_id = %s", [duty_id])


def test_a_past_that_is_shortened_renamed_or_taken_away(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "handed_in")
    for change in ("ended_at = ended_at - interval '1 microsecond'", f"person_id = {office_kept['tu'].pk}"):
        with pytest.raises(RestrictViolation, match="the past of custody stays"):
            owner.execute(f"update holding set {change} where duty_id = %s and ended_at is not null", [duty_id])
    with pytest.raises(RestrictViolation):
        owner.execute("delete from holding where duty_id = %s", [duty_id])
    with pytest.raises(RestrictViolation, match="never emptied"):
        owner.execute("truncate holding cascade")


def test_the_walls_stand_in_a_replica_session_too(owner: Owner, office_kept: Office, database: Database) -> None:
    duty_id = office_kept.given_duty("lan", "handed_in")
    with psycopg.connect(database.cluster.superuser_url(database.name), autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        with pytest.raises(RestrictViolation):
            superuser.execute("delete from holding where duty_id = %s", [duty_id])


def test_a_hold_that_ends_before_it_begins(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan")
    with pytest.raises(CheckViolation):
        owner.execute("update holding set ended_at = starts_at - interval '1 day' where duty_id = %s", [duty_id])


def test_the_first_limit_never_changes_and_an_issued_duty_stays(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan")
    with pytest.raises(RestrictViolation, match="first_due_at never changes"):
        owner.execute("update duty set first_due_at = first_due_at + interval '1 day' where id = %s", [duty_id])
    with pytest.raises(RestrictViolation, match="an issued duty stays"):
        owner.execute("update duty set state = 'draft' where id = %s", [duty_id])
    with pytest.raises(RestrictViolation):
        owner.execute("delete from duty where id = %s", [duty_id])


def test_the_exclusion_constraint_is_a_second_wall(owner: Owner, office_kept: Office) -> None:
    row = owner.execute(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'one_holder_at_any_instant'"
    )
    assert "EXCLUDE USING gist" in str(row.fetchone())


def test_a_step_that_is_not_in_the_table_is_refused_by_the_function(owner: Owner, office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan")
    with pytest.raises(CheckViolation, match="not in the table of moves"):
        owner.execute(
            "select * from duty_move(%s, 1, 'verify', 'closed', null, null, null, '',"
            " '{\"set\": {\"state\": \"closed\"}}', ''::bytea, ''::bytea, null, '', null, null, '', null, null)",
            [duty_id],
        )
