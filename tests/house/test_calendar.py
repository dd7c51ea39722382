"""The working calendar on the command line: a change is drafted, its effect shown, published, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.program import SET_UP, congvu, home_with

PEOPLE = SET_UP + (
    "    from datetime import date\n"
    "    from congvu.kernel.org import moves as org\n"
    "    body = org.add_body(code='t', name='UBND tỉnh', valid_from=date(2025, 7, 1), by=None)\n"
    "    post = org.add_post(body, title='Chủ tịch', role='leader', order=1, valid_from=date(2025, 7, 1), by=None)\n"
    "    head = org.add_person(username='binh', full_name='Trần Văn Bình', by=None)\n"
    "    org.appoint(head, post, by=None)\n"
    "    org.add_person(username='quantri', full_name='Quản Trị', by=None, administrator=True)\n"
)


@pytest.fixture
def home() -> Iterator[Path]:
    with home_with(PEOPLE) as folder:
        yield folder


def test_a_change_is_drafted_previewed_published_and_taken_back(home: Path) -> None:
    day = ("--day", "2026-12-03 holiday Nghỉ tránh bão số 13")
    words = ("--title", "Nghỉ tránh bão", "--instrument", "Công điện 21/CĐ-UBND")
    refused = congvu(home, "calendar", "draft", *words, "--day", "hôm nay holiday x", "--by", "quantri")
    assert refused.returncode == 2 and "không phải một ngày" in refused.stderr
    made = congvu(home, "calendar", "draft", *words, *day, "--by", "quantri")
    assert made.returncode == 0, made.stderr
    number = made.stdout.strip()
    assert "0 thời hạn đổi" in congvu(home, "calendar", "effect", number).stdout
    refused = congvu(home, "calendar", "publish", number, "--by", "quantri")
    assert refused.returncode == 2 and "công bố được" in refused.stderr
    assert "Đã công bố lịch số 1" in congvu(home, "calendar", "publish", number, "--by", "binh").stdout
    shown = congvu(home, "calendar", "show", "2026").stdout
    assert "2026-12-03\tholiday\tNghỉ tránh bão số 13\tCông điện 21/CĐ-UBND" in shown
    undoing = congvu(home, "calendar", "undo", "1", "--instrument", "Công điện 22", "--by", "quantri").stdout.strip()
    congvu(home, "calendar", "publish", undoing, "--by", "binh")
    assert "2026-12-03" not in congvu(home, "calendar", "show", "2026").stdout
    assert congvu(home, "calendar", "versions").stdout.count("số ") == 2
    assert congvu(home, "calendar", "publish", "9", "--by", "binh").returncode == 6
