"""Every test of duties has an office."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.database import Database
    from tests.office import Office


@pytest.fixture
def office(db: None) -> "Office":
    """The small office in the test's own transaction."""
    from tests.office import given_office

    return given_office()


@pytest.fixture(scope="module")
def office_kept(django_db_setup: None, django_db_blocker: Any, database: "Database") -> Iterator["Office"]:
    """The small office committed once for a module that needs several connections; then the database is renewed."""
    from django.db import connections
    from tests.office import given_office

    with django_db_blocker.unblock():
        yield given_office()
        connections.close_all()
        database.renew()
