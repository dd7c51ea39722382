"""The counting rules written as they are read, one day at a time: what the engine is proved against.

Nothing here is shared with the engine but the rows of days off.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

from congvu.reference.calendar import special_days

VN = timezone(timedelta(hours=7))
MORNING, AFTERNOON = (7 * 3600, 11 * 3600 + 1800), (13 * 3600 + 1800, 17 * 3600)
ROWS = {row.day: row.kind for row in special_days()}
ONE = timedelta(days=1)


def works(day: date) -> bool:
    if day in ROWS:
        return ROWS[day] == "swapped_work"
    return day.weekday() < 5


def at(day: date, second: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VN) + timedelta(seconds=second)


def next_working(day: date) -> date:
    """Strictly after."""
    day += ONE
    while not works(day):
        day += ONE
    return day


def is_office_second(moment: datetime) -> bool:
    local = moment.astimezone(VN)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return works(local.date()) and any(begin <= second < end for begin, end in (MORNING, AFTERNOON))


def seconds_one_by_one(start: datetime, end: datetime) -> int:
    """Every whole second from `start` to `end`, asked one after another."""
    moment, total = start.replace(microsecond=0), 0
    stop = end.replace(microsecond=0)
    while moment < stop:
        total += is_office_second(moment)
        moment += timedelta(seconds=1)
    return total


def working_seconds(start: datetime, end: datetime) -> int:
    """The overlap with each period of each day."""
    start, end = start.astimezone(VN).replace(microsecond=0), end.astimezone(VN).replace(microsecond=0)
    day, total = start.date(), 0
    while day <= end.date():
        if works(day):
            for period in (MORNING, AFTERNOON):
                begin, until = max(start, at(day, period[0])), min(end, at(day, period[1]))
                total += max(int((until - begin).total_seconds()), 0)
        day += ONE
    return total


def after(start: datetime, seconds: int) -> datetime:
    """Walks period by period until the seconds are used up."""
    if seconds == 0:
        return start
    start = start.astimezone(VN).replace(microsecond=0)
    day = start.date()
    while True:
        if works(day):
            for period in (MORNING, AFTERNOON):
                begin, until = max(start, at(day, period[0])), at(day, period[1])
                room = int((until - begin).total_seconds())
                if room >= seconds > 0 and room > 0:
                    return begin + timedelta(seconds=seconds)
                seconds -= max(room, 0)
        day += ONE


def due(kind: str, amount: int, start: datetime) -> datetime:
    """BLDS 2015 arts 144–148 and the counting of working days, for amounts."""
    day = start.astimezone(VN).date()
    if kind == "hours":
        return start + timedelta(hours=amount)
    if kind == "working_hours":
        return after(start, amount * 3600)
    if kind == "working_days":
        for _ in range(amount):
            day = next_working(day)
        return at(day, 17 * 3600)
    if kind == "months":
        year, month = day.year, day.month
        for _ in range(amount):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, min(day.day, monthrange(year, month)[1]))
    else:
        day += timedelta(days=amount * (7 if kind == "weeks" else 1))
    if not works(day):
        day = next_working(day)
    return at(day, 24 * 3600)


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
