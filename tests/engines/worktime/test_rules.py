"""A due rule is stored as JSON and refuses what it cannot mean."""

from datetime import date
from typing import Any

import pytest

from congvu.engines.worktime import DueRule

RULES = [
    DueRule.on(date(2026, 11, 30), "before"),
    DueRule.on(date(2026, 11, 30)),
    DueRule.period(date(2026, 12, 31), "năm 2026"),
    DueRule.period(date(2026, 12, 31)),
    *(
        DueRule.within(7, unit)
        for unit in ("working_days", "days", "weeks", "months", "working_hours", "hours", "years")
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_survives_being_stored(rule: DueRule) -> None:
    assert DueRule.from_json(rule.to_json()) == rule


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"kind": "someday"},
        {"kind": "days"},
        {"kind": "days", "amount": 0},
        {"kind": "days", "amount": -3},
        {"kind": "days", "amount": True},
        {"kind": "days", "amount": "3"},
        {"kind": "days", "amount": 10**9},
        {"kind": "days", "amount": 3, "day": "2026-11-30"},
        {"kind": "date"},
        {"kind": "date", "day": "30/11/2026"},
        {"kind": "date", "day": "2026-02-30"},
        {"kind": "date", "day": 20261130},
        {"kind": "date", "day": "2026-11-30", "boundary": "about"},
        {"kind": "date", "day": "2026-11-30", "boundary": None},
        {"kind": "date", "day": "2026-11-30", "hour": 5},
    ],
    ids=str,
)
def test_anything_else_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        DueRule.from_json(stored)
