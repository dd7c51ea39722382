"""Calendar periods, reporting periods and vague days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from congvu.engines.worktime import calendar_period, named_day, report_period
from congvu.engines.worktime.periods import MONTHS, Kind

kinds: st.SearchStrategy[Kind] = st.sampled_from(["month", "quarter", "half_year", "year"])


@given(kinds, st.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_periods_hold_their_day_and_follow_one_another(kind: Kind, day: date) -> None:
    for of in (calendar_period, report_period):
        period = of(kind, day)
        assert period.first <= day <= period.last
        after = of(kind, period.last + timedelta(days=1))
        assert after.first == period.last + timedelta(days=1)
        assert (after.first.year - period.first.year) * 12 + after.first.month - period.first.month == MONTHS[kind]


def test_reports_are_counted_from_the_fifteenth() -> None:  # NĐ 09/2019/NĐ-CP art. 12
    day = date(2026, 11, 20)
    assert report_period("month", day).first == date(2026, 11, 15)
    assert report_period("month", day).last == date(2026, 12, 14)
    assert (report_period("quarter", day).first, report_period("quarter", day).last) == (
        date(2026, 9, 15),
        date(2026, 12, 14),
    )
    assert report_period("half_year", day).first == date(2026, 6, 15)
    assert (report_period("year", day).first, report_period("year", day).last) == (
        date(2025, 12, 15),
        date(2026, 12, 14),
    )
    assert report_period("quarter", day).name == "quý IV/2026"
    assert report_period("year", date(2026, 12, 15)).name == "năm 2027"


def test_vague_days() -> None:  # BLDS 2015 art. 146(2), (3)
    assert named_day("đầu", 2026, 2) == date(2026, 2, 1)
    assert named_day("giữa", 2026, 2) == date(2026, 2, 15)
    assert named_day("cuối", 2026, 2) == date(2026, 2, 28)
    assert [named_day(word, 2026) for word in ("đầu", "giữa", "cuối")] == [
        date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
    ]  # fmt: skip
