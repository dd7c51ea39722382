"""The frame of all tests: a real PostgreSQL, the program's own role, a browser when one is asked for.

Tests of engines need none of it and run where Django is not installed.
"""

import os
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

WITH_DJANGO = find_spec("django") is not None and find_spec("pytest_django") is not None

if WITH_DJANGO:
    # Read by the settings, so it must stand here before anything imports them.
    os.environ["DJANGO_SETTINGS_MODULE"] = "congvu.config.settings"
    os.environ.setdefault("CONGVU_TEST_RUN", str(os.getpid()))
    os.environ["CONGVU_HOME"] = str(
        Path(tempfile.gettempdir()) / f"congvu-test-{os.environ['CONGVU_TEST_RUN']}" / "home"
    )
    import django
    from django.conf import settings

    django.setup()  # before the conftest of a room is read, which imports models

    (Path(os.environ["CONGVU_HOME"]) / "assets").mkdir(parents=True, exist_ok=True, mode=0o711)

    from tests.database import Database, remove, remove_forgotten, run_folder

    if find_spec("playwright") is not None:
        from tests.browser import assets, browser, page_of, server, visitor  # noqa: F401 — fixtures

    def pytest_sessionstart(session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            remove_forgotten()

    def pytest_unconfigure(config: pytest.Config) -> None:
        if not hasattr(config, "workerinput"):
            remove(run_folder())

    @pytest.fixture(scope="session")
    def database(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Database]:
        """This process's own database; `database.url(role)` for a connection beside Django's."""
        workerinput = getattr(request.config, "workerinput", {"workerid": "main"})
        mine = Database(workerinput["workerid"])
        with django_db_blocker.unblock():
            mine.create()
        yield mine

    @pytest.fixture(scope="session")
    def django_db_setup(database: Database, django_db_blocker: Any) -> Iterator[None]:
        """In place of pytest-django's own, which would create, migrate and run as one role."""
        from django.db import connection, connections
        from django.test import TransactionTestCase

        from congvu.kit.roles import django_database

        def renew(_case: TransactionTestCase) -> None:
            connections.close_all()
            database.renew()

        TransactionTestCase._fixture_teardown = renew  # type: ignore[method-assign]
        connection.close()
        settings.DATABASES["default"].update(django_database(database.url()))
        connection.settings_dict.update(django_database(database.url()))
        yield
        with django_db_blocker.unblock():
            connections.close_all()
