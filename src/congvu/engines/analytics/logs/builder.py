"""Events one after the other, become columns."""

import re
from array import array
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import CODED, NO_DUE, NOBODY, Ints, Log, LogError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY_MICROS, SECOND_MICROS = 86_400_000_000, 1_000_000
NO_TIME = "sự kiện không có thời điểm"
BAD_TIME = "thời điểm không đọc được"
NO_ACTIVITY = "sự kiện không có tên hoạt động"
NO_CASE = "sự kiện không thuộc hồ sơ nào"
NO_ZONE = "thời điểm không ghi múi giờ, coi là giờ quốc tế"
BAD_DUE = "hạn của hồ sơ không đọc được"
UNORDERED = "sự kiện đứng sau một sự kiện muộn hơn của cùng hồ sơ, đã xếp lại theo thời điểm"
# As people in Vietnam write it: 31/12/2026 08:30, the day first.
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?.*))?$")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:[ T,]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?.*))?$")


class Builder:
    """Takes events in any order; `skipped` counts by reason what could not be used or had to be supposed.

    `zone_minutes` ahead of UTC is the wall clock of the source where a person has said it: times without a zone are
    told by it, and days and office hours of all events are those it shows.
    """

    def __init__(self, zone_minutes: int | None = None) -> None:
        self._zone = None if zone_minutes is None else timezone(timedelta(minutes=zone_minutes))
        self.skipped: Counter[str] = Counter()
        self._places: dict[str, dict[str, int]] = {name: {} for name in CODED}
        self._codes = {name: array("i") for name in CODED}
        self._at = array("q")
        self._offset = array("h")
        self._due: dict[str, int] = {}

    def note(self, reason: str, count: int = 1) -> None:
        """So many more were left out, or supposed, for this reason."""
        if count:
            self.skipped[reason] += count

    def add(
        self, case: str, activity: str, at: str, resource: str = NOBODY, unit: str = NOBODY, lifecycle: str = NOBODY
    ) -> None:
        """One event; `at` is ISO 8601, or the day first. Without a case, an activity or a time it is left out."""
        if not case:
            self.skipped[NO_CASE] += 1
            return
        if not activity:
            self.skipped[NO_ACTIVITY] += 1
            return
        if not at:
            self.skipped[NO_TIME] += 1
            return
        moment = self._moment(at)
        if moment is None:
            self.skipped[BAD_TIME] += 1
            return
        for name, value in zip(CODED, (case, activity, resource, unit, lifecycle), strict=True):
            places = self._places[name]
            self._codes[name].append(places.setdefault(value, len(places)))
        self._at.append(moment[0])
        self._offset.append(moment[1])

    def set_due(self, case: str, at: str) -> None:
        """When a case is due, in the forms of `add`; nothing for an empty text, the last one told holds."""
        if not at:
            return
        moment = self._moment(at)
        if moment is None:
            self.skipped[BAD_DUE] += 1
        else:
            self._due[case] = moment[0]

    def _moment(self, text: str) -> tuple[int, int] | None:
        """Microseconds of UTC and minutes ahead of it; None for what is no instant."""
        moment = _parsed(text)
        if moment is None:
            return None
        if moment.tzinfo is None:
            if self._zone is None:
                self.skipped[NO_ZONE] += 1
            moment = moment.replace(tzinfo=self._zone or UTC)
        elif self._zone is not None:
            moment = moment.astimezone(self._zone)
        ahead = moment.utcoffset() or timedelta()
        since = moment - EPOCH
        return since.days * DAY_MICROS + since.seconds * SECOND_MICROS + since.microseconds, ahead // MINUTE

    def finish(self) -> Log:
        """The log; raises LogError when nothing could be used."""
        if not len(self._at):
            why = "; ".join(f"{reason}: {count}" for reason, count in self.skipped.most_common())
            raise LogError(f"không có sự kiện nào dùng được{f' ({why})' if why else ''}")
        names, codes = {}, {}
        for name in CODED:
            given = list(self._places[name])
            ranked = sorted(range(len(given)), key=given.__getitem__)
            rank = np.empty(len(given), np.int32)
            rank[ranked] = np.arange(len(given), dtype=np.int32)
            names[name] = tuple(given[place] for place in ranked)
            codes[name] = rank[np.frombuffer(self._codes[name], np.int32)]
        at = np.frombuffer(self._at, np.int64)
        self.note(UNORDERED, _out_of_order(codes["case"], at))
        order = np.lexsort((at, codes["case"]))
        codes = {name: column[order] for name, column in codes.items()}
        due = np.array([self._due.get(case, NO_DUE) for case in names["case"]], np.int64)
        return Log(names, codes, at[order], np.frombuffer(self._offset, np.int16)[order], due, dict(self.skipped))


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form, places in ((_DAY_FIRST, (3, 2, 1)), (_YEAR_FIRST, (1, 2, 3))):
        if found := form.match(text):
            year, month, day = (found[place].zfill(2) for place in places)
            clock = f"{(found[4] or '0:00').strip().replace(' ', ''):0>5}"
            clock = f"0{clock}" if clock[1] == ":" else clock
            try:
                return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}")
            except ValueError:
                return None
    return None


def _out_of_order(case: npt.NDArray[np.int32], at: Ints) -> int:
    """How many events stand in the source directly after a later one of their case."""
    order = np.argsort(case, kind="stable")
    same = case[order][1:] == case[order][:-1]
    return int(np.count_nonzero(same & (np.diff(at[order]) < 0)))
