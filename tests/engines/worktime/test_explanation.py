"""A deadline explains itself in sentences with their law, and in a grid of days."""

from datetime import date, datetime

from tests.engines.worktime.plain import VN

from congvu.engines.worktime import DueRule, Explanation, due, explain, format_working
from congvu.kit.calendars import national

CALENDAR = national()
STORM = (datetime(2026, 11, 5, 0, 0, tzinfo=VN), datetime(2026, 11, 7, 0, 0, tzinfo=VN))


def mockup() -> Explanation:
    """The page of the mock-ups: 15 working days from 2/11/2026, two days of storm."""
    return explain(
        CALENDAR,
        DueRule.within(15, "working_days"),
        datetime(2026, 11, 2, 14, 5, tzinfo=VN),
        pauses=[STORM],
        today=date(2026, 11, 19),
        event="giao",
        basis="Công văn 3127/UBND-NC, mục 2",
        pause_texts=[(STORM[0], "nghỉ tránh bão số 13", "Công điện 21/CĐ-UBND ngày 04/11/2026")],
    )


def texts(told: Explanation) -> list[str]:
    return [line.text for line in told.sentences]


def test_working_days_are_told_as_on_the_page() -> None:
    told = mockup()
    assert told.title == "Vì sao hạn là hết thứ Năm 26/11/2026?"
    assert texts(told) == [
        "Bắt đầu: giao lúc 14:05 thứ Hai 02/11/2026. Ngày đầu không tính; thứ Ba 03/11 là ngày thứ nhất.",
        "Quy tắc: 15 ngày làm việc.",
        "Tạm dừng 2 ngày, 05/11 và 06/11: nghỉ tránh bão số 13.",
        "Không tính 3 kỳ thứ Bảy, Chủ nhật và thứ Ba 24/11, Ngày Văn hóa Việt Nam.",
        "Ngày thứ 15 là thứ Năm 26/11, hết giờ làm việc lúc 17:00.",
    ]
    laws = [line.law for line in told.sentences]
    assert laws[0].startswith("Bộ luật Dân sự 2015") and "147" in laws[0]
    assert laws[1:4] == [
        "Công văn 3127/UBND-NC, mục 2",
        "Công điện 21/CĐ-UBND ngày 04/11/2026",
        "Nghị quyết 28/2026/QH16, Điều 2",
    ]


def test_a_pause_too_short_for_a_day_is_told_all_the_same() -> None:
    pauses = [(datetime(2026, 11, 3, 9, 0, tzinfo=VN), datetime(2026, 11, 3, 9, 40, tzinfo=VN))]
    start = datetime(2026, 11, 2, 14, 5, tzinfo=VN)
    told = explain(CALENDAR, DueRule.within(2, "working_days"), start, pauses=pauses)
    assert "Tạm dừng 40 phút làm việc từ thứ Ba 03/11: cộng dồn chưa đủ 4 giờ làm việc nên hạn giữ nguyên." in texts(
        told
    )
    assert not any("Tạm dừng" in text for text in texts(explain(CALENDAR, DueRule.within(2, "working_days"), start)))


def test_the_grid_numbers_the_days_and_marks_the_rest() -> None:
    cells = {cell.day: cell for week in mockup().weeks for cell in week}
    assert len(cells) == 28
    assert [cell.number for cell in cells.values() if cell.number] == list(range(1, 16))
    assert (cells[date(2026, 11, 2)].kind, cells[date(2026, 11, 5)].kind) == ("start", "paused")
    assert (cells[date(2026, 11, 24)].kind, cells[date(2026, 11, 24)].label) == ("holiday", "Lễ")
    assert cells[date(2026, 11, 7)].kind == "off"
    assert cells[date(2026, 11, 27)].kind == "outside"
    assert [day for day, cell in cells.items() if cell.due] == [date(2026, 11, 26)]
    assert [day for day, cell in cells.items() if cell.today] == [date(2026, 11, 19)]
    assert cells[date(2026, 11, 18)].past and not cells[date(2026, 11, 19)].past


def test_every_day_off_is_a_step_with_its_decree() -> None:
    steps = due(CALENDAR, DueRule.within(3, "working_days"), datetime(2026, 8, 27, 9, 0, tzinfo=VN)).steps
    swapped = next(step for step in steps if step.kind == "swapped_off")
    assert (swapped.day, swapped.law) == (date(2026, 8, 31), "Thông báo 9441/TB-BNV ngày 16/10/2025")
    assert [step.kind for step in steps].count("weekend") == 2


def test_a_worked_saturday_is_said_to_be_counted() -> None:
    told = explain(CALENDAR, DueRule.within(3, "working_days"), datetime(2026, 8, 21, 14, 0, tzinfo=VN))
    assert "Có tính thứ Bảy 22/08, làm bù cho thứ Hai 31/8." in texts(told)


def test_a_moved_day_says_what_it_was_and_where_it_went() -> None:
    told = explain(CALENDAR, DueRule.within(7, "days"), datetime(2026, 2, 10, 9, 0, tzinfo=VN))
    assert texts(told)[2:] == [
        "Ngày thứ 7 là thứ Ba 17/02.",
        "Từ thứ Ba 17/02 đến Chủ nhật 22/02 là ngày nghỉ (Tết Âm lịch Bính Ngọ); "
        "hạn chuyển sang ngày làm việc tiếp theo.",
        "Hạn là hết thứ Hai 23/02/2026, lúc 24:00.",
    ]


def test_the_boundary_word_is_explained() -> None:
    told = explain(CALENDAR, DueRule.on(date(2026, 11, 26), "before"), datetime(2026, 11, 2, 9, 0, tzinfo=VN))
    assert "“Trước ngày” được tính đến hết ngày 26/11; nên xong trong thứ Tư 25/11." in texts(told)


def test_a_provisional_limit_says_so() -> None:
    told = explain(CALENDAR, DueRule.within(10, "working_days"), datetime(2027, 1, 28, 9, 0, tzinfo=VN))
    assert told.due.provisional
    assert "tạm tính" in texts(told)[-1]


def test_hours_are_told_by_the_clock() -> None:
    told = explain(CALENDAR, DueRule.within(20, "working_hours"), datetime(2026, 8, 20, 14, 5, tzinfo=VN))
    assert told.title == "Vì sao hạn là 08:05 thứ Hai 24/08/2026?"
    assert texts(told)[-1] == "Đủ 20 giờ làm việc vào lúc 08:05 thứ Hai 24/08/2026."


def test_durations_are_spoken_without_rounding_up() -> None:
    spoken = {0: "0 phút", 59: "dưới 1 phút", 9_600: "2 giờ 40 phút", 28_799: "7 giờ 59 phút", 28_800: "1 ngày"}
    spoken |= {3 * 28_800 + 5 * 3600 + 59: "3 ngày 5 giờ", -9_600: "−2 giờ 40 phút", 3_600: "1 giờ"}
    assert {seconds: format_working(seconds) for seconds in spoken} == spoken
