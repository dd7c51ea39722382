"""The table of days off: sound, equal to the gathered facts and, where outside libraries are right, to them."""

import csv
from datetime import date, timedelta

import holidays
import numpy as np
import pandas as pd
import pytest
from tests.engines.worktime import plain
from tests.shared import SHARED, needs_shared

from congvu.engines.worktime import (
    Calendar,
    SpecialDay,
    after_working_seconds,
    to_micros,
    working_seconds_array,
)
from congvu.kit.calendars import national
from congvu.reference import laws, pause_grounds, work_rules
from congvu.reference.calendar import open_stretches, special_days

ROWS = special_days()
CALENDAR = national()


def test_rows_are_in_order_and_each_swap_and_substitute_has_its_pair() -> None:
    days = [row.day for row in ROWS]
    assert days == sorted(set(days))
    by_day = {row.day: row for row in ROWS}
    for row in ROWS:
        if row.kind == "holiday":
            continue
        pair = row.paired_day
        assert pair is not None
        if row.kind == "substitute":
            assert by_day[pair].kind == "holiday" and pair.weekday() >= 5
        else:
            assert by_day[pair].paired_day == row.day
            assert {row.kind, by_day[pair].kind} == {"swapped_off", "swapped_work"}
            assert (row.day.weekday() >= 5) == (row.kind == "swapped_work")


@pytest.mark.parametrize(
    ("year", "worked"),
    [(2020, 252), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 250), (2026, 249), (2027, 249)],
)
def test_working_days_of_a_year(year: int, worked: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    assert sum(CALENDAR.is_working(day) for day in days if day.year == year) == worked


@needs_shared
def test_the_rows_are_the_gathered_facts() -> None:
    assert SHARED is not None
    with (SHARED / "reference" / "public_holidays.csv").open(encoding="utf-8") as stream:
        facts = [(row["date"], row["kind"], row["paired_date"], row["verified"]) for row in csv.DictReader(stream)]
    ours = [(f"{r.day}", r.kind, f"{r.paired_day or ''}", r.trust) for r in ROWS]
    assert ours == facts


def test_a_public_library_agrees_but_for_the_swap_announced_a_week_before() -> None:
    theirs = holidays.country_holidays("VN", years=range(2020, 2027))
    off = {day for day in theirs if day.weekday() < 5}
    ours = {row.day for row in ROWS if row.kind != "swapped_work" and row.day.weekday() < 5 and row.day.year < 2027}
    # Công văn 12729/VPCP-KGVX of 25/12/2025: 2/1/2026 off, Saturday 10/1/2026 worked. The library lacks it.
    assert date(2026, 1, 2) in ours
    known_gaps = {date(2026, 1, 2)} - off
    assert ours - off == known_gaps, sorted(ours - off)
    assert off - ours == set(), sorted(off - ours)


def test_a_late_change_of_the_calendar_is_another_version() -> None:
    before = [SpecialDay(date(2026, 1, 1), "holiday", "Tết Dương lịch", "BLLĐ 2019")]
    swap = [
        SpecialDay(date(2026, 1, 2), "swapped_off", "", "CV"),
        SpecialDay(date(2026, 1, 10), "swapped_work", "", "CV"),
    ]
    old = Calendar.build("vn", "1", date(2026, 1, 1), date(2026, 1, 31), special_days=before)
    new = Calendar.build("vn", "2", date(2026, 1, 1), date(2026, 1, 31), special_days=[*before, *swap])
    assert old != new and hash(old) != hash(new)
    assert (old.is_working(date(2026, 1, 2)), new.is_working(date(2026, 1, 2))) == (True, False)
    assert (old.is_working(date(2026, 1, 10)), new.is_working(date(2026, 1, 10))) == (False, True)


def six_day_week() -> list[np.datetime64]:
    """Every Monday to Saturday that is not worked: how numpy and pandas can be told of worked Saturdays."""
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(8 * 366))
    return [np.datetime64(day) for day in days if day.weekday() < 6 and not plain.works(day)]


def test_numpy_counts_the_same_working_days() -> None:
    random = np.random.default_rng(3)
    first = np.datetime64("2020-01-01") + random.integers(0, 2500, 5_000)
    last = first + random.integers(0, 400, 5_000)
    theirs = np.busday_count(first, last, weekmask="1111110", holidays=six_day_week())
    starts, ends = ((days.astype("datetime64[us]").astype(np.int64) - 7 * 3600 * 10**6) for days in (first, last))
    assert (working_seconds_array(CALENDAR, starts, ends) == theirs * 28_800).all()


def test_pandas_finds_the_same_deadlines() -> None:
    offset = pd.offsets.CustomBusinessHour(
        n=75,
        start=["07:00", "13:30"],
        end=["11:30", "17:00"],
        weekmask="Mon Tue Wed Thu Fri Sat",
        holidays=six_day_week(),
    )
    random = np.random.default_rng(4)
    for n in random.integers(0, 2_200, 60).tolist():
        start = plain.at(date(2020, 1, 1) + timedelta(days=n), int(random.integers(0, 86_400)))
        theirs = (pd.Timestamp(start).tz_localize(None) + offset).tz_localize(plain.VN).to_pydatetime()
        assert to_micros(after_working_seconds(CALENDAR, start, 75 * 3600)) == to_micros(theirs)


def test_the_rows_of_law_can_be_read_and_every_stretch_says_why() -> None:
    on = date(2026, 11, 2)
    assert work_rules.rule("accept_within", on).amount == 1
    assert "chưa kiểm chứng" in work_rules.rule("accept_within", on).citation
    assert (
        work_rules.rule("consult_within", date(2026, 1, 5)).instrument
        != work_rules.rule("consult_within", on).instrument
    )
    with pytest.raises(KeyError):
        work_rules.rule("nothing_within", on)
    assert {ground.key for ground in pause_grounds.grounds(on)} >= {"supplement", "force_majeure", "outage"}
    assert laws.law("work-rules/return").citation
    assert all(first <= last and why for first, last, why in open_stretches())
