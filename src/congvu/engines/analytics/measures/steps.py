"""A log seen from one perspective and on one clock: the columns that every measure reads."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import NO_DUE, NOBODY, Ints, Log
from congvu.engines.worktime import Calendar, clock_array, midnight, to_micros
from congvu.engines.worktime.calendar import DAY_SECONDS, OFFSET_SECONDS

MICROS = 1_000_000
MINUTE = 60 * MICROS
PERSPECTIVES = ("resource", "unit")  # whose hands are looked at: the person's or the team's
Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """Rows in order of case, then time; one row an event.

    `clock` are int64 seconds that only differences are taken of: working seconds of a calendar, or real ones; a second
    that has only begun does not count, so parts of a stretch add up to the whole. `holder` is -1 where the source says
    nobody. `due` is on the same clock, one place a case, NO_DUE without. `cases`, `activities`, `holders` are how many
    codes there are.
    """

    case: Codes
    activity: Codes
    holder: Codes
    clock: Ints
    due: Ints
    cases: int
    activities: int
    holders: int

    def __len__(self) -> int:
        return len(self.case)

    @cached_property
    def same_case(self) -> Mask:
        """(n-1,): the row after this one is of the same case."""
        same: Mask = self.case[1:] == self.case[:-1]
        return same

    @cached_property
    def starts(self) -> Ints:
        """The first row of each case, in the order of rows."""
        if not len(self):
            return np.empty(0, np.int64)
        return np.concatenate(([0], np.flatnonzero(~self.same_case) + 1))

    @cached_property
    def ends(self) -> Ints:
        """The last row of each case, in the order of rows."""
        return np.append(self.starts[1:], len(self))[: len(self.starts)] - 1

    @cached_property
    def hands(self) -> "Hands":
        """Whose hands it went through."""
        if not len(self) or self.holder.min() >= 0:
            return Hands(None, self.case, self.holder)
        rows = np.flatnonzero(self.holder >= 0)
        return Hands(rows, self.case[rows], self.holder[rows])

    @cached_property
    def handed(self) -> tuple[Ints, Ints]:
        """The rows of each handover in order: of who gave and of who took."""
        _, case, holder = self.hands
        given = np.flatnonzero((holder[1:] != holder[:-1]) & (case[1:] == case[:-1]))
        return self.hands.row(given), self.hands.row(given + 1)

    @cached_property
    def waited(self) -> Ints:
        """(n-1,) seconds from a row to the row after it; of two cases side by side it means nothing.

        Never below zero: a wall clock that is set back makes no time.
        """
        waited: Ints = np.maximum(self.clock[1:] - self.clock[:-1], 0)
        return waited


class Hands(NamedTuple):
    """The rows that name a holder (None: all of them), and of each its case and its holder."""

    rows: Ints | None
    case: Codes
    holder: Codes

    def row(self, place: Ints) -> Ints:
        """The row at each place among them."""
        return place if self.rows is None else self.rows[place]

    def of(self, column: Mask) -> Mask:
        """The values of a column of all rows at these."""
        return column if self.rows is None else column[self.rows]


def steps_of(log: Log, calendar: Calendar | None = None, perspective: str = "resource") -> Steps:
    """The log for measuring; with a calendar its clock counts working seconds, without one real seconds.

    `perspective` is the column whose change of value is a handover. Raises OutsideCalendar for an event that the
    calendar does not cover; a due time outside is taken as its first or last instant.
    """
    names = log.names[perspective]
    holder = log.codes[perspective]
    if NOBODY in names:
        holder = np.where(holder == names.index(NOBODY), np.int32(-1), holder)
    due = np.full(len(log.due), NO_DUE, np.int64)
    known = log.due != NO_DUE
    # a due time has no zone of its own in most sources: it is read on the wall of the case's last event
    last = np.append(log.starts[1:], len(log)) - 1
    due[known] = _clock(log.due[known], log.wall_offset[last][known], calendar, clipped=True)
    clock = _clock(log.at, log.wall_offset, calendar)
    counts = (len(log.names["case"]), len(log.names["activity"]), len(names))
    return Steps(log.codes["case"], log.codes["activity"], holder, clock, due, *counts)


def _clock(at: Ints, offset_minutes: Ints, calendar: Calendar | None, *, clipped: bool = False) -> Ints:
    """Readings of the clock; office hours are those of the source's wall, told to the calendar as Vietnam's."""
    if calendar is None:
        real: Ints = at // MICROS
        return real
    wall = at + offset_minutes * MINUTE - OFFSET_SECONDS * MICROS
    if clipped:
        first, last = midnight(calendar.first), midnight(calendar.last, DAY_SECONDS)
        wall = np.clip(wall, to_micros(first), to_micros(last))
    return clock_array(calendar, wall)
