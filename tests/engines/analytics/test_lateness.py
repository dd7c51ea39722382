"""Whose share of a delay is whose: the properties and the example of the rule, against a plain reference."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.analytics import plain

from congvu.engines.analytics import KINDS, Part, Segment, Span, attribute, cut, largest_remainder
from congvu.engines.analytics.lateness import WITHOUT_ALLOWANCE, allowances

DAY = 28_800
A, B, C = 1, 2, 3


def hold(bearer: int, days: float, allowance: int | None, key: str) -> Segment:
    return Segment("holder", bearer, int(days * DAY), allowance, key)


def carried(parts: list[Part]) -> dict[int | None, float]:
    found: dict[int | None, float] = {}
    for part in parts:
        found[part.bearer] = found.get(part.bearer, 0) + part.seconds / DAY
    return found


def test_who_sat_on_it_and_passed_it_on_carries_the_delay_and_who_did_the_work_nothing() -> None:
    parts = attribute([hold(A, 9, DAY, "a"), hold(B, 3, None, "b")], 10 * DAY)
    assert carried(parts) == {A: 2}


def test_who_did_the_work_too_slowly_carries_his_own_part() -> None:
    parts = attribute([hold(A, 9, DAY, "a"), hold(B, 12, None, "b")], 10 * DAY)
    assert carried(parts) == {A: 8, B: 3}


def test_a_decision_within_its_limit_carries_nothing() -> None:
    waited = Segment("decision", C, DAY, DAY, "d")
    assert carried(attribute([hold(A, 11, None, "a"), waited], 10 * DAY)) == {A: 2}
    slow = Segment("decision", C, 4 * DAY, DAY, "d")
    assert carried(attribute([hold(A, 8, None, "a"), slow], 10 * DAY)) == {C: 2}


def test_a_fault_of_the_machine_is_nobodys() -> None:
    fault = Segment("outage", None, 2 * DAY, 0, "o")
    assert carried(attribute([hold(A, 10, None, "a"), fault], 10 * DAY)) == {None: 2}


def test_in_a_short_term_the_norms_shrink_with_it() -> None:
    """Three norms of a day in a term of one day: each is a third of a day, and nothing is left for the work."""
    steps = [Segment("step", n, DAY // 2, DAY, str(n)) for n in (A, B, C)]
    parts = attribute(steps, DAY)
    assert sum(part.seconds for part in parts) == DAY // 2
    assert {part.seconds for part in parts} == {DAY // 6}


def test_a_late_part_of_the_work_passes_its_share_to_those_who_delayed_it() -> None:
    inner = (Part("holder", B, 6, 9, 3, "h1"), Part("decision", C, 3, 4, 1, "d1"))
    late = Segment("child", None, 90, 0, "child:7", inner)
    parts = attribute([hold(A, 0, None, "a"), Segment("holder", A, 10, None, "b"), late], 10)
    assert {(part.key, part.bearer, part.seconds) for part in parts} == {
        ("child:7/h1", B, 60), ("child:7/d1", C, 30)
    }  # fmt: skip


def test_a_late_part_that_nobody_is_known_to_have_delayed_stands_for_itself() -> None:
    parts = attribute([Segment("holder", A, 10, None, "a"), Segment("child", B, 4, 0, "child:7")], 10)
    assert [(part.key, part.seconds) for part in parts] == [("child:7", 4)]


def test_nobody_is_late_before_the_term_is_over() -> None:
    assert attribute([hold(A, 9, DAY, "a"), hold(B, 1, None, "b")], 10 * DAY) == []


@pytest.mark.parametrize("kind", sorted(WITHOUT_ALLOWANCE))
def test_what_has_no_allowance_takes_none(kind: str) -> None:
    with pytest.raises(ValueError, match="no allowance"):
        Span(kind, None, 0, 1, "x", allowance=5)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        Span("holder", A, 5, 4, "x")
    with pytest.raises(ValueError, match="no such kind"):
        Span("citizens", A, 0, 1, "x")
    with pytest.raises(ValueError, match="same key"):
        cut(5, [Span("holder", A, 0, 5, "x"), Span("holder", B, 0, 5, "x")])
    with pytest.raises(ValueError, match="below zero"):
        attribute([Segment("holder", A, 5, None, "x")], -1)


def test_the_first_kind_wins_where_several_cover_a_second() -> None:
    spans = [
        Span("holder", A, 0, 100, "hold", allowance=None),
        Span("consulted", B, 20, 60, "ask"),
        Span("cause", None, 30, 50, "storm"),
        Span("outage", None, 40, 45, "fault"),
    ]
    used = {segment.key: segment.used for segment in cut(100, spans)}
    assert used == {"fault": 5, "storm": 15, "ask": 20, "hold": 60}


def test_what_lies_beyond_the_end_is_not_counted() -> None:
    segments = cut(10, [Span("holder", A, 0, 25, "a", allowance=None), Span("outage", None, 12, 20, "o")])
    assert [(segment.key, segment.used) for segment in segments] == [("a", 10)]


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(KINDS))
        start = draw(st.integers(0, 60))
        end = draw(st.integers(start, 80))
        allowance = 0 if kind in WITHOUT_ALLOWANCE else draw(st.one_of(st.none(), st.integers(0, 30)))
        found.append(Span(kind, draw(st.one_of(st.none(), st.integers(1, 4))), start, end, f"k{number}", allowance))
    return found


@given(spans(), st.integers(0, 90))
def test_cutting_agrees_with_asking_second_by_second(given_spans: list[Span], length: int) -> None:
    assert {one.key: one.used for one in cut(length, given_spans)} == plain.cut(length, given_spans)


@given(spans(), st.integers(0, 90), st.integers(0, 70))
def test_the_parts_are_the_whole_and_agree_with_the_plain_rule(given_spans: list[Span], length: int, term: int) -> None:
    segments = cut(length, given_spans)
    parts = attribute(segments, term)
    late = max(0, sum(segment.used for segment in segments) - term)
    assert sum(part.seconds for part in parts) == late
    assert all(part.seconds > 0 for part in parts)
    assert {part.key: part.seconds for part in parts} == plain.shares(segments, term)


@given(spans(), st.integers(0, 70))
def test_nobody_within_his_allowance_carries_anything(given_spans: list[Span], term: int) -> None:
    segments = cut(90, given_spans)
    carrying = {part.key: part.seconds for part in attribute(segments, term)}
    for segment, limit in zip(segments, allowances(segments, term), strict=True):
        assert carrying.get(segment.key, 0) <= max(0, segment.used - limit) + 1  # one second for rounding
        if segment.used <= limit:
            assert segment.key not in carrying


@given(spans(), st.integers(0, 70), st.randoms(use_true_random=False))
def test_order_does_not_matter(given_spans: list[Span], term: int, shuffler: random.Random) -> None:
    shuffled = list(given_spans)
    shuffler.shuffle(shuffled)
    assert attribute(cut(90, given_spans), term) == attribute(cut(90, shuffled), term)
    segments = cut(90, given_spans)
    shuffler.shuffle(segments)
    assert attribute(segments, term) == attribute(cut(90, given_spans), term)


@given(st.integers(0, 10**9), st.lists(st.fractions(0, 10**6), min_size=1, max_size=9))
def test_the_largest_remainder_gives_everything_and_never_more_than_one_beyond(
    total: int, weights: list[Fraction]
) -> None:
    shares = largest_remainder(total, weights)
    if not any(weights):
        assert shares == [0] * len(weights)
        return
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share - (total * weight / sum(weights)).__floor__() <= 1
