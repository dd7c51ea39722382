"""The small office, with files in a folder of their own."""

from pathlib import Path

import pytest
from tests.office import Office, given_office

from congvu.kernel.org import moves as org


@pytest.fixture
def office(db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path
