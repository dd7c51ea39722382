"""What every command that needs the database does first and last."""

import contextlib
import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from congvu.kit.cluster import Cluster
from congvu.kit.database import External, open_database
from congvu.kit.roles import ClusterError, write_private

EXIT_USAGE = 2
EXIT_PORT_TAKEN = 3
EXIT_DATABASE = 4
EXIT_RUNNING = 5
EXIT_NO_DATA = 6


def home() -> Path:
    """The folder of all data."""
    return Path(os.environ.get("CONGVU_HOME", Path.cwd() / "var")).resolve()


class Failure(click.ClickException):
    """One sentence on the error stream, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        click.echo(f"Lỗi: {self.format_message()}", file=file, err=file is None)


def fail(message: str, code: int) -> Failure:
    """`raise fail("…", EXIT_…)`."""
    return Failure(message, code)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One serving process for one folder of data; the lock goes with the process, however it ends."""
    with (folder / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise fail(f"Đã có một Công Vụ đang chạy trên {folder}.", EXIT_RUNNING) from error
        yield


@contextlib.contextmanager
def program(*, prepare: bool = True) -> Iterator[Cluster | External]:
    """The database running, Django set up as the application's role, the schema as this code expects it.

    A database that was running before stays running after.
    """
    try:
        with open_database(home()) as database:
            set_up_django(database)
            if prepare:
                from congvu.faces.cli.prepare import prepare_schema

                prepare_schema(database.urls().owner)
            yield database
    except ClusterError as error:
        raise fail(str(error), EXIT_DATABASE) from error
    except OSError as error:
        if error.errno == 28:
            raise fail("Đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại. Dữ liệu đã ghi nhận còn nguyên.", 4) from error
        raise


def set_up_django(database: Cluster | External) -> None:
    """The program sees only the address of its own role; the owner's stays in this process."""
    os.environ["CONGVU_HOME"] = str(home())
    os.environ["CONGVU_APP_URL"] = database.urls().app
    os.environ["CONGVU_SECRET_KEY"] = secret_key(home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
    import django

    django.setup()


def acting_person(username: str | None) -> Any:
    """Who does it: the person named, else the first administrator. Within `program()`."""
    from congvu.kernel.org.models import Person

    chosen = Person.objects.filter(username=username) if username else Person.objects.filter(is_administrator=True)
    found = chosen.order_by("pk").first()
    if found is None:
        who = f"người dùng {username}" if username else "quản trị viên"
        raise fail(f"Không có {who}.", EXIT_USAGE)
    return found


def secret_key(folder: Path) -> str:
    """Signs sessions; made once, kept in the home."""
    path = folder / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text()


def show(text: str) -> None:
    """Progress for people; results go to standard output."""
    click.echo(text, err=True)


def progress(items: Any, label: str, length: int | None = None) -> Any:
    """A progress bar on a terminal, silence in a log."""
    return click.progressbar(items, length=length, label=label, file=sys.stderr)
