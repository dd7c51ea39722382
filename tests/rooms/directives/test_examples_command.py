"""`congvu directives export-examples` as an operator types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.program import congvu, home_with

APPROVED = """
from congvu.faces.cli import runtime
with runtime.program():
    from tests.rooms.directives.given import given_issued
    from tests.rooms.org.office import _province
    given_issued(_province())
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with home_with(APPROVED) as folder:
        yield folder


def test_each_approved_reading_is_a_text_and_its_labels(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vi-du"
    done = congvu(home, "directives", "export-examples", str(folder))
    assert done.returncode == 0 and "Đã ghi 1 văn bản" in done.stdout, done.stderr
    (text,) = folder.glob("*.txt")
    label = json.loads(text.with_suffix(".json").read_text("utf-8"))
    said = json.loads((folder / "may-doc" / f"{text.stem}.json").read_text("utf-8"))
    assert label["assignments"] and said["assignments"] and text.stat().st_mode & 0o077 == 0
    again = congvu(home, "directives", "export-examples", str(folder))
    assert again.returncode == 2 and "đã có tệp" in again.stderr
    none = congvu(home, "directives", "export-examples", str(tmp_path / "b"), "--since", "2100-01-01")
    assert none.returncode == 0 and "Đã ghi 0 văn bản" in none.stdout


def test_who_runs_nothing_takes_nothing(home: Path, tmp_path: Path) -> None:
    refused = congvu(home, "directives", "export-examples", str(tmp_path / "c"), "--as", "chutich")
    assert refused.returncode == 2 and "Chỉ quản trị viên" in refused.stderr
