"""A file goes with a move only by the hand of who stored it."""

from pathlib import Path

import pytest
from tests.office import Office

from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.records import moves as records


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: object) -> None:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def test_the_file_of_another_person_is_not_handed_in(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    alien = records.store_file("Hồ sơ cán bộ".encode(), "ho-so.txt", by=office["mai"])
    with pytest.raises(MoveRefused) as refused:
        office.move("report", duty_id, "lan", progress="Xong", file=alien.pk)
    assert refused.value.refusal.code == "file"


def test_a_file_that_the_duty_has_goes_on_with_it(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    mine = records.store_file("Số liệu".encode(), "so-lieu.txt", by=office["lan"])
    office.move("complete", duty_id, "lan", product="Báo cáo", file=mine.pk)
    office.move("note", duty_id, office.holder_of(duty_id), note="Đã xem", file=mine.pk)
