"""The working calendar as the engine's value: the national one, and it with an installation's published changes.

Needs no Django, so that the command line starts at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from congvu.engines.worktime import Calendar, DueSettings, SpecialDay
from congvu.engines.worktime.calendar import KINDS, OFFICE_HOURS
from congvu.reference import calendar as reference
from congvu.reference import work_rules
from congvu.reference.work_rules import WorkRule

PLAIN = "plain"  # the day follows the week again
ONE_DAY = timedelta(days=1)
Stretch = tuple[date, date]


@dataclass(frozen=True)
class ChangedDay:
    """One day as an instrument makes it: a kind of the calendar, or "plain"."""

    day: date
    kind: str
    name: str = ""
    paired_day: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in {*KINDS, PLAIN}:
            raise ValueError(f"unknown kind of day: {self.kind}")


@dataclass(frozen=True)
class Change:
    """One published version: its days, and the stretches (both ends included) about which nothing more is expected.

    `undoes`: the number of the version that it takes back.
    """

    number: int
    instrument: str
    days: tuple[ChangedDay, ...] = ()
    announces: tuple[Stretch, ...] = ()
    undoes: int | None = None


@lru_cache(maxsize=8)
def national(hours: tuple[tuple[int, int], ...] = OFFICE_HOURS) -> Calendar:
    """Announced days off and swaps of state offices, 2015–2036; what is not announced is marked in it."""
    days = reference.special_days()
    stretches = [(first, last) for first, last, _ in reference.open_stretches()]
    version = f"{len(days)}-{days[-1].day}"
    return Calendar.build("vn", version, reference.FIRST, reference.LAST, hours, days, stretches)


@lru_cache(maxsize=16)
def changed(changes: tuple[Change, ...]) -> Calendar:
    """The national calendar after these changes, in their order.

    An announced stretch is whole: a day that was only supposed and is not named again follows the week.
    """
    base = national()
    if not changes:
        return base
    special = dict(base.special)
    stretches = [*((first, last) for first, last, _ in reference.open_stretches()), *_years_without_rows()]
    for change in _standing(changes):
        for first, last in change.announces:
            stretches = list(_without(stretches, first, last))
            special = {day: row for day, row in special.items() if row.verified or not first <= day <= last}
        for row in change.days:
            special.pop(row.day, None)
            if row.kind != PLAIN:
                special[row.day] = SpecialDay(row.day, row.kind, row.name, change.instrument)
    version = f"{base.version}+{changes[-1].number}"
    return Calendar.build("vn", version, base.first, base.last, base.hours, special.values(), stretches)


def _standing(changes: Sequence[Change]) -> list[Change]:
    """The changes that are not taken back; taking back a taking back lets the first one stand again."""
    undone: set[int] = set()
    for change in reversed(changes):
        if change.undoes is not None and change.number not in undone:
            undone.add(change.undoes)
    return [change for change in changes if change.number not in undone]


def _years_without_rows() -> Iterable[Stretch]:
    """Years of which the reference says nothing stay unannounced, even when one of their days is changed."""
    known = {row.day.year for row in reference.special_days()}
    for year in range(reference.FIRST.year, reference.LAST.year + 1):
        if year not in known:
            yield date(year, 1, 1), date(year, 12, 31)


def _without(stretches: Sequence[Stretch], first: date, last: date) -> Iterable[Stretch]:
    for begin, end in stretches:
        if begin < first:
            yield begin, min(end, first - ONE_DAY)
        if end > last:
            yield max(begin, last + ONE_DAY), end


@lru_cache(maxsize=512)
def due_settings(day: date) -> DueSettings:
    """How words of a limit and pauses are taken, by the program's own rows in force on a day."""
    return settings_of(work_rules.rule("before_includes_day", day), work_rules.rule("pause_takes_day", day))


def settings_of(before: WorkRule, pause: WorkRule) -> DueSettings:
    """The engine's settings by the two rows that decide them."""
    return DueSettings(bool(before.amount), before.citation, pause.amount * 3600, pause.citation)
