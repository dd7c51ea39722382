"""Turns of recurring demands. Pure: no database. Law: NĐ 09/2019/NĐ-CP art. 12 for reports."""

from datetime import date

import pytest

from congvu.sources.directives.rules import open_turns, turn_due_day, turn_of


@pytest.mark.parametrize(
    ("every", "day", "key", "first", "last"),
    [
        ("day", date(2026, 11, 19), "2026-11-19", date(2026, 11, 19), date(2026, 11, 19)),
        ("week", date(2026, 11, 19), "2026-W47", date(2026, 11, 16), date(2026, 11, 20)),
        ("week", date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 1)),
        ("month", date(2026, 11, 19), "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 11, 19), "2026-12", date(2026, 10, 1), date(2026, 12, 31)),
        ("half_year", date(2026, 3, 1), "2026-06", date(2026, 1, 1), date(2026, 6, 30)),
        ("year", date(2026, 3, 1), "2026-12", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_turn(every: str, day: date, key: str, first: date, last: date) -> None:
    turn = turn_of(every, day)
    assert (turn.key, turn.first, turn.last) == (key, first, last)


@pytest.mark.parametrize(
    ("every", "day", "first", "last"),
    [
        ("month", date(2026, 11, 14), date(2026, 10, 15), date(2026, 11, 14)),
        ("month", date(2026, 11, 15), date(2026, 11, 15), date(2026, 12, 14)),
        ("quarter", date(2026, 12, 15), date(2026, 12, 15), date(2027, 3, 14)),
        ("year", date(2026, 12, 15), date(2026, 12, 15), date(2027, 12, 14)),
    ],
)
def test_reports_count_from_the_15th_to_the_14th(every: str, day: date, first: date, last: date) -> None:
    turn = turn_of(every, day, report=True)
    assert (turn.first, turn.last) == (first, last)


def test_a_missed_turn_is_made_late_and_never_skipped() -> None:
    found = open_turns("month", last_key="2026-08", first_day=date(2026, 7, 10), today=date(2026, 11, 2))
    assert [turn.key for turn in found] == ["2026-09", "2026-10", "2026-11"]


def test_a_turn_that_has_its_duty_is_not_made_again() -> None:
    assert open_turns("month", last_key="2026-11", first_day=date(2026, 7, 10), today=date(2026, 11, 30)) == []


def test_weeks_follow_one_another() -> None:
    found = open_turns("week", last_key="", first_day=date(2026, 12, 21), today=date(2027, 1, 5))
    assert [turn.key for turn in found] == ["2026-W52", "2026-W53", "2027-W01"]


def test_the_day_a_text_names_inside_the_turn_is_the_due_day() -> None:
    november, year = turn_of("month", date(2026, 11, 3)), turn_of("year", date(2026, 11, 3))
    assert turn_due_day("month", november, {"every": "month", "day": 20}) == date(2026, 11, 20)
    assert turn_due_day("month", november, {"every": "month", "day": 31}) == date(2026, 11, 30)
    assert turn_due_day("year", year, {"every": "year", "month": 12, "day": 25}) == date(2026, 12, 25)
    assert turn_due_day("month", november, None) == date(2026, 11, 30)
