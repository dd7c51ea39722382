"""Events one after the other, become columns."""

from array import array
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np

from congvu.engines.analytics.logs.log import CODED, NOBODY, Log, LogError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
NO_TIME = "sự kiện không có thời điểm"
BAD_TIME = "thời điểm không đọc được"
NO_ACTIVITY = "sự kiện không có tên hoạt động"
NO_CASE = "sự kiện không thuộc hồ sơ nào"
NO_ZONE = "thời điểm không ghi múi giờ, coi là giờ quốc tế"


class Builder:
    """Takes events in any order; `skipped` counts by reason what could not be used or had to be supposed."""

    def __init__(self) -> None:
        self.skipped: Counter[str] = Counter()
        self._places: dict[str, dict[str, int]] = {name: {} for name in CODED}
        self._codes = {name: array("i") for name in CODED}
        self._at = array("q")
        self._offset = array("h")

    def add(
        self, case: str, activity: str, at: str, resource: str = NOBODY, unit: str = NOBODY, lifecycle: str = NOBODY
    ) -> None:
        """One event; `at` is ISO 8601. What lacks a case, an activity or a time is counted and left out."""
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

    def _moment(self, text: str) -> tuple[int, int] | None:
        """Microseconds of UTC and minutes ahead of it; None for what is no instant."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        ahead = moment.utcoffset()
        if ahead is None:
            self.skipped[NO_ZONE] += 1
            moment, ahead = moment.replace(tzinfo=UTC), timedelta()
        return (moment - EPOCH) // MICROSECOND, ahead // MINUTE

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
        order = np.lexsort((at, codes["case"]))
        codes = {name: column[order] for name, column in codes.items()}
        offset = np.frombuffer(self._offset, np.int16)
        return Log(names, codes, at[order], offset[order], dict(self.skipped))
