"""A program with a token of every scope for each person of the office."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.office import Office, given_office
from tests.rooms.api.client import Program

from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES


@pytest.fixture
def office(db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"


@pytest.fixture
def program_of(office: Office) -> Callable[..., Program]:
    """A program that acts as a person of the office, with all scopes or those named."""

    def made(who: str, *scopes: str) -> Program:
        _, secret = org.make_token(
            office[who], program="Kho báo cáo", scopes=scopes or tuple(SCOPES), days=30, by=office.administrator
        )
        return Program(secret)

    return made
