"""Time in the demonstration: working days counted from today, and the database's clock set to them."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from congvu.engines.worktime import after_working_seconds, local_day
from congvu.kernel.org.queries import calendar
from congvu.kit.clock import VIETNAM

EVENING = time(16, 30)


class SimulatedClock:
    """Sets `congvu.simulated_now` of this session; only a demonstration heeds it (kernel/org/sql/00_functions.sql)."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.calendar = calendar()
        self.at = datetime.min.replace(tzinfo=UTC)
        self._days = {0: today}

    def day(self, number: int) -> date:
        """The working day that lies `number` working days from the present one."""
        if number not in self._days:
            by = 1 if number > 0 else -1
            self._days[number] = self._step(self.day(number - by), by)
        return self._days[number]

    def _step(self, day: date, by: int) -> date:
        day += timedelta(days=by)
        while not self.calendar.is_working(day):
            day += timedelta(days=by)
        return day

    def moment(self, number: int, hour: float) -> datetime:
        """An hour of that working day: `moment(-3, 8.5)` is half past eight."""
        minutes = round(hour * 60)
        return datetime.combine(self.day(number), time(minutes // 60, minutes % 60), VIETNAM).astimezone(UTC)

    def after(self, start: datetime, hours: float) -> datetime:
        """So many working hours later."""
        return after_working_seconds(self.calendar, start, round(hours * 3600))

    def set(self, at: datetime) -> None:
        """Move the database's clock; it never goes back."""
        self.at = max(self.at, at)
        self._tell(self.at.isoformat())

    @classmethod
    def release_session(cls) -> None:
        """From here on this session takes the real time again."""
        cls._tell("")

    @staticmethod
    def _tell(value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('congvu.simulated_now', %s, false)", [value])


def present_day(present: datetime) -> date:
    """The working day from which the demonstration counts: today; in the evening and on days off the next one, so
    that what was given late yesterday still waits to be accepted.
    """
    at = present.astimezone(VIETNAM)
    day = at.date() if at.time() < EVENING else at.date() + timedelta(days=1)
    days = calendar()
    while not days.is_working(day):
        day += timedelta(days=1)
    return day


def day_of(at: datetime) -> date:
    """The day on the wall."""
    return local_day(at)
