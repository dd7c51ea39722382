"""Working time is exact to the second, and a column gives what its rows give."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.worktime import plain
from tests.engines.worktime.plain import VN

from congvu.engines.worktime import (
    Calendar,
    OutsideCalendar,
    after_working_seconds,
    after_working_seconds_array,
    from_micros,
    to_micros,
    working_seconds,
    working_seconds_array,
    working_seconds_outside,
)
from congvu.kit.calendars import national

CALENDAR = national()
FIRST, LAST = datetime(2020, 1, 1, tzinfo=VN), datetime(2027, 12, 31, 23, 59, 59, tzinfo=VN)
moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=VN))
# near the edges of office hours, where mistakes live
edges = st.tuples(
    st.dates(FIRST.date(), LAST.date()),
    st.sampled_from([0, 25200, 41400, 48600, 61200, 86399]),
    st.integers(-2, 2),
    st.sampled_from([0, 1, 999_999]),
).map(lambda e: plain.at(e[0], e[1] + e[2]) + timedelta(microseconds=e[3]))
near = (moments | edges).filter(lambda at: FIRST <= at <= LAST)


@given(near, near)
def test_a_span_has_the_seconds_of_the_plain_count(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    assert working_seconds(CALENDAR, start, end) == plain.working_seconds(start, end)
    assert working_seconds(CALENDAR, end, start) == -plain.working_seconds(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 1, 1, 23, 0, tzinfo=VN), datetime(2026, 1, 5, 8, 0, 1, tzinfo=VN)),
        (datetime(2026, 1, 9, 16, 59, 58, tzinfo=VN), datetime(2026, 1, 12, 7, 0, 2, tzinfo=VN)),
        (datetime(2026, 8, 28, 11, 29, 59, tzinfo=VN), datetime(2026, 9, 3, 13, 30, 1, tzinfo=VN)),
    ],
)
def test_asked_second_by_second_over_swaps_and_holidays(start: datetime, end: datetime) -> None:
    assert plain.seconds_one_by_one(start, end) == plain.working_seconds(start, end)
    assert working_seconds(CALENDAR, start, end) == plain.seconds_one_by_one(start, end)


@given(near, near, near)
def test_parts_of_a_span_add_up(a: datetime, b: datetime, c: datetime) -> None:
    assert working_seconds(CALENDAR, a, b) + working_seconds(CALENDAR, b, c) == working_seconds(CALENDAR, a, c)


@given(near, st.integers(0, 200 * 28_800))
def test_the_end_of_so_much_working_time_is_the_first_such_instant(start: datetime, seconds: int) -> None:
    end = after_working_seconds(CALENDAR, start, seconds)
    assert end == plain.after(start, seconds)
    assert working_seconds(CALENDAR, start, end) == seconds
    if seconds:
        assert working_seconds(CALENDAR, start, end - timedelta(seconds=1)) == seconds - 1


def test_columns_equal_rows_at_every_edge_of_every_day_of_eight_years() -> None:
    days = [FIRST.date() + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    seconds = [0, 25199, 25200, 25201, 41399, 41400, 41401, 48599, 48600, 48601, 61199, 61200, 61201, 86399]
    starts = np.array([to_micros(plain.at(day, second)) for day in days for second in seconds])
    origin = np.full_like(starts, to_micros(FIRST))
    counted = working_seconds_array(CALENDAR, origin, starts)
    so_far, expected = 0, []
    for day in days:
        for second in seconds:
            today = sum(min(max(second - b, 0), e - b) for b, e in (plain.MORNING, plain.AFTERNOON))
            expected.append(so_far + (today if plain.works(day) else 0))
        so_far += 28_800 if plain.works(day) else 0
    assert counted.tolist() == expected
    assert [working_seconds(CALENDAR, FIRST, from_micros(at)) for at in starts[::7].tolist()] == expected[::7]


@settings(max_examples=30)
@given(st.lists(st.tuples(near, near, st.integers(0, 30 * 28_800)), min_size=1, max_size=50))
def test_columns_equal_rows(rows: list[tuple[datetime, datetime, int]]) -> None:
    starts = np.array([to_micros(start) for start, _, _ in rows])
    ends = np.array([to_micros(end) for _, end, _ in rows])
    amounts = np.array([amount for _, _, amount in rows])
    spans = working_seconds_array(CALENDAR, starts, ends)
    assert spans.dtype == np.int64
    assert spans.tolist() == [working_seconds(CALENDAR, start, end) for start, end, _ in rows]
    after = after_working_seconds_array(CALENDAR, starts, amounts)
    assert after.tolist() == [to_micros(after_working_seconds(CALENDAR, start, n)) for start, _, n in rows]


def test_a_column_longer_than_a_block_equals_its_rows() -> None:
    random = np.random.default_rng(7)
    starts = random.integers(to_micros(FIRST), to_micros(LAST), 50_000)
    ends = random.integers(to_micros(FIRST), to_micros(LAST), 50_000)
    spans = working_seconds_array(CALENDAR, starts, ends)
    for row in (0, 16_383, 16_384, 32_768, 49_999):
        assert spans[row] == plain_span(int(starts[row]), int(ends[row]))


def plain_span(start: int, end: int) -> int:
    one, other = from_micros(min(start, end)), from_micros(max(start, end))
    return plain.working_seconds(one, other) * (1 if start <= end else -1)


def test_a_column_may_be_empty() -> None:
    nothing = np.array([], dtype=np.int64)
    assert working_seconds_array(CALENDAR, nothing, nothing).tolist() == []
    assert after_working_seconds_array(CALENDAR, nothing, 5).tolist() == []


def test_pauses_are_left_out_once_even_where_they_overlap() -> None:
    start, end = datetime(2026, 11, 2, 7, 0, tzinfo=VN), datetime(2026, 11, 4, 17, 0, tzinfo=VN)
    first = (datetime(2026, 11, 2, 8, 0, tzinfo=VN), datetime(2026, 11, 2, 10, 0, tzinfo=VN))
    second = (datetime(2026, 11, 2, 9, 0, tzinfo=VN), datetime(2026, 11, 2, 11, 0, tzinfo=VN))
    outside = (datetime(2026, 11, 5, 8, 0, tzinfo=VN), datetime(2026, 11, 6, 8, 0, tzinfo=VN))
    assert working_seconds_outside(CALENDAR, start, end, [second, outside, first]) == 3 * 28_800 - 3 * 3600


def test_the_last_day_ends_at_midnight_and_nothing_lies_beyond() -> None:
    calendar = Calendar.build("t", "1", date(2026, 11, 2), date(2026, 11, 6))
    end = datetime(2026, 11, 7, tzinfo=VN)
    assert working_seconds(calendar, datetime(2026, 11, 2, tzinfo=VN), end) == 5 * 28_800
    column = working_seconds_array(
        calendar, np.array([to_micros(datetime(2026, 11, 2, tzinfo=VN))]), np.array([to_micros(end)])
    )
    assert column.tolist() == [5 * 28_800]
    for beyond in (end + timedelta(seconds=1), datetime(2026, 11, 1, 23, 59, 59, tzinfo=VN)):
        with pytest.raises(OutsideCalendar):
            working_seconds(calendar, beyond, end)
        with pytest.raises(OutsideCalendar):
            working_seconds_array(calendar, np.array([to_micros(beyond)]), np.array([to_micros(end)]))
    with pytest.raises(OutsideCalendar):
        after_working_seconds(calendar, datetime(2026, 11, 2, tzinfo=VN), 5 * 28_800 + 1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        working_seconds(CALENDAR, datetime(2026, 11, 2), datetime(2026, 11, 3, tzinfo=UTC))


def test_working_time_does_not_run_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        after_working_seconds(CALENDAR, FIRST, -1)
    with pytest.raises(ValueError, match="forward"):
        after_working_seconds_array(CALENDAR, np.array([to_micros(FIRST)]), -1)


@pytest.mark.parametrize("hours", [(), ((7, 7),), ((7, 9), (8, 10)), ((9, 10), (7, 8)), ((-1, 5),), ((5, 86401),)])
def test_office_hours_that_overlap_or_leave_the_day_are_refused(hours: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="office hours"):
        Calendar.build("t", "1", date(2026, 1, 1), date(2026, 1, 2), hours)
