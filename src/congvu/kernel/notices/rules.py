"""When a person may be told by mail. Pure. Times are of the wall in Vietnam."""

from datetime import UTC, date, datetime, time, timedelta

from congvu.engines.worktime import Calendar, local_day
from congvu.engines.worktime.calendar import VIETNAM

QUIET_FROM, QUIET_UNTIL = time(18, 0), time(7, 0)
# Seconds before the next attempt; the last one stays: a mail server that is down for days loses nothing.
BACKOFF = (60, 300, 900, 3_600, 7_200, 21_600)


def is_quiet(at: datetime, calendar: Calendar, quiet_from: time, quiet_until: time) -> bool:
    """Whether nothing is sent by mail now: a day off, or the person's quiet hours (end not included)."""
    if not calendar.is_working(local_day(at)):
        return True
    now = at.astimezone(VIETNAM).time()
    if quiet_from <= quiet_until:
        return quiet_from <= now < quiet_until
    return now >= quiet_from or now < quiet_until


def next_loud(at: datetime, calendar: Calendar, quiet_from: time, quiet_until: time) -> datetime:
    """The first instant from now on at which something may be sent; `at` itself when it may now."""
    if not is_quiet(at, calendar, quiet_from, quiet_until):
        return at
    day = local_day(at)
    for offset in range(60):
        moment = datetime.combine(day + timedelta(days=offset), quiet_until, VIETNAM).astimezone(UTC)
        if moment >= at and not is_quiet(moment, calendar, quiet_from, quiet_until):
            return moment
    return at


def slot_now(at: datetime, calendar: Calendar, times: dict[str, time]) -> tuple[date, str] | None:
    """The latest slot of today that has begun: one that was missed while the machine stood is not made up twice."""
    day = local_day(at)
    if not calendar.is_working(day):
        return None
    now = at.astimezone(VIETNAM).time()
    begun = [(begins, slot) for slot, begins in times.items() if begins <= now]
    return (day, max(begun)[1]) if begun else None


def backoff(attempts: int) -> timedelta:
    return timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1])
