from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.rooms.org.office import Province, given_province

from congvu.kernel.org.queries import head_of
from congvu.kit.clock import now


@pytest.fixture
def province(db: None) -> Province:
    return given_province()


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"


@pytest.fixture
def browser_of(province: Province) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(province.people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def head_name(province: Province) -> Callable[[str], str]:
    """The name of whoever answers for a body now."""

    def name(code: str) -> str:
        seat = head_of(province.bodies[code], now())
        assert seat is not None
        return seat.person.username

    return name
