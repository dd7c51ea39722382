"""Deadlines, each case with the article that decides it."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.worktime import plain
from tests.engines.worktime.plain import VN

from congvu.engines.worktime import (
    Calendar,
    DueRule,
    DueSettings,
    OutsideCalendar,
    SpecialDay,
    due,
    due_array,
    due_columns,
    due_day,
    to_micros,
    whole_days_late,
    working_days_left,
)
from congvu.kit.calendars import national

CALENDAR = national()


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VN)


def within(amount: int, unit: str) -> DueRule:
    return DueRule.within(amount, unit)


def day(text: str, boundary: str = "by") -> DueRule:
    return DueRule.on(datetime.strptime(text, "%d/%m/%Y").date(), boundary)


CASES = [
    # article, start, rule, due (24:00 is written as 00:00 of the next day)
    ("BLDS 147(1): hours run at once", "02/11/2026 14:05", within(48, "hours"), "04/11/2026 14:05"),
    ("BLDS 147(1): hours run through days off", "06/11/2026 16:00", within(24, "hours"), "07/11/2026 16:00"),
    ("BLDS 147(2), 148(1), 148(6): days", "02/11/2026 14:05", within(3, "days"), "06/11/2026 00:00"),
    (
        "BLDS 147(2): the first day is not counted even at 00:00",
        "02/11/2026 00:00",
        within(1, "days"),
        "04/11/2026 00:00",
    ),
    ("BLDS 148(5): Saturday goes to Monday", "02/11/2026 14:05", within(5, "days"), "10/11/2026 00:00"),
    ("BLDS 148(5): a holiday goes to the next working day", "19/11/2026 09:00", within(5, "days"), "26/11/2026 00:00"),
    ("BLDS 148(5): over all of Tết 2026", "10/02/2026 09:00", within(7, "days"), "24/02/2026 00:00"),
    ("BLDS 148(5): a worked Saturday is no day off", "19/08/2026 09:00", within(3, "days"), "23/08/2026 00:00"),
    ("BLDS 148(2): weeks end on the same weekday", "04/11/2026 09:00", within(2, "weeks"), "19/11/2026 00:00"),
    ("BLDS 148(3): months end on the same number", "05/10/2026 09:00", within(1, "months"), "06/11/2026 00:00"),
    ("BLDS 148(3): no such number: the last day", "30/01/2026 09:00", within(1, "months"), "03/03/2026 00:00"),
    ("BLDS 148(3): 31/3 + 1 month; 30/4 and 1/5 are off", "31/03/2026 09:00", within(1, "months"), "05/05/2026 00:00"),
    ("BLDS 148(3): leap year", "31/01/2024 09:00", within(1, "months"), "01/03/2024 00:00"),
    ("BLDS 148(4): a year; 2/9/2027 and 3/9 are off", "02/09/2026 09:00", within(1, "years"), "07/09/2027 00:00"),
    ("BLDS 146(1): half a year is six months", "05/05/2026 09:00", within(1, "half_years"), "06/11/2026 00:00"),
    ("BLDS 146(1): a quarter is three months", "05/08/2026 09:00", within(1, "quarters"), "06/11/2026 00:00"),
    ("domain 11.3: a swapped Saturday counts", "21/08/2026 14:00", within(3, "working_days"), "25/08/2026 17:00"),
    ("domain 11.3: a swapped Monday does not", "27/08/2026 09:00", within(3, "working_days"), "04/09/2026 17:00"),
    ("the swap 2/1/2026 for 10/1/2026", "31/12/2025 09:00", within(7, "working_days"), "12/01/2026 17:00"),
    ("working hours end when they are used up", "20/08/2026 14:05", within(16, "working_hours"), "22/08/2026 14:05"),
    ("working hours begun at night", "20/08/2026 20:00", within(8, "working_hours"), "21/08/2026 17:00"),
    ("a superior's day: 24:00 of it", "02/11/2026 09:00", day("26/11/2026"), "27/11/2026 00:00"),
    ("a superior's day off: BLDS 148(5)", "02/11/2026 09:00", day("29/11/2026"), "01/12/2026 00:00"),
    ("trước ngày D ends with D by the setting", "02/11/2026 09:00", day("26/11/2026", "before"), "27/11/2026 00:00"),
    ("trong ngày D: the close of office", "02/11/2026 09:00", day("26/11/2026", "in"), "26/11/2026 17:00"),
    ("ngày D: 24:00", "02/11/2026 09:00", day("26/11/2026", "on"), "27/11/2026 00:00"),
    ("a period: 24:00 of its last day", "02/11/2026 09:00", DueRule.period(date(2026, 11, 30)), "01/12/2026 00:00"),
    ("a period that ends on a day off", "02/08/2026 09:00", DueRule.period(date(2026, 8, 31)), "04/09/2026 00:00"),
]


@pytest.mark.parametrize(("article", "start", "rule", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_the_article_says(article: str, start: str, rule: DueRule, expected: str) -> None:
    begin = moment(start)
    assert due(CALENDAR, rule, begin).at == moment(expected)
    assert due_array(CALENDAR, rule, np.array([to_micros(begin)])).tolist() == [to_micros(moment(expected))]


def test_before_a_day_may_be_read_strictly_and_then_ends_the_day_before() -> None:
    strict = DueSettings(before_includes_day=False)
    rule = day("26/11/2026", "before")
    begin = moment("02/11/2026 09:00")
    assert due(CALENDAR, rule, begin, strict).at == moment("26/11/2026 00:00")
    assert due(CALENDAR, rule, begin, strict).advised is None
    # the mock-up's question: before 30/11 is the end of Sunday 29/11, hence Monday 30/11
    assert due(CALENDAR, day("30/11/2026", "before"), begin, strict).at == moment("01/12/2026 00:00")
    assert due_array(CALENDAR, rule, np.array([0]), strict).tolist() == [to_micros(moment("26/11/2026 00:00"))]


def test_before_a_day_advises_the_day_before() -> None:
    assert due(CALENDAR, day("26/11/2026", "before"), moment("02/11/2026 09:00")).advised == date(2026, 11, 25)


@pytest.mark.parametrize("kind", ["working_days", "days", "weeks", "months", "hours", "working_hours"])
@pytest.mark.parametrize("amount", [1, 3, 20])
def test_every_day_of_eight_years_agrees_with_the_plain_count_and_with_the_column(kind: str, amount: int) -> None:
    first = date(2020, 1, 1)
    starts = [plain.at(first + timedelta(days=n), 3600 * (n % 24) + n % 60) for n in range(8 * 365 - 90 - 610)]
    rule = DueRule.within(amount, kind)
    column = due_array(CALENDAR, rule, np.array([to_micros(start) for start in starts]))
    assert column.tolist() == [to_micros(plain.due(kind, amount, start)) for start in starts]
    for start, expected in zip(starts[::5], column[::5].tolist(), strict=True):
        assert to_micros(due(CALENDAR, rule, start).at) == expected


@settings(max_examples=60)
@given(st.dates(date(2020, 1, 1), date(2027, 12, 1)), st.sampled_from(["before", "by", "on", "in"]), st.booleans())
def test_named_days_agree_between_row_and_column(named: date, boundary: str, includes: bool) -> None:
    rule, choice = DueRule.on(named, boundary), DueSettings(includes)
    start = plain.at(date(2020, 1, 2), 30_000)
    result = due(CALENDAR, rule, start, choice)
    assert due_array(CALENDAR, rule, np.array([to_micros(start)]), choice).tolist() == [to_micros(result.at)]
    assert plain.works(result.day)
    assert result.day >= named - timedelta(days=1)


RULES = st.one_of(
    st.builds(DueRule.within, st.integers(1, 40), st.sampled_from(["working_days", "days", "weeks", "months"])),
    st.builds(DueRule.within, st.integers(1, 300), st.sampled_from(["hours", "working_hours"])),
    st.builds(DueRule.on, st.dates(date(2026, 6, 1), date(2028, 6, 1)), st.sampled_from(["before", "by", "on", "in"])),
    st.builds(DueRule.period, st.dates(date(2026, 6, 1), date(2028, 6, 1))),
)


@settings(max_examples=300)
@given(RULES, st.datetimes(datetime(2026, 6, 1), datetime(2027, 12, 1)), st.booleans())
def test_whether_a_limit_is_provisional_agrees_between_row_and_column(
    rule: DueRule, begin: datetime, includes: bool
) -> None:
    start, choice = begin.replace(microsecond=0, tzinfo=VN), DueSettings(includes)
    result = due(CALENDAR, rule, start, choice)
    ends, provisional = due_columns(CALENDAR, rule, np.array([to_micros(start)]), choice)
    assert (ends.tolist(), provisional.tolist()) == ([to_micros(result.at)], [result.provisional])


# --- pauses --------------------------------------------------------------------------------------------------------


def paused(first: str, last: str) -> tuple[datetime, datetime]:
    return moment(first), moment(last)


PAUSED = [
    # why, rule, pauses, due; all from Monday 02/11/2026 14:05
    ("two whole days", within(15, "working_days"),
     [paused("05/11/2026 00:00", "07/11/2026 00:00")], "26/11/2026 17:00"),
    ("from the close of one day to the opening of another", within(2, "working_days"),
     [paused("03/11/2026 17:00", "05/11/2026 07:00")], "05/11/2026 17:00"),
    ("less than half a day: every day counts", within(2, "working_days"),
     [paused("03/11/2026 16:00", "04/11/2026 09:00")], "04/11/2026 17:00"),
    ("a pause of seconds moves nothing", within(2, "working_days"),
     [paused("03/11/2026 09:00", "03/11/2026 09:01")], "04/11/2026 17:00"),
    ("half a day makes a day", within(2, "working_days"),
     [paused("03/11/2026 07:00", "03/11/2026 11:00")], "05/11/2026 17:00"),
    ("short pauses add up", within(2, "working_days"),
     [paused("03/11/2026 07:00", "03/11/2026 09:00"), paused("04/11/2026 07:00", "04/11/2026 09:00")],
     "05/11/2026 17:00"),
    ("what is over is kept for the next pause", within(3, "working_days"),
     [paused("03/11/2026 07:00", "03/11/2026 14:00"), paused("04/11/2026 07:00", "04/11/2026 09:00")],
     "06/11/2026 17:00"),
    ("no limit ends inside a pause", within(2, "working_days"),
     [paused("04/11/2026 16:00", "05/11/2026 09:00")], "05/11/2026 17:00"),
    ("no named day ends inside a pause", day("04/11/2026"),
     [paused("04/11/2026 16:00", "05/11/2026 09:00")], "06/11/2026 00:00"),
    ("at noon nothing stands still", within(2, "working_days"),
     [paused("03/11/2026 11:30", "03/11/2026 13:30")], "04/11/2026 17:00"),
    ("over a weekend nothing stands still", within(5, "working_days"),
     [paused("07/11/2026 07:00", "08/11/2026 17:00")], "09/11/2026 17:00"),
    ("calendar days", within(3, "days"), [paused("03/11/2026 08:00", "04/11/2026 08:00")], "07/11/2026 00:00"),
    ("real hours stand still", within(24, "hours"),
     [paused("02/11/2026 15:05", "02/11/2026 17:05")], "03/11/2026 16:05"),
    ("working hours stand still", within(8, "working_hours"),
     [paused("02/11/2026 15:05", "03/11/2026 08:00")], "03/11/2026 17:00"),
    ("a day that was named moves on by the days paused", day("06/11/2026"),
     [paused("04/11/2026 08:00", "05/11/2026 17:00")], "11/11/2026 00:00"),
    ("a pause begun before the start", within(2, "working_days"),
     [paused("01/11/2026 08:00", "04/11/2026 06:00")], "05/11/2026 17:00"),
    ("pauses that overlap count once", within(2, "working_days"),
     [paused("03/11/2026 08:00", "04/11/2026 17:00"), paused("04/11/2026 08:00", "04/11/2026 09:00")],
     "06/11/2026 17:00"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rule", "pauses", "expected"), PAUSED, ids=[case[0] for case in PAUSED])
def test_pauses(why: str, rule: DueRule, pauses: list[tuple[datetime, datetime]], expected: str) -> None:
    assert due(CALENDAR, rule, moment("02/11/2026 14:05"), pauses=pauses).at == moment(expected)


@settings(max_examples=100)
@given(
    st.integers(1, 10),
    st.sampled_from(["working_days", "days", "working_hours", "hours"]),
    st.lists(st.tuples(st.integers(0, 40 * 24), st.integers(0, 72)), max_size=4),
)
def test_a_pause_never_shortens_and_the_limit_never_falls_inside_one(
    amount: int, kind: str, hours: list[tuple[int, int]]
) -> None:
    start = moment("02/11/2026 14:05")
    pauses = [(start + timedelta(hours=a), start + timedelta(hours=a + b)) for a, b in hours]
    rule = DueRule.within(amount, kind)
    result = due(CALENDAR, rule, start, pauses=pauses)
    assert result.at >= due(CALENDAR, rule, start).at
    assert not any(begin < result.at <= until for begin, until in pauses if kind != "days")


# --- provisional, late, left ---------------------------------------------------------------------------------------


def test_a_limit_over_an_unannounced_stretch_is_provisional() -> None:
    assert not due(CALENDAR, within(5, "working_days"), moment("02/11/2026 09:00")).provisional
    assert due(CALENDAR, within(10, "working_days"), moment("28/01/2027 09:00")).provisional
    assert due(CALENDAR, within(1, "months"), moment("14/01/2028 09:00")).provisional, "a year nobody has announced"
    assert due(CALENDAR, day("31/08/2027"), moment("02/11/2026 09:00")).provisional


@pytest.mark.parametrize("kind", ["working_days", "days", "weeks", "months", "hours", "working_hours"])
def test_an_amount_that_no_calendar_holds_is_refused(kind: str) -> None:
    for start in (moment("02/11/2026 09:00"), datetime(9990, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=VN)):
        with pytest.raises(OutsideCalendar):
            due(CALENDAR, within(100_000, kind), start)


def test_only_the_days_that_decide_make_a_limit_provisional() -> None:
    over_tet = moment("20/01/2027 09:00")
    assert not due(CALENDAR, within(60, "days"), over_tet).provisional, "days off on the way do not matter"
    assert due(CALENDAR, within(18, "days"), over_tet).provisional, "the last day may turn out to be off"
    assert not due(CALENDAR, within(18 * 24, "hours"), over_tet).provisional


def test_a_row_that_nobody_verified_makes_what_is_counted_over_it_provisional() -> None:
    row = SpecialDay(date(2026, 11, 25), "swapped_off", "nghỉ hoán đổi", "đề xuất", verified=False)
    calendar = Calendar.build("t", "1", date(2026, 11, 1), date(2026, 11, 30), special_days=[row])
    assert due(calendar, within(2, "working_days"), moment("24/11/2026 09:00")).provisional
    assert not due(calendar, within(2, "working_days"), moment("25/11/2026 09:00")).provisional


def test_beyond_the_calendar_is_said_not_guessed() -> None:
    with pytest.raises(OutsideCalendar):
        due(CALENDAR, within(10_000, "days"), moment("02/11/2026 09:00"))
    with pytest.raises(OutsideCalendar):
        due_array(CALENDAR, within(10_000, "working_days"), np.array([to_micros(moment("02/11/2026 09:00"))]))


def test_days_late_are_working_days_begun_after_the_due_day() -> None:
    limit = moment("27/11/2026 00:00")  # hết thứ Năm 26/11
    assert due_day(limit) == date(2026, 11, 26)
    assert whole_days_late(CALENDAR, limit, moment("26/11/2026 23:59")) == 0
    assert whole_days_late(CALENDAR, limit, limit) == 0
    assert whole_days_late(CALENDAR, limit, moment("27/11/2026 08:00")) == 1
    assert whole_days_late(CALENDAR, limit, moment("29/11/2026 08:00")) == 1
    assert whole_days_late(CALENDAR, limit, moment("30/11/2026 08:00")) == 2
    at_close = moment("26/11/2026 17:00")
    assert whole_days_late(CALENDAR, at_close, moment("26/11/2026 17:30")) == 0


def test_days_left_are_those_of_the_mockup() -> None:
    limit = moment("26/11/2026 17:00")
    assert working_days_left(CALENDAR, moment("19/11/2026 09:40"), limit) == 4
    assert working_days_left(CALENDAR, moment("26/11/2026 09:40"), limit) == 0
    assert working_days_left(CALENDAR, moment("30/11/2026 09:40"), limit) == 0
