"""Spans, ages, figures and comparing, by themselves."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from congvu.reference import drafting, programme_rules
from congvu.sources.programmes import rules


@given(st.dates(date(2001, 1, 1), date(2199, 1, 1)), st.sampled_from(rules.HORIZONS))
def test_spans_follow_one_another_and_know_their_key(day: date, horizon: str) -> None:
    span = rules.span_of(horizon, day)
    assert span.holds(day) and rules.span(span.key) == span
    assert rules.after(rules.before(span)) == span
    parts = rules.parts(span)
    assert all(a.last.toordinal() + 1 == b.first.toordinal() for a, b in itertools.pairwise(parts))
    if horizon in ("year", "quarter"):
        assert (parts[0].first, parts[-1].last) == (span.first, span.last)
    elif horizon == "month":
        assert parts[0].first <= span.first and parts[-1].last >= span.last


@pytest.mark.parametrize("key", ["", "26", "2026-Q5", "2026-M13", "2025-W53", "1999", "2026-Q4-M1", "2026\n"])
def test_a_wrong_key_is_said(key: str) -> None:
    with pytest.raises(ValueError, match=r"Kỳ viết như|không có tuần"):
        rules.span(key)


@pytest.mark.parametrize(
    ("key", "last"), [("2027", date(2026, 11, 15)), ("2027-Q1", date(2026, 12, 15)), ("2027-M01", date(2026, 12, 20)),
                      ("2026-W48", date(2026, 11, 20))]
)  # fmt: skip
def test_registration_closes_by_the_rule(key: str, last: date) -> None:
    span = rules.span(key)
    rule = programme_rules.rule(span.horizon, date(2026, 11, 1))
    closes = rules.closes(span, months_before=rule.months_before, day=rule.day, days_before=rule.days_before)
    assert closes == last and "chưa kiểm chứng" in rule.citation


def test_every_kind_of_draft_ends_with_a_submission() -> None:
    for day in (date(2025, 1, 1), date(2026, 11, 25)):
        for kind in drafting.draft_kinds(day):
            keys = [stage.key for stage in drafting.stages(kind.kind, day)]
            assert keys[-1] == drafting.SUBMISSION and len(set(keys)) == len(keys), kind.kind


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,5", "1234.5"), ("1.234", "1234"), ("12,5", "12.5"), ("12.5", "12.5"), ("-3", "-3")]
)
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    assert rules.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e5", "NaN", "1,2,3", "1" * 20, "0,00001", "--1", "١٢"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="Số"):
        rules.number(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_that_is_written_is_read_again(value: Decimal) -> None:
    assert rules.number(rules.written(value).replace("−", "-")) == value


@given(st.lists(st.sampled_from("abcdefg"), max_size=12), st.lists(st.sampled_from("abcdefg"), max_size=12))
def test_a_comparison_holds_both_texts_whole(left: list[str], right: list[str]) -> None:
    """Whatever is not the same is there, on its side, in its order."""
    assume(left != right)
    lines = rules.compare(("\n".join(left), "\n".join(right)), around=10_000)
    for side, text in (("left", left), ("right", right)):
        shown = ["".join(part.text for part in getattr(line, side)) for line in lines if getattr(line, side)]
        assert shown == text


def test_each_change_names_the_version_that_brought_it() -> None:
    first, second, third = "Một\nHai\nBa", "Một\nHai rõ hơn\nBa", "Một\nHai rõ hơn\nBốn"
    lines = rules.compare((first, second, third), first=4)
    assert [(line.kind, line.version) for line in lines if line.kind != "same"] == [
        ("changed", 5), ("removed", 6), ("added", 6)
    ]  # fmt: skip
    assert rules.changes(first, second) == rules.Changes(0, 1, 0)


def test_long_equal_runs_are_folded() -> None:
    text = "\n".join(f"Dòng {n}" for n in range(50))
    lines = rules.compare((text, text + "\nMới"))
    assert [line.kind for line in lines] == ["skipped", "same", "same", "added"] and lines[0].count == 48
