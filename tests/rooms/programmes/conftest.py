"""Every test of programmes has an office of a province, and files of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.office import Office, given_office

from congvu.kernel.org import moves as org


@pytest.fixture
def office(db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"
