"""Limits: of the step that a state begins, and of the duty itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from congvu.engines.worktime import Calendar, Due, DueRule, OutsideCalendar, due
from congvu.kernel.org import queries as org
from congvu.kit.clock import VIETNAM, local_day


def step_limit(rule: str, start: datetime) -> datetime | None:
    """When a step that begins at `start` must be done, by the working regulation in force that day.

    None where nobody has verified that row yet: no clock starts on it.
    """
    return window(rule, start) if org.starts_clock(org.rule(rule, local_day(start))) else None


def window(rule: str, start: datetime) -> datetime:
    """The end of the span of a row, verified or not: for what a person may do and nobody is late with."""
    day = local_day(start)
    row = org.rule(rule, day)
    within = DueRule.within(row.amount, row.unit)
    if row.unit == "working_days":
        return _close_of_office(row.amount, day, start)
    return due(org.calendar(), within, start).at


_closes: dict[tuple[object, int, date], datetime] = {}


def _close_of_office(amount: int, day: date, start: datetime) -> datetime:
    """Working days end with an office day whatever the hour they began: counted once a day."""
    calendar = org.calendar()
    key = (calendar, amount, day)
    if key not in _closes:
        if len(_closes) > 1000:
            _closes.clear()
        _closes[key] = due(calendar, DueRule.within(amount, "working_days"), start).at
    return _closes[key]


def duty_limit(
    rule: DueRule,
    start: datetime,
    pauses: tuple[tuple[datetime, datetime], ...] = (),
    calendar: Calendar | None = None,
) -> Due:
    """When a duty is due, with the reasoning; raises ValueError in Vietnamese where the calendar ends."""
    try:
        return due(calendar or org.calendar(), rule, start, org.due_settings(local_day(start)), pauses)
    except OutsideCalendar as error:
        raise ValueError("Thời hạn nằm ngoài lịch làm việc đã có trong hệ thống.") from error


def due_rule(value: object) -> DueRule:
    """A due rule from what came in: a rule, its JSON, a day or an ISO day; raises ValueError in Vietnamese."""
    try:
        if isinstance(value, DueRule):
            return value
        if isinstance(value, Mapping):
            return DueRule.from_json(value)
        if isinstance(value, datetime):
            return DueRule.on(local_day(value))
        if isinstance(value, date):
            return DueRule.on(value)
        return DueRule.on(date.fromisoformat(str(value).strip()))
    except ValueError as error:
        raise ValueError("Thời hạn phải là một ngày hoặc một quy tắc tính hạn.") from error


def moment(value: object, *, end: bool = False) -> datetime:
    """An instant from what came in: an instant, or a day (its beginning; with `end` 24:00 of it)."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValueError("Thời điểm phải là một ngày hoặc một ngày giờ.") from error
    if not isinstance(value, datetime) and len(str(value).strip()) == len("2026-11-26") and end:
        at += timedelta(days=1)
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)
