"""Signals: the fast against the plain, what must not matter, and how often honest people are named."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.analytics import plain_signals as plain
from tests.engines.analytics.given_events import SMALL, chosen, province, table

from congvu.engines.analytics import signals
from congvu.engines.analytics.signals import EventsError, benjamini_hochberg, detect, e_benjamini_hochberg
from congvu.engines.analytics.signals.expected import _Rates, expected, rising
from congvu.engines.analytics.signals.honest import GRID, Fit, fit
from congvu.engines.analytics.signals.layout import Layout
from congvu.engines.analytics.simulate import Settings

PROBABILITIES = st.lists(st.floats(0, 1), max_size=40)


def test_an_officials_own_events_never_raise_what_is_expected_of_him() -> None:
    events = table(province(3, Settings(officials=24, months=2, holds_a_month=8)).columns).in_order()
    layout, marks = Layout.of(events), events.signals["S1"]
    other = np.linspace(0.5, 2.0, len(marks.rows))
    rows = [
        (str(layout.holder[row]), str(layout.stratum.group[row]), str(layout.parent.group[row])) for row in marks.rows
    ]
    fast = _Rates(layout, marks.rows, marks.strict.astype(float)).without_self(other)
    assert fast == pytest.approx(plain.rates_without_self(rows, marks.strict.tolist(), other.tolist()))


@given(st.lists(st.tuples(st.floats(0.1, 5), st.floats(0.1, 10)), min_size=1, max_size=12))
def test_pooled_values_rise_and_keep_their_weighted_mean(pairs: list[tuple[float, float]]) -> None:
    values, weights = (np.array(side) for side in zip(*pairs, strict=True))
    risen = rising(values, weights)
    assert (np.diff(risen) >= -1e-12).all()
    assert (risen * weights).sum() == pytest.approx((values * weights).sum())
    if (np.diff(values) >= 0).all():
        assert risen == pytest.approx(values)


@given(PROBABILITIES, st.sampled_from([0.02, 0.05, 0.2]))
def test_the_family_is_chosen_as_benjamini_and_hochberg_say(p: list[float], q: float) -> None:
    assert set(np.flatnonzero(benjamini_hochberg(np.array(p), q))) == plain.benjamini_hochberg(p, q)


@given(st.lists(st.floats(0, 1e4), max_size=40))
def test_the_family_is_chosen_as_wang_and_ramdas_say(e: list[float]) -> None:
    assert set(np.flatnonzero(e_benjamini_hochberg(np.array(e), 0.05))) == plain.e_benjamini_hochberg(e, 0.05)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.floats(0.5, 12)), min_size=1, max_size=6))
def test_the_tail_is_that_of_the_mixture(pairs: list[tuple[int, float]]) -> None:
    one = Fit(-0.05, 0.3, 0.05, np.full(5, 0.2))
    observed, hoped = (np.array(side) for side in zip(*pairs, strict=True))
    wanted = [plain.tail(o, e, GRID.tolist(), one.honest.tolist()) for o, e in pairs]
    assert one.p(observed, hoped) == pytest.approx(wanted, abs=1e-9)


def test_honest_variety_is_found_again_with_offenders_among_them() -> None:
    draw = np.random.default_rng(5)
    hoped = draw.uniform(2, 12, 3000)
    theta = np.exp(-0.03 + 0.3 * draw.standard_normal(3000))
    theta[:150] *= 5
    found = fit(draw.poisson(hoped * theta), hoped)
    assert found.sigma == pytest.approx(0.3, abs=0.06)
    assert found.mu == pytest.approx(-0.03, abs=0.06)
    assert 0.02 < found.share < 0.09


@pytest.mark.parametrize("hoped", [0.5, 3.0, 12.0])
def test_the_bet_against_an_honest_official_pays_one_on_average(hoped: float) -> None:
    one = Fit(0.0, 0.3, 0.05, np.full(5, 0.2))
    counts = np.arange(400)
    each = np.full(len(counts), hoped)
    chance = np.array([plain.chance(int(k), hoped, GRID.tolist(), one.honest.tolist()) for k in counts])
    assert (chance * one.e(counts, each)).sum() == pytest.approx(1, abs=1e-6)


def test_expected_events_add_up_to_about_those_observed() -> None:
    events = table(province().columns).in_order()
    layout = Layout.of(events)
    for signal, marks in events.signals.items():
        counts = expected(layout, marks)
        assert counts.expected.sum() == pytest.approx(counts.observed.sum(), rel=0.1), signal
        assert counts.holds.sum() == len(marks.rows)


def test_the_order_of_rows_does_not_matter() -> None:
    columns = province().columns
    shuffled = np.random.default_rng(2).permutation(len(columns["holder"]))
    assert detect(table(chosen(columns, shuffled)), every=True)[0] == detect(table(columns), every=True)[0]


def test_later_rows_influence_nothing() -> None:
    columns = province().columns
    early = chosen(columns, columns["period"] <= "2025-06")
    assert detect(table(columns), until="2025-06", monthly=True, every=True) == detect(
        table(early), monthly=True, every=True
    )


def test_a_habit_that_was_planted_is_found_and_said_in_neutral_words() -> None:
    given_province = province(4, dataclasses.replace(SMALL, officials=240, months=12, planted_odds=(8.0,)))
    flags, _ = detect(table(given_province.columns), monthly=True)
    planted = {(pair.holder, pair.signal) for pair in given_province.truth}
    found = [flag for flag in flags if (flag.holder, flag.signal) in planted]
    assert len(found) > len(planted) / 2
    said = signals.in_words(found[0])
    assert str(found[0].observed) in said
    assert not any(word in said for word in ("đùn đẩy", "né tránh", "cầm chừng"))
    assert "95 % interval" in signals.in_words(found[0], "en")


def test_a_province_without_offenders_names_hardly_anybody() -> None:
    named = 0
    for seed in range(3):
        clean = province(seed, Settings(officials=240, months=9, planted_share=0.0))
        named += len(detect(table(clean.columns), monthly=True)[0])
    assert named <= 1


def test_few_events_are_never_enough() -> None:
    flags, _ = detect(table(province(4).columns), monthly=True)
    assert all(flag.events >= 4 and flag.level in (1, 2) for flag in flags)


def test_a_signal_without_its_columns_is_skipped_and_said() -> None:
    columns = dict(province().columns)
    del columns["S4_mark"]
    flags, messages = detect(table(columns), every=True)
    assert messages[0].startswith("S4:")
    assert {flag.signal for flag in flags} == {"S1", "S2", "S3", "S5", "S6", "S7"}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("band", 3, "band"), ("load", 0.0, "load"), ("period", "2025-1", "period")],
)
def test_what_cannot_be_is_refused_with_the_column_named(column: str, value: object, said: str) -> None:
    columns = dict(province().columns)
    columns[column] = columns[column].copy()
    columns[column][5] = value
    with pytest.raises(EventsError, match=said):
        table(columns)


def test_an_event_that_was_not_exposed_is_refused() -> None:
    columns = dict(province().columns)
    columns["S1_event"] = np.ones_like(columns["S1_event"])
    with pytest.raises(EventsError, match="S1"):
        table(columns)


@pytest.mark.parametrize("rows", [1, 40])
def test_a_table_of_few_rows_names_nobody(rows: int) -> None:
    columns = chosen(province().columns, np.arange(rows))
    assert detect(table(columns), monthly=True, every=True)[0] == []


def test_nothing_before_the_month_asked_for_is_said() -> None:
    with pytest.raises(EventsError, match="2020-01"):
        detect(table(province().columns), until="2020-01")
