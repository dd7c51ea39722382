"""The rows of the working regulation in force here: the program's, and before them what the installation has set.

A row that nobody has verified starts no clock in a real installation (design.md §1); a demonstration plays with all.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connections

from congvu.engines.worktime import DueSettings
from congvu.kernel.org.models import Installation, LocalRule
from congvu.kit.calendars import settings_of
from congvu.kit.prepared import Prepared
from congvu.reference import work_rules
from congvu.reference.work_rules import WorkRule

LOOK_AGAIN_SECONDS = 1.0
_NEWEST = Prepared("local_rule_newest", "select coalesce(max(id), 0) from local_rule", (int,))
_known: list[tuple[float, int, dict[str, list[LocalRule]]]] = []


def rule(key: str, on: date) -> WorkRule:
    """The row in force on a day; raises KeyError for an unknown key.

    Whether another row was set is asked once a second.
    """
    ours = work_rules.rule(key, on)
    for row in _set_here().get(key, ()):
        if row.in_force_from <= on:
            return replace(
                ours, amount=row.amount, instrument=row.instrument, article=row.article, verified=True,
                in_force_from=row.in_force_from, in_force_to=None,
            )  # fmt: skip
    return ours


def due_settings(day: date) -> DueSettings:
    """How words of a limit and pauses are taken, by the rows in force here on a day."""
    return settings_of(rule("before_includes_day", day), rule("pause_takes_day", day))


def starts_clock(row: WorkRule) -> bool:
    """Whether a limit may run by this row: it is verified, here or by whoever made the reference."""
    return row.verified or _is_demonstration()


@dataclass(frozen=True)
class RuleView:
    """A row as it is in force, whether it starts clocks, and what was set before."""

    row: WorkRule
    runs: bool
    past: list[LocalRule]


def rules_in_force(on: date) -> Sequence[RuleView]:
    """Every row of the working regulation, in the order of the reference."""
    keys = dict.fromkeys(row.key for row in work_rules.all_rules())
    rows = [rule(key, on) for key in keys if _in_force(key, on)]
    return [RuleView(row, starts_clock(row), _set_here().get(row.key, [])) for row in rows]


def forget_rules() -> None:
    """The next question looks into the database again."""
    _known.clear()


def _in_force(key: str, on: date) -> bool:
    try:
        work_rules.rule(key, on)
    except KeyError:
        return False
    return True


def _set_here() -> dict[str, list[LocalRule]]:
    """Rows set here by key, the one that wins first."""
    at = time.monotonic()
    if _known and at - _known[0][0] < LOOK_AGAIN_SECONDS:
        return _known[0][2]
    ((newest,),) = _NEWEST()
    if _known and _known[0][1] == newest and newest:
        found = _known[0][2]
    else:
        found = {}
        for row in LocalRule.objects.select_related("set_by").order_by("-in_force_from", "-pk") if newest else ():
            found.setdefault(row.key, []).append(row)
    _known[:] = [(at, newest, found)]
    return found


def _is_demonstration() -> bool:
    """Kept with the connection: what a database is never changes."""
    django = connections[DEFAULT_DB_ALIAS]
    django.ensure_connection()
    kept: dict[str, bool] = django.connection.__dict__.setdefault("congvu_installation", {})
    if "demonstration" not in kept:
        row = Installation.objects.first()
        if row is None:
            return True  # nothing runs yet
        kept["demonstration"] = row.demonstration
    return kept["demonstration"]
