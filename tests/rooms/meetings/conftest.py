from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.office import Office, given_office

from congvu.kernel.org import moves as org
from congvu.kit.clock import now


@pytest.fixture
def office(db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office(now() - timedelta(days=60))


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"


@pytest.fixture
def browser_of(office: Office) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(office[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _real_time_again(db: None) -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("select set_config('congvu.simulated_now', '', false)")
