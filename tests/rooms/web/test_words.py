"""Days, limits and found words as pages write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from congvu.engines.lifecycle import Refusal
from congvu.kernel.duties.rules import DUTY
from congvu.kit import dates
from congvu.kit.clock import VIETNAM
from congvu.kit.search import holds, marked


def vietnam(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026 on the wall in Vietnam."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


def test_a_limit_at_midnight_is_named_after_the_day_that_it_ends() -> None:
    assert dates.limit_text(vietnam(27, 0)) == "hết thứ Năm 26/11/2026"
    assert dates.limit_text(vietnam(26, 17)) == "hết thứ Năm 26/11/2026"
    assert dates.limit_text(vietnam(26, 10, 30)) == "10:30 thứ Năm 26/11/2026"


@pytest.mark.parametrize(
    ("style", "text"),
    [("", "26/11/2026"), ("short", "26/11"), ("weekday", "thứ Năm 26/11/2026"), ("weekday_short", "thứ Năm 26/11")],
)
def test_a_day_is_written_in_four_ways(style: str, text: str) -> None:
    assert dates.day_text(date(2026, 11, 26), style) == text


def test_the_body_is_not_said_twice() -> None:
    assert dates.seat_text("Chủ tịch UBND tỉnh", "UBND tỉnh") == "Chủ tịch UBND tỉnh"
    assert dates.seat_text("Giám đốc", "Sở Nội vụ") == "Giám đốc, Sở Nội vụ"


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Rà soát hồ sơ đất đai", "ho so dat", ["hồ sơ đất"]),
        ("Rà soát quỹ đất", "so", ["so"]),
        ("Cho số liệu", "ho", []),
        ("Hòa Lợi", "hoa", ["Hòa"]),
        ("3127/UBND-NC", "3127", ["3127"]),
    ],
)
def test_found_words_are_marked_with_their_tone_marks(text: str, query: str, found: list[str]) -> None:
    assert [part for part, hit in marked(text, query) if hit] == found


def test_nothing_of_a_text_is_lost_by_marking() -> None:
    text = "Đề xuất cắm mốc <b>& dẫn đến</b>"
    assert "".join(part for part, _hit in marked(text, "de xuat dan")) == text


def test_a_name_is_held_whatever_the_tone_marks() -> None:
    assert holds("Nguyễn Thị Lan Chuyên viên Phòng Quản lý đất đai", "lan phong quan ly")
    assert not holds("Nguyễn Thị Lan", "lan anh")


@pytest.mark.parametrize(
    ("seconds", "vietnamese", "english"),
    [
        (3 * 28_800 + 5 * 3600, "3 ngày 5 giờ", "3 days 5 hours"),
        (3660, "1 giờ 1 phút", "1 hour 1 minute"),
        (20, "dưới 1 phút", "less than 1 minute"),
        (-7200, "−2 giờ", "−2 hours"),
    ],
)
def test_working_time_is_told_in_the_language_of_the_page(seconds: int, vietnamese: str, english: str) -> None:
    with translation.override("vi"):
        assert dates.working_text(seconds) == vietnamese
    with translation.override("en"):
        assert dates.working_text(seconds) == english


def test_a_refusal_of_the_table_is_told_in_the_language_of_the_page() -> None:
    refusal = DUTY.decide("accept", "in_hand", {"holder"})
    assert isinstance(refusal, Refusal)
    with translation.override("en"):
        told = refusal.told(translation.gettext)
    assert told.text == "The duty is “In hand”; “Accept” is possible only when it is “To be accepted”."
    assert told.who == "the holder or the clock, when the limit has passed"
    assert refusal.text == "Việc đang “Đang làm”; chỉ “Nhận” được khi việc “Chờ nhận”."
