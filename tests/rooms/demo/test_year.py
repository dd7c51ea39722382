"""A year of work goes on where it was killed: no day is played twice, none is left out, every promise holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from tests.database import Database

from congvu.config.demo import year
from congvu.config.demo.year import NotAYear
from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.ledger import queries
from congvu.kernel.ledger.models import Entry
from congvu.kernel.ledger.queries import Verdict
from congvu.kernel.org import moves as org


class Killed(Exception):
    """The process ends in the middle of a day."""


class Bar:
    """A progress bar that is killed after some days."""

    days = 0

    def __init__(self, items: Any, *_: object, **__: object) -> None:
        self.items = items

    def __enter__(self) -> Iterator[int]:
        for number, day in enumerate(self.items):
            if number == self.days:
                raise Killed
            yield day

    def __exit__(self, *_: object) -> None:
        pass


def killed_after(days: int) -> type[Bar]:
    return type("Killing", (Bar,), {"days": days, "__enter__": lambda self: Bar.__enter__(self)})


@pytest.fixture
def empty(
    database: Database, django_db_setup: None, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> Iterator[None]:
    """An empty database that commits, renewed afterwards."""
    settings.HOME, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.renew()


def played() -> list[tuple[str, int]]:
    rows = Entry.objects.filter(room="demo", subject="year").order_by("seq")
    return [(row.verb, row.payload["number"]) for row in rows]


def test_what_was_killed_goes_on_with_the_next_day(empty: None) -> None:
    first = -year.DAYS
    with pytest.raises(Killed):
        year.make_year(killed_after(2))
    assert played() == [("begun", first - 1), ("day", first), ("day", first + 1)]
    before = Duty.objects.count()
    with pytest.raises(Killed):
        year.make_year(killed_after(1))
    assert played()[-1] == ("day", first + 2) and len(played()) == 4
    assert Duty.objects.count() > before
    assert invariants.check(connection) == []
    ledger.seal_all()
    assert queries.verify().verdict == Verdict.PROVEN


def test_a_database_that_holds_something_else_is_refused(db: None) -> None:
    org.set_up(name="Tỉnh khác", level="province", origin="demo/khac", demonstration=True)
    with pytest.raises(NotAYear, match="dữ liệu khác"):
        year.make_year(Bar)
