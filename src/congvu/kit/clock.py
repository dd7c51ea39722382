"""The one clock: the database's (design.md §2), and the day it is in Vietnam."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The moment now by the database's clock, in UTC; in a demonstration that is being made, the simulated one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT congvu_now()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def local_day(at: datetime) -> date:
    """The day that the calendar on the wall shows in Vietnam at an instant."""
    return at.astimezone(VIETNAM).date()


def day_start(day: date) -> datetime:
    """The first instant of a day in Vietnam, in its own zone."""
    return datetime.combine(day, time(0), VIETNAM)


def today() -> date:
    """The day it is now in Vietnam."""
    return local_day(now())
