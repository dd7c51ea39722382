"""An office on a simulated Monday, whose people have addresses, and a real mail server."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.office import Office
    from tests.rooms.notices.smtp import MailServer

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+07:00")


@pytest.fixture
def clock(db: None) -> Callable[[str], datetime]:
    """`clock("2026-11-03 07:31")` sets the database's clock, on the wall in Vietnam."""
    from django.db import connection

    def set_clock(text: str) -> datetime:
        at = datetime.fromisoformat(f"{text}+07:00")
        with connection.cursor() as cursor:
            cursor.execute("select set_config('congvu.simulated_now', %s, true)", [at.isoformat()])
        return at

    return set_clock


@pytest.fixture
def office(clock: Callable[[str], datetime]) -> "Iterator[Office]":
    from tests.office import given_office

    from congvu.kernel.ledger.moves import hand_out
    from congvu.kernel.org import moves as org
    from congvu.kernel.org import queries

    queries.forget_calendar()
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/notices", demonstration=True)
    clock("2026-11-02 09:00")
    made = given_office(MONDAY - timedelta(days=1))
    for name, person in made.person.items():
        person.email = f"{name}@an-binh.example"
        person.save(update_fields=["email"])
    hand_out()
    yield made
    queries.forget_calendar()


@pytest.fixture
def mail(settings: Any) -> "Iterator[MailServer]":
    from tests.rooms.notices.smtp import MailServer

    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.ADDRESS = "https://congvu.an-binh.example/"
        yield server
