"""An event log as columns: integer codes with their names, instants, and the working clock beside each event."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

CODED = ("case", "activity", "resource", "unit", "lifecycle")
NOBODY = ""  # the name of a resource, unit or lifecycle that the source does not say
SUMMER_TIME_MINUTES = 60
NO_DUE = -(1 << 63)  # the due time of a case that has none

Ints = npt.NDArray[np.int64]


class LogError(ValueError):
    """The source is no event log that can be used; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Log:
    """Events in order of case, then time, then the order of the source.

    `codes[column]` are int32 places in `names[column]`, for each column of CODED. `at` are UTC microseconds since
    1970, `offset_minutes` what the source's own clock was ahead of UTC, so that its local day can be told.
    `due` are such microseconds too, one place a case of `names["case"]`, NO_DUE where the source says none.
    `skipped` counts what was left out, by reason in Vietnamese.
    """

    names: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, npt.NDArray[np.int32]]
    at: Ints
    offset_minutes: npt.NDArray[np.int16]
    due: Ints
    skipped: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def cases(self) -> int:
        return len(self.names["case"])

    @property
    def starts(self) -> Ints:
        """The place of each case's first event, in the order of cases."""
        case = self.codes["case"]
        if not len(case):
            return np.empty(0, np.int64)
        return np.concatenate(([0], np.flatnonzero(case[1:] != case[:-1]) + 1))

    @cached_property
    def usual_offset(self) -> int:
        """Minutes ahead of UTC of most events' clock, of several as frequent the least."""
        minutes, counts = np.unique(self.offset_minutes, return_counts=True)
        return int(minutes[counts.argmax()])

    @cached_property
    def wall_offset(self) -> Ints:
        """(n,) minutes ahead of UTC of the wall clock by which an event's office hours are told.

        The event's own, so that summer time is followed, but the usual one where its own is another zone altogether:
        then the source mixed zones, as when one program writes UTC and another local time.
        """
        own = self.offset_minutes.astype(np.int64)
        return np.where(np.abs(own - self.usual_offset) <= SUMMER_TIME_MINUTES, own, self.usual_offset)

    def local_days(self) -> Ints:
        """Days since 1970 as the source's own clocks showed them."""
        local: Ints = (self.at + self.offset_minutes.astype(np.int64) * 60_000_000) // 86_400_000_000
        return local
