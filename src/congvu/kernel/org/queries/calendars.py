"""The working calendar of the installation: the national one, changed by what was published here."""

import time
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from congvu.engines.worktime import Calendar
from congvu.kernel.org.models import CalendarVersion, Person
from congvu.kernel.org.queries.seats import posts_of
from congvu.kit.calendars import Change, ChangedDay, changed, national
from congvu.kit.prepared import Prepared

LOOK_AGAIN_SECONDS = 1.0
_NUMBER = Prepared("calendar_number", "select coalesce(max(number), 0) from calendar_version", (int,))
_known: list[tuple[float, int, Calendar]] = []


def calendar() -> Calendar:
    """The calendar by which every limit of this installation is counted.

    Whether another version was published is asked once a second; a limit that was set by the one before within that
    second is found when the limits are counted anew (kernel/duties/moves/recounting.py).
    """
    at = time.monotonic()
    if _known and at - _known[0][0] < LOOK_AGAIN_SECONDS:
        return _known[0][2]
    ((number,),) = _NUMBER()
    if _known and _known[0][1] == number and number:
        found = _known[0][2]
    else:
        found = calendar_of(number) if number else national()
    _known[:] = [(at, number, found)]
    return found


def forget_calendar() -> None:
    """The next question looks into the database again."""
    _known.clear()


def calendar_of(number: int) -> Calendar:
    """The calendar after the published version of that number; 0 is the national one."""
    rows = _published().filter(number__lte=number)
    return changed(tuple(change_of(row) for row in rows))


def calendar_known_at(at: datetime) -> Calendar:
    """The calendar as it had been published before an instant: by it a report of that time is made again."""
    rows = list(_published())
    then = [row for row in rows if row.published_at is not None and row.published_at < at]
    return calendar() if len(then) == len(rows) else changed(tuple(change_of(row) for row in then))


def calendar_with(draft: CalendarVersion) -> Calendar:
    """The calendar as it would be after a draft."""
    changes = [change_of(row) for row in _published()]
    return changed((*changes, change_of(draft, len(changes) + 1)))


def _published() -> QuerySet[CalendarVersion]:
    return CalendarVersion.objects.filter(number__isnull=False).select_related("undoes").order_by("number")


def change_of(row: CalendarVersion, number: int = 0) -> Change:
    """A stored version as the calendar's value."""
    days = tuple(
        ChangedDay(date.fromisoformat(day["day"]), day["kind"], day["name"], _day(day.get("paired_day")))
        for day in row.days
    )
    announces = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.announces)
    undoes = row.undoes.number if row.undoes else None
    return Change(row.number or number, row.instrument, days, announces, undoes)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def differing_days(before: Calendar, after: Calendar) -> list[date]:
    """The days that one calendar works and the other does not, or that only one of them has announced."""
    differs = (before.works[:-1] != after.works[:-1]) | (before.unannounced != after.unannounced)
    ordinal = before.first.toordinal()
    return [date.fromordinal(ordinal + int(place)) for place in differs.nonzero()[0]]


def calendar_versions() -> Sequence[CalendarVersion]:
    """Published versions, the newest first."""
    rows = CalendarVersion.objects.filter(number__isnull=False).select_related("published_by", "undoes")
    return list(rows.order_by("-number"))


def calendars_to_recount() -> Sequence[CalendarVersion]:
    """Published versions by which the open limits are not counted to the end, the oldest first."""
    return list(_published().filter(recounted_at__isnull=True))


def calendar_drafts() -> Sequence[CalendarVersion]:
    """What is prepared and not published."""
    return list(CalendarVersion.objects.filter(number__isnull=True).select_related("prepared_by").order_by("pk"))


def may_publish_calendar(person: Person, at: datetime) -> bool:
    """Whether a person may publish a change of the calendar: a leader of the state body at the top."""
    return any(
        post.role == "leader" and post.body.branch == "state" and post.body.parent_id is None
        for post in posts_of(person, at)
    )
