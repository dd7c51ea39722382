"""The database of this installation: its own cluster, or one that somebody else runs (`DATABASE_URL`)."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from congvu.kit import roles
from congvu.kit.cluster import Cluster, binaries
from congvu.kit.roles import ClusterError, Urls


class External:
    """A database that somebody else runs, by its address (`DATABASE_URL`); PostgreSQL >= 16."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.home = home.resolve()
        self._state_file = self.home / "external.json"

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            connection = psycopg.connect(self.url, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise ClusterError(f"Không nối được tới DATABASE_URL: {str(error).strip()}") from error
        with connection:
            roles.check_version(connection)
            roles.check_durability(connection)
            if "CONGVU_APP_URL" not in os.environ or "CONGVU_OWNER_URL" not in os.environ:
                self._make_roles(connection)

    def _make_roles(self, connection: psycopg.Connection[Any]) -> None:
        if self._state_file.exists():
            return
        passwords = {name: secrets.token_hex(16) for name in roles.ALL}
        roles.create_roles_outside(connection, passwords)
        roles.write_private(self._state_file, json.dumps({"passwords": passwords}))

    def stop(self) -> None:
        """Nothing: it is not ours."""

    def running(self) -> bool:
        return True

    def urls(self) -> Urls:
        if "CONGVU_APP_URL" in os.environ and "CONGVU_OWNER_URL" in os.environ:
            app = os.environ["CONGVU_APP_URL"]
            return Urls(os.environ["CONGVU_OWNER_URL"], app, os.environ.get("CONGVU_AUDIT_URL", app))
        passwords = json.loads(self._state_file.read_text())["passwords"]
        return Urls(*(self._url_as(name, passwords[name]) for name in (roles.OWNER, roles.APP, roles.AUDIT)))

    def tool(self, name: str) -> Path:
        return binaries() / name

    def _url_as(self, role: str, password: str) -> str:
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{role}:{password}@{host}"))

    def __enter__(self) -> "External":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def of(home: Path) -> Cluster | External:
    """The database this installation uses: `DATABASE_URL` if it is set, else its own."""
    url = os.environ.get("DATABASE_URL")
    return External(url, home) if url else Cluster(home)


@contextlib.contextmanager
def open_database(home: Path) -> Iterator[Cluster | External]:
    """The database, running; whoever leaves last stops it.

    Every user holds a shared lock, which ends with its process however that ends.
    """
    database = of(home)
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    with (home / "database.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            database.start()
            yield database
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                database.stop()
