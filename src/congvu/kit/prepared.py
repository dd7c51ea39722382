"""Prepared statements on Django's connection, for the few reads and writes that every move makes.

Django's cursor and psycopg's cost about as much time as the database itself needs for a move, so these few statements
speak to libpq directly, through psycopg's own binding. They share Django's connection and its transaction, and raise
Django's errors. Everything else goes through the ORM or a cursor, which prepare nothing here: psycopg would otherwise
forget all prepared statements of a connection after a rollback, these too.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import ExecStatus, TransactionStatus

Decoder = Callable[[bytes], Any]
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


def text(value: bytes) -> str:
    return value.decode()


def flag(value: bytes) -> bool:
    return value == b"t"


def octets(value: bytes) -> bytes:
    """A bytea in its usual hexadecimal spelling."""
    return bytes.fromhex(value[2:].decode())


def ids(value: bytes) -> list[int]:
    """An array of whole numbers without empty places."""
    inside = value[1:-1]
    return [int(one) for one in inside.split(b",")] if inside else []


def ids_or_none(value: bytes) -> list[int | None]:
    """An array of whole numbers with empty places."""
    inside = value[1:-1]
    return [None if one == b"NULL" else int(one) for one in inside.split(b",")] if inside else []


def moment(value: bytes) -> datetime:
    """A timestamptz as sessions in UTC write it (Django sets the zone of its connections)."""
    at = datetime.fromisoformat(value.decode())
    return at if at.utcoffset() is not None and not at.utcoffset() else at.astimezone(UTC)


def document(value: bytes) -> Any:
    return json.loads(value)


class Prepared:
    """One statement with $1, $2… and how each column of its answer is read. Empty values stay None.

    Parameters may be None, int, str, bytes and datetime; what the database shall make of them the statement says by
    its casts.
    """

    def __init__(self, name: str, sql: str, columns: Sequence[Decoder]) -> None:
        self.name = name.encode()
        self.sql = sql
        self.columns = tuple(enumerate(columns))

    def __call__(self, *parameters: object) -> list[tuple[Any, ...]]:
        """Run it on the connection of this thread; the rows of its answer."""
        django = connections[DEFAULT_DB_ALIAS]
        django.ensure_connection()
        database = django.connection
        pgconn = database.pgconn
        if not database.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
            database.execute("select")  # psycopg opens the transaction that Django has announced
        known: set[bytes] = database.__dict__.setdefault("congvu_prepared", set())
        if self.name not in known:
            self._checked(pgconn.prepare(self.name, self.sql.encode()))
            known.add(self.name)
        values = [_written(value) for value in parameters]
        formats = [1 if isinstance(value, bytes) else 0 for value in parameters]
        result = self._checked(pgconn.exec_prepared(self.name, values, formats))
        get, columns = result.get_value, self.columns
        return [
            tuple([None if (value := get(row, column)) is None else decode(value) for column, decode in columns])
            for row in range(result.ntuples)
        ]

    def _checked(self, result: Any) -> Any:
        if result.status not in _GOOD:
            with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
                raise psycopg.errors.error_from_result(result)
        return result


def _written(value: object) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    return (value.isoformat() if isinstance(value, datetime) else str(value)).encode()
