"""Three database roles: `owner` changes the schema, `app` runs the program, `audit` only reads.

The program runs as `app`, which owns nothing: it can neither change nor delete the past, whatever its code does.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

OWNER, APP, AUDIT = "congvu_owner", "congvu_app", "congvu_audit"
ALL = (OWNER, APP, AUDIT)
LEAST_VERSION = 160000
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Urls:
    """Where the database is, for each of the three roles."""

    owner: str
    app: str
    audit: str

    def environment(self) -> dict[str, str]:
        return {"CONGVU_OWNER_URL": self.owner, "CONGVU_APP_URL": self.app, "CONGVU_AUDIT_URL": self.audit}


class ClusterError(Exception):
    """The database cannot serve; the message says in Vietnamese why and what to do."""


def check_version(connection: Connection) -> None:
    if connection.info.server_version < LEAST_VERSION:
        raise ClusterError(f"Cần PostgreSQL từ bản 16; máy chủ này là bản {connection.info.server_version // 10000}.")


def check_durability(connection: Connection) -> None:
    """Refuse a server that may lose what it acknowledged (one with `synchronous_commit = off` lost 4 %)."""
    for name in DURABLE:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
        if row is not None and row[0] == "off":
            raise ClusterError(f"PostgreSQL đang đặt {name} = off: có thể mất việc đã ghi nhận. Hãy đặt lại on.")


def create_roles(connection: Connection, passwords: Mapping[str, str]) -> None:
    """Make the three roles, as somebody who may."""
    for name in ALL:
        found = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
        verb = sql.SQL("alter" if found else "create")
        connection.execute(
            sql.SQL("{} role {} login nosuperuser nocreaterole noreplication nobypassrls password {}").format(
                verb, sql.Identifier(name), sql.Literal(passwords[name])
            )
        )


def create_roles_outside(connection: Connection, passwords: Mapping[str, str]) -> None:
    """The same on a server that is not ours: refuse to touch roles another installation may use."""
    names = ", ".join(ALL)
    database = connection.info.dbname
    taken = connection.execute("select 1 from pg_roles where rolname = any(%s)", [list(ALL)]).fetchone()
    by_hand = (
        f"Nhờ người quản trị máy chủ tạo ba vai {names} (LOGIN), chạy GRANT CREATE ON DATABASE {database} và "
        f"GRANT ALL ON SCHEMA public cho {OWNER}, rồi đặt CONGVU_OWNER_URL, CONGVU_APP_URL, CONGVU_AUDIT_URL."
    )
    if taken:
        raise ClusterError(f"Máy chủ đã có vai {names} do nơi khác tạo. {by_hand}")
    try:
        create_roles(connection, passwords)
        connection.execute(
            sql.SQL("grant create, connect, temporary on database {} to {}").format(
                sql.Identifier(database), sql.Identifier(OWNER)
            )
        )
        connection.execute(sql.SQL("grant all on schema public to {} with grant option").format(sql.Identifier(OWNER)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise ClusterError(f"Tài khoản trong DATABASE_URL không được tạo vai. {by_hand}") from error


def django_database(url: str) -> dict[str, Any]:
    """Django's description of a `postgresql://user:password@host:port/name?host=…&port=…` address."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 300,
        # a failing statement must not write its values into the server's log
        "OPTIONS": {"server_side_binding": True, "application_name": "congvu", **query},
    }


def write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by nobody else."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextlib.contextmanager
def as_owner(url: str | None = None) -> Iterator[Any]:
    """Django's `default` connection as the owner for a while: migrations and SQL files, nothing else."""
    from django.db import connection

    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(django_database(url or os.environ["CONGVU_OWNER_URL"]))
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
