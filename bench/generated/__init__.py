"""A province of any size, written set-based: what takes moves hours takes SQL minutes.

Every row is what the moves would have written, leaf and all, so `congvu ledger verify` and `invariants.check` hold
over them. Ten officials a unit, each with 40 open and 160 closed duties: a bigger province has more units, not busier
people.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from congvu.kit.cluster import DATABASE, Cluster

EACH = 200  # duties an official
UNIT = 10  # officials a unit
CHUNK = 100_000
SEQUENCES = ("body", "person", "post", "appointment")
SQL = Path(__file__).parent


def fill(
    cluster: Cluster, duties: int, told: Callable[[str], None] = lambda _: None, *, officials: int | None = None
) -> None:
    """Write a province with so many duties into an empty database. Foreign keys are checked afterwards, set-based.

    With `officials` the province has that many of them (a unit for ten) whatever the number of duties.
    """
    officials = officials or max(duties // EACH, UNIT)
    with psycopg.connect(cluster.superuser_url(DATABASE), autocommit=True) as owner:
        owner.execute("set session_replication_role = replica; set search_path = public")
        owner.execute("set synchronous_commit = off; set work_mem = '256MB'")
        _run(owner, "office", officials=officials)
        for start in range(1, duties + 1, CHUNK):
            bounds = {"first": start, "last": min(start + CHUNK - 1, duties), "officials": officials}
            for name in ("duties", "custody"):
                _run(owner, name, **bounds)
            told(f"{bounds['last']:,} duties")
        for table in SEQUENCES:
            owner.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))".encode()
            )
        owner.execute("select setval('duty_id_seq', (select max(id) from duty))")
        owner.execute("vacuum analyze")


def _run(owner: psycopg.Connection[Any], name: str, **values: int) -> None:
    text = (SQL / f"{name}.sql").read_text()
    for key, value in values.items():
        text = text.replace(f":{key}", str(value))
    owner.execute(text.encode())
