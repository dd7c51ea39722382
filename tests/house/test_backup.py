"""A backup brings everything back, and the ledger says that its past forked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.program import SET_UP, congvu, home_with, python

HEADS = """
from congvu.faces.cli import runtime
with runtime.program():
    from congvu.kernel.ledger.models import Entry, Log
    from congvu.kernel.org.models import Installation
    print(Installation.objects.get().name, *Log.objects.order_by("pk").values_list("origin", flat=True))
    print(*Entry.objects.order_by("pk").values_list("verb", flat=True))
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with home_with(SET_UP) as folder:
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files" / "abc").write_bytes(b"noi dung")
        yield folder


@pytest.fixture(scope="module")
def saved(home: Path) -> Path:
    target = home.parent / "saved.tar"
    answer = congvu(home, "backup", str(target))
    assert answer.returncode == 0, answer.stderr
    return target


def test_a_backup_is_readable_by_its_owner_only(saved: Path) -> None:
    assert saved.stat().st_mode & 0o077 == 0


def test_restoring_into_an_empty_folder_brings_everything_back_under_a_new_origin(home: Path, saved: Path) -> None:
    other = home.parent / "other"
    answer = congvu(other, "restore", str(saved))
    assert answer.returncode == 0, answer.stderr
    assert (other / "files" / "abc").read_bytes() == b"noi dung"
    assert (other / "keys" / "ledger.key").read_bytes() == (home / "keys" / "ledger.key").read_bytes()
    first, second = python(other, HEADS).splitlines()
    assert first == "Tỉnh thử thu.vn thu.vn/2"
    assert second.split()[-1] == "open"
    assert python(home, HEADS).splitlines()[0] == "Tỉnh thử thu.vn"


def test_data_is_never_overwritten_unasked_and_then_kept(home: Path, saved: Path) -> None:
    other = home.parent / "third"
    assert congvu(other, "restore", str(saved)).returncode == 0
    answer = congvu(other, "restore", str(saved))
    assert answer.returncode == 6
    assert "--replace" in answer.stderr
    answer = congvu(other, "restore", "--replace", str(saved))
    assert answer.returncode == 0, answer.stderr
    assert "congvu_before_" in answer.stderr
    assert python(other, HEADS).splitlines()[0] == "Tỉnh thử thu.vn thu.vn/2"


def test_a_damaged_backup_is_refused_before_anything_happens(home: Path, saved: Path) -> None:
    damaged = saved.with_name("damaged.tar")
    data = bytearray(saved.read_bytes())
    data[2000] ^= 1
    damaged.write_bytes(data)
    other = home.parent / "fourth"
    answer = congvu(other, "restore", str(damaged))
    assert answer.returncode == 1
    assert not (other / "cluster").exists()


def test_something_else_is_not_taken_for_a_backup(home: Path) -> None:
    other = home.parent / "letter.tar"
    other.write_text("Kính gửi")
    answer = congvu(home.parent / "fifth", "restore", str(other))
    assert answer.returncode == 1
    assert "không phải tệp sao lưu" in answer.stderr
