"""Every statement of the kernel's moves and lists finds its rows by an index, whatever the size of the tables."""

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.database import Database
from tests.office import Office

from congvu.kernel.duties import queries
from congvu.kernel.duties.moves.clock import _ENDED_SQL
from congvu.kernel.duties.moves.seats import SITS_SQL
from congvu.kernel.duties.moves.single import _KEY_SQL
from congvu.kernel.duties.queries.standing import STANDING_SQL, VISIBLE_SQL
from congvu.kit.clock import now
from congvu.kit.roles import OWNER

STATEMENTS = {
    "standing": STANDING_SQL,
    "visible": VISIBLE_SQL,
    "sits": SITS_SQL.replace("$3", "now()"),
    "key": _KEY_SQL.replace("%s::text", "'k'").replace("%s", "1"),
    "ended": _ENDED_SQL.replace("%s", "now()"),
}
# The statements inside the SQL functions, with what stands for their variables.
INSIDE = {
    "lock": "select * from duty where id = $1 for no key update",
    "children": "select from duty c where c.parent_id = $1 and c.state not in ('draft', 'closed', 'cancelled')",
    "transition": "select from duty_transition where verb = 'x' and from_state = 'y' and to_state = 'z'",
    "end of hold": "update holding set ended_at = now() where duty_id = $1 and ends_at = 'infinity'",
    "audience": "update audience set ended_at = now() where duty_id = $1 and how = 'above' and ended_at is null",
    "store": "update duty set state = state where id = $1",
    "held": "select 1 from holding where duty_id = $1 and ends_at = 'infinity'",
    "previous": "select 1 from holding where duty_id = $1 and previous_ends_at = now()",
    "entry": "select 1 from entry where room = 'duties' and subject = 'duty' and subject_id = $1 and seq = 1",
    "steps": "select id from duty where step_due_at <= now() and not step_lapsed and step_due_at is not null",
    "text": "select duty_id from duty_text where to_tsvector('simple', fold) @@ to_tsquery('simple', 'dat:*')",
}


@pytest.fixture
def no_sequential_scans(db: None) -> Iterator[None]:
    """Small tables are read whole because that is quicker; so the plan is asked where that is forbidden."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    yield


def scans(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scans(part)


def sequential(statement: str, parameters: list[object]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {statement}", parameters)
        (answer,) = cursor.fetchone()
    plan = answer if isinstance(answer, list) else json.loads(answer)
    return list(scans(plan[0]["Plan"]))


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_the_reads_of_a_move(name: str, office: Office, no_sequential_scans: None) -> None:
    statement = re.sub(r"\$\d", "1", STATEMENTS[name])
    assert sequential(statement, []) == []


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_the_statements_inside_the_functions(name: str, database: Database, db: None) -> None:
    with psycopg.connect(database.url(OWNER)) as owner:
        owner.execute("set enable_seqscan = off")
        row = owner.execute(f"explain (format json) {INSIDE[name].replace('$1', '1::bigint')}").fetchone()
    assert row is not None and list(scans(row[0][0]["Plan"])) == []


@pytest.mark.parametrize("face", ["page", "inbox", "search"])
def test_the_pages(face: str, office: Office, no_sequential_scans: None) -> None:
    duty_id = office.given_duty("lan", "handed_in")
    with CaptureQueriesContext(connection) as statements:
        if face == "page":
            queries.duty_page(office["hung"], duty_id)
        elif face == "inbox":
            queries.inbox(office["lan"], now())
        else:
            queries.search(office["lan"], "ra soat")
    for statement in statements:
        sql = statement["sql"]
        if sql.startswith("SELECT"):
            assert sequential(sql.replace("%", "%%"), []) == [], sql
