"""“Trước ngày D” where D or the day before it is off: which day does it end with? Asked once for all such cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from congvu.engines.worktime import Due, DueRule, OutsideCalendar, due
from congvu.kernel.org.queries import calendar, due_settings
from congvu.kit.clock import local_day
from congvu.sources.directives import rules
from congvu.sources.directives.models import Demand


@dataclass(frozen=True)
class BeforeChoice:
    """The two days that “trước ngày D” may end with. `offered` is what the clock does when nobody says otherwise."""

    day: date
    offered: Due
    earlier: date

    @property
    def off(self) -> tuple[date, ...]:
        """Which of D and the day before it are off."""
        return tuple(one for one in (self.day - timedelta(days=1), self.day) if not calendar().is_working(one))


def before_choice(due_rule: Mapping[str, Any] | None, at: datetime) -> BeforeChoice | None:
    """The choice a stored limit leaves open; None where both days are worked or the earlier one has passed."""
    limit = DueRule.from_json(due_rule) if due_rule else None
    if limit is None or limit.day is None or limit.boundary != "before":
        return None
    days, today = calendar(), local_day(at)
    try:
        if days.is_working(limit.day) and days.is_working(limit.day - timedelta(days=1)):
            return None
        earlier = days.working_day(int(days.rank[days.index(limit.day)]) - 1)
        offered = due(days, limit, at, due_settings(today))
    except (OutsideCalendar, IndexError):
        return None
    return BeforeChoice(limit.day, offered, earlier) if earlier >= today and earlier != offered.day else None


def asks_before(demand: Demand) -> bool:
    """Whether a card still waits for the answer."""
    return not demand.checked and any(doubt["code"] == rules.BEFORE for doubt in demand.doubts)


def before_choices(demands: Iterable[Demand], at: datetime) -> list[tuple[BeforeChoice, int]]:
    """The questions that are open, each with the number of cards it decides, the nearest day first."""
    found: dict[date, tuple[BeforeChoice, int]] = {}
    for demand in demands:
        choice = before_choice(demand.due_rule, at) if asks_before(demand) else None
        if choice is not None:
            found[choice.day] = (choice, found.get(choice.day, (choice, 0))[1] + 1)
    return [found[day] for day in sorted(found)]
