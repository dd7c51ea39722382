"""The table of events as coded columns: one row a hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

SIGNALS = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
Codes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

KEYS = ("holder", "unit", "kind", "step", "period")
NUMBERS = ("band", "load", "tenure_days")
BANDS = (0, 1, 2)


class EventsError(ValueError):
    """The table cannot be read; the message says which column and why."""


@dataclass(frozen=True)
class Coded:
    """A column of strings: a code a row, and the sorted names that the codes stand for."""

    codes: Codes
    names: tuple[str, ...]

    @classmethod
    def of(cls, codes: npt.ArrayLike, names: Sequence[str]) -> Self:
        """From any dictionary encoding; the names come out sorted, so that the order of rows does not matter."""
        given = np.asarray(names, dtype=object)
        order = np.argsort(given, kind="stable")
        place = np.empty(len(given), np.int32)
        place[order] = np.arange(len(given), dtype=np.int32)
        raw = np.asarray(codes)
        return cls(place[raw] if len(given) else raw.astype(np.int32), tuple(str(name) for name in given[order]))

    def at_most(self, name: str) -> int:
        """How many of the names come no later than this one."""
        return sum(1 for own in self.names if own <= name)


@dataclass(frozen=True)
class Marks:
    """One signal's columns, only of the rows that are exposed to it (`rows`: their places in the table)."""

    rows: npt.NDArray[np.int64]
    broad: Bools
    strict: Bools


@dataclass(frozen=True)
class Events:
    """`period` is YYYY-MM, sorted as text; `load` is positive; `signals` holds those whose columns were there."""

    holder: Coded
    unit: Coded
    kind: Coded
    step: Coded
    period: Coded
    band: npt.NDArray[np.int8]
    load: Floats
    tenure_days: npt.NDArray[np.int32]
    signals: Mapping[str, Marks]
    skipped: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.band)

    @classmethod
    def from_columns(cls, keys: Mapping[str, Coded], columns: Mapping[str, Any]) -> Self:
        """From coded key columns and plain arrays of equal length; unknown columns are ignored.

        A signal that lacks one of its three columns is skipped and named in `skipped`. Raises EventsError.
        """
        for name in KEYS:
            if name not in keys:
                raise EventsError(f"thiếu cột “{name}”")
        for name in NUMBERS:
            if name not in columns:
                raise EventsError(f"thiếu cột “{name}”")
        band = np.asarray(columns["band"])
        load = np.asarray(columns["load"], np.float64)
        tenure = np.asarray(columns["tenure_days"])
        _check(keys, band, load)
        signals, skipped = {}, []
        for signal in SIGNALS:
            names = [f"{signal}_{part}" for part in ("eligible", "event", "mark")]
            if any(name not in columns for name in names):
                skipped.append(signal)
                continue
            signals[signal] = _marks(signal, *(np.asarray(columns[name], np.bool_) for name in names))
        return cls(
            **{name: keys[name] for name in KEYS},
            band=band.astype(np.int8),
            load=load,
            tenure_days=tenure.astype(np.int32),
            signals=signals,
            skipped=tuple(skipped),
        )

    def in_order(self) -> Self:
        """The same rows in order of time; within a month by holder, so that the order given does not matter."""
        order = np.lexsort((self.holder.codes, self.period.codes))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        signals = {}
        for signal, marks in self.signals.items():
            rows = place[marks.rows]
            sorted_rows = np.argsort(rows)
            signals[signal] = Marks(rows[sorted_rows], marks.broad[sorted_rows], marks.strict[sorted_rows])
        return type(self)(
            **{name: Coded(getattr(self, name).codes[order], getattr(self, name).names) for name in KEYS},
            band=self.band[order],
            load=self.load[order],
            tenure_days=self.tenure_days[order],
            signals=signals,
            skipped=self.skipped,
        )


def _check(keys: Mapping[str, Coded], band: npt.NDArray[Any], load: Floats) -> None:
    if not np.isin(band, BANDS).all():
        raise EventsError("cột “band” chỉ nhận 0, 1, 2")
    if len(load) and not (np.isfinite(load).all() and load.min() > 0):
        raise EventsError("cột “load” phải là số dương")
    for name in keys["period"].names:
        if len(name) != 7 or name[4] != "-" or not (name[:4] + name[5:]).isdigit():
            raise EventsError(f"cột “period” phải có dạng NĂM-THÁNG, không phải “{name}”")


def _marks(signal: str, eligible: Bools, event: Bools, mark: Bools) -> Marks:
    if (event & ~eligible).any() or (mark & ~event).any():
        raise EventsError(f"{signal}: dấu chỉ có ở sự kiện, sự kiện chỉ có ở lượt giữ được xét")
    rows = np.flatnonzero(eligible)
    return Marks(rows, event[rows], event[rows] & mark[rows])
