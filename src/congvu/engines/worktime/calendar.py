"""A calendar of working days with the office hours of a day, as prefix sums.

`before[d]` is how many working seconds lie before day `d`; with the seconds already worked within a day that makes a
*working clock*: any duration is the difference of two readings of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Kind = Literal["holiday", "substitute", "swapped_off", "swapped_work"]
KINDS = frozenset({"holiday", "substitute", "swapped_off", "swapped_work"})

# Vietnam has had UTC+7 without summer time since 13/6/1975; a fixed offset needs no time zone file.
VIETNAM = timezone(timedelta(hours=7), "ICT")
OFFSET_SECONDS = 7 * 3600
DAY_SECONDS = 86_400
MICROS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)

OFFICE_HOURS = ((7 * 3600, 11 * 3600 + 1800), (13 * 3600 + 1800, 17 * 3600))


class OutsideCalendar(ValueError):
    """The instant or day lies outside the days that the calendar knows."""


class SpecialDayLike(Protocol):
    """What `Calendar.build` reads of a row, whoever made it."""

    @property
    def day(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def instrument(self) -> str: ...
    @property
    def verified(self) -> bool: ...


@dataclass(frozen=True)
class SpecialDay:
    """A day that does not follow the week: a holiday, its substitute, or one side of a swap (hoán đổi)."""

    day: date
    kind: str
    name: str
    instrument: str
    verified: bool = True


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days from `first` to `last`, both included; equal and hashable by (code, version).

    `works[i]` tells whether day `first + i` is worked; `before[i]`, `rank[i]` are the working seconds and the working
    days before it; `working` lists the worked days. The first three have one row more, for 24:00 of the last day, which
    is in no day and not worked. Arrays are read-only.
    """

    code: str
    version: str
    first: date
    last: date
    hours: tuple[tuple[int, int], ...]
    special: Mapping[date, SpecialDay] = field(repr=False)
    works: Array = field(repr=False)
    before: Array = field(repr=False)
    rank: Array = field(repr=False)
    working: Array = field(repr=False)
    unannounced: Array = field(repr=False)

    @classmethod
    def build(
        cls,
        code: str,
        version: str,
        first: date,
        last: date,
        hours: Sequence[tuple[int, int]] = OFFICE_HOURS,
        special_days: Iterable[SpecialDayLike] = (),
        open_stretches: Iterable[tuple[date, date]] = (),
    ) -> "Calendar":
        """A calendar of Monday to Friday, changed by `special_days` (of two rows for one day the later wins).

        `hours` are seconds of the day, in order. A day is *unannounced* where its row is unverified, in an open
        stretch (first and last day), or in a year without any row: what is counted over it is provisional.
        """
        periods = checked_hours(hours)
        if last < first:
            raise ValueError("a calendar ends after it begins")
        special = {
            row.day: SpecialDay(row.day, row.kind, row.name, row.instrument, row.verified) for row in special_days
        }
        if strange := {row.kind for row in special.values()} - KINDS:
            raise ValueError(f"unknown kind of day: {', '.join(sorted(strange))}")
        size = (last - first).days + 1
        weekday = (np.arange(size) + first.weekday()) % 7
        works = weekday < 5
        for day, row in special.items():
            if first <= day <= last:
                works[(day - first).days] = row.kind == "swapped_work"
        rank = np.concatenate([[0], np.cumsum(works)]).astype(np.int64)
        works = np.append(works, False)
        seconds = sum(end - start for start, end in periods)
        arrays = (
            works,
            rank * seconds,
            rank,
            np.flatnonzero(works),
            _unannounced(first, last, special, open_stretches),
        )
        for array in arrays:
            array.flags.writeable = False
        works, before, rank, working, unannounced = arrays
        return cls(
            code, version, first, last, periods, MappingProxyType(special), works, before, rank, working, unannounced
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and (self.code, self.version) == (other.code, other.version)

    def __hash__(self) -> int:
        return hash((self.code, self.version))

    @property
    def day_seconds(self) -> int:
        """Working seconds of one working day."""
        return sum(end - start for start, end in self.hours)

    @property
    def size(self) -> int:
        """How many days it knows."""
        return (self.last - self.first).days + 1

    @property
    def opens(self) -> int:
        return self.hours[0][0]

    @property
    def closes(self) -> int:
        return self.hours[-1][1]

    def index(self, day: date) -> int:
        """The row of a day; raises OutsideCalendar."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(
                f"{day:%d/%m/%Y}: ngoài lịch {self.code} ({self.first:%d/%m/%Y}–{self.last:%d/%m/%Y})"
            )
        return (day - self.first).days

    def is_working(self, day: date) -> bool:
        return bool(self.works[self.index(day)])

    def is_announced(self, day: date) -> bool:
        return not self.unannounced[self.index(day)]

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the next that is."""
        return self.working_day(int(self.rank[self.index(day)]))

    def working_day(self, number: int) -> date:
        """The `number`-th working day of the calendar, from 0."""
        if not 0 <= number < len(self.working):
            raise OutsideCalendar(f"ngoài lịch {self.code}, hết ngày {self.last:%d/%m/%Y}")
        return self.first + timedelta(days=int(self.working[number]))

    def seconds_from_first(self, at: datetime) -> int:
        """Whole seconds from 00:00 of the first day; a started second does not count."""
        seconds = to_micros(at) // MICROS + OFFSET_SECONDS - self.first_day_of_epoch * DAY_SECONDS
        if not 0 <= seconds <= self.size * DAY_SECONDS:
            raise OutsideCalendar(f"{at.isoformat()}: ngoài lịch {self.code} ({self.first}–{self.last})")
        return seconds

    @property
    def first_day_of_epoch(self) -> int:
        return self.first.toordinal() - EPOCH_ORDINAL


def checked_hours(hours: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same periods; raises ValueError unless they are of one day, in order and apart."""
    periods = tuple((int(start), int(end)) for start, end in hours)
    edges = [edge for period in periods for edge in period]
    if not periods or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > DAY_SECONDS:
        raise ValueError("office hours are periods of one day, in order, without overlap")
    return periods


def _unannounced(
    first: date, last: date, special: Mapping[date, SpecialDay], stretches: Iterable[tuple[date, date]]
) -> Array:
    days = np.zeros((last - first).days + 1, dtype=bool)

    def mark(start: date, end: date) -> None:
        days[max((start - first).days, 0) : max((end - first).days + 1, 0)] = True

    known = {day.year for day in special}
    for year in range(first.year, last.year + 1):
        if special and year not in known:
            mark(date(year, 1, 1), date(year, 12, 31))
    for day, row in special.items():
        if not row.verified:
            mark(day, day)
    for start, end in stretches:
        mark(start, end)
    return days


def to_micros(at: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exact; a datetime without a zone is refused."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (at - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant in UTC."""
    return EPOCH + timedelta(microseconds=int(micros))


def local_day(at: datetime) -> date:
    """The civil day in Vietnam."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    try:
        return at.astimezone(VIETNAM).date()
    except OverflowError:
        raise OutsideCalendar(f"{at.isoformat()}: ngoài mọi lịch") from None


def midnight(day: date, seconds: int = 0) -> datetime:
    """00:00 of a day in Vietnam, or `seconds` later; `midnight(day, 86400)` is 24:00. In UTC."""
    return (datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(seconds=seconds)).astimezone(UTC)
