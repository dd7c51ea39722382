"""The same program on a PostgreSQL that somebody else runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.house.program import SET_UP, environment, new_home

from congvu.kit import roles
from congvu.kit.cluster import Cluster

BOSS = "boss"
READ = """
from congvu.faces.cli import runtime
with runtime.program():
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("select current_user, (select name from installation)")
        print(*cursor.fetchone())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server without our roles, and a database whose owner may make roles but is no superuser."""
    with new_home() as folder, Cluster(folder) as cluster:
        with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
            connection.execute("drop database congvu")
            for name in roles.ALL:
                connection.execute(f"drop role {name}")
            connection.execute(f"create role {BOSS} login createrole password 'boss'")
            connection.execute("create role tenant login password 'tenant'")
            connection.execute(f"create database province owner {BOSS}")
            connection.execute("create database small owner tenant")
        yield cluster


def address(server: Cluster, who: str, database: str) -> str:
    return server.superuser_url(database).replace(server.superuser_url().split("@")[0], f"postgresql://{who}:{who}")


def run(home: Path, url: str, *command: str) -> "subprocess.CompletedProcess[str]":
    env = {**environment(home), "DATABASE_URL": url}
    return subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False, timeout=120)


def test_an_owner_who_may_make_roles_is_enough(server: Cluster) -> None:
    url = address(server, BOSS, "province")
    with new_home() as home:
        assert run(home, url, "-c", SET_UP).returncode == 0
        answer = run(home, url, "-c", READ)
        assert answer.stdout.strip() == "congvu_app Tỉnh thử"
        assert not (home / "cluster").exists()
        assert (home / "external.json").stat().st_mode & 0o077 == 0


def test_one_who_may_not_is_told_what_to_ask_for(server: Cluster) -> None:
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        taken = connection.execute(
            "select count(*) from pg_roles where rolname = any(%s)", [list(roles.ALL)]
        ).fetchone()
    with new_home() as home:
        answer = run(home, address(server, "tenant", "small"), "-m", "congvu", "setup")
    assert answer.returncode == 4
    assert "CONGVU_APP_URL" in answer.stderr
    assert ("đã có vai" in answer.stderr) == bool(taken and taken[0])


def test_a_server_that_is_not_there_is_said_in_a_sentence() -> None:
    with new_home() as home:
        answer = run(home, "postgresql://nobody@127.0.0.1:1/none", "-m", "congvu", "setup")
    assert answer.returncode == 4
    assert "DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_server_that_may_lose_what_it_acknowledged_is_refused(database) -> None:  # type: ignore[no-untyped-def]
    assert "DATABASE_URL" not in os.environ
    with new_home() as home:
        answer = run(home, database.cluster.superuser_url(), "-m", "congvu", "setup")
    assert answer.returncode == 4
    assert "fsync" in answer.stderr
