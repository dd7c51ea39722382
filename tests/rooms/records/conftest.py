from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rooms.org.office import Province, given_province


@pytest.fixture
def province(db: None) -> Province:
    return given_province()


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"
