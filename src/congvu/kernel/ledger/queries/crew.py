"""Who does the walks of a verification: this process, or helpers beside it that see the same snapshot."""

import contextlib
import functools
import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Protocol, TypeVar

import psycopg
from django.db import connection

T = TypeVar("T")
P = TypeVar("P")


class Crew(Protocol):
    """Give it a walk and a part; it gives back how to get what was met, when that is needed."""

    def __call__(self, walk: Callable[[psycopg.Connection[Any], P], T], part: P) -> Callable[[], T]: ...


def cores() -> int:
    """How many helpers pay: none where a process cannot simply be forked, or has nobody to share with."""
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return found if found > 1 else 0


@contextlib.contextmanager
def crew(helpers: int) -> Iterator[Crew]:
    """Helpers for the transaction that is open, or, with none, this process when the result is asked for.

    Only a process of one thread should ask for helpers: they are forked.
    """
    if helpers < 1:
        yield _here
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    with ProcessPoolExecutor(
        helpers, multiprocessing.get_context("fork"), _join, (connection.get_connection_params(), snapshot)
    ) as pool:
        try:
            yield lambda walk, part: pool.submit(_there, walk, part).result
        finally:
            pool.shutdown(cancel_futures=True)


def _here(walk: Callable[[psycopg.Connection[Any], P], T], part: P) -> Callable[[], T]:
    return functools.partial(walk, connection.connection, part)


_own: list[psycopg.Connection[Any]] = []  # a helper's connection; empty in every other process


def _join(params: Mapping[str, Any], snapshot: str) -> None:
    gc.disable()  # walks make no cycles, and collecting would look through all that the parent had loaded
    opened: psycopg.Connection[Any] = psycopg.connect(**params)
    opened.execute("set transaction isolation level repeatable read, read only")
    opened.execute(f"set transaction snapshot '{snapshot}'".encode())
    _own[:] = [opened]


def _there(walk: Callable[[psycopg.Connection[Any], P], T], part: P) -> T:
    return walk(_own[0], part)
