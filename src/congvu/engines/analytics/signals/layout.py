"""Who held what beside whom: the codes that every look at every signal shares, made once for a table."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.signals.events import BANDS, Events, Floats, Marks

Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """A grouping of rows, and its meeting with the holders: `group` of a row, `cell` = (group, holder) of a row.

    `group_of` and `holder_of` lead from a cell back.
    """

    group: Index
    cell: Index
    group_of: Index
    holder_of: Index
    groups: int

    @classmethod
    def of(cls, group: Index, holder: Index, groups: int, holders: int) -> Self:
        """Cells that occur, numbered in the order of (group, holder)."""
        found, cell = np.unique(group * holders + holder, return_inverse=True)
        return cls(group, cell.astype(np.int64), found // holders, found % holders, groups)


@dataclass(frozen=True)
class Layout:
    """The rows of a table in order of time; a look at a month is everything before `ends[month]`.

    Strata are (kind, step, band), their parents (step, band); both only name what occurs.
    """

    holders: int
    holder: Index
    stratum: Grouping
    parent: Grouping
    parent_of: Index
    unit: Grouping
    month: Index
    ends: Index
    band: Floats
    log_load: Floats
    tenure_days: Index

    @classmethod
    def of(cls, events: Events) -> Self:
        """Of a table already in order of time."""
        holders = len(events.holder.names)
        holder = events.holder.codes.astype(np.int64)
        below = events.step.codes.astype(np.int64) * len(BANDS) + events.band
        parents, parent = np.unique(below, return_inverse=True)
        combined = events.kind.codes.astype(np.int64) * len(parents) + parent
        strata, stratum = np.unique(combined, return_inverse=True)
        month = events.period.codes.astype(np.int64)
        return cls(
            holders=holders,
            holder=holder,
            stratum=Grouping.of(stratum.astype(np.int64), holder, len(strata), holders),
            parent=Grouping.of(parent.astype(np.int64), holder, len(parents), holders),
            parent_of=strata % max(len(parents), 1),
            unit=Grouping.of(events.unit.codes.astype(np.int64), holder, len(events.unit.names), holders),
            month=month,
            ends=np.searchsorted(month, np.arange(len(events.period.names)), side="right"),
            band=events.band.astype(np.float64),
            log_load=np.log(events.load),
            tenure_days=events.tenure_days.astype(np.int64),
        )

    def at(self, marks: Marks, look: int) -> Marks:
        """A signal's rows as they were known at the end of a month (counted from 0)."""
        last = int(np.searchsorted(marks.rows, self.ends[look]))
        return Marks(marks.rows[:last], marks.broad[:last], marks.strict[:last])
