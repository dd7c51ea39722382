"""Periods, measures and what a report is asked to hold: small decisions without a database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from congvu.engines.worktime import Period, calendar_period
from congvu.reference.reports import WEEK, PeriodRule, period_rule, publication_rule

PERIOD_KINDS = ("week", "month", "quarter", "half_year", "year")


def period_of(kind: str, day: date) -> Period:
    """The period of that kind that holds a day, by the row of reference/report_periods.csv in force on it.

    Law: reports/nd-09-2019
    """
    rule = period_rule(kind, day)
    return _week(day) if kind == WEEK else _months(rule, kind, day)


def _week(day: date) -> Period:
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    return Period(WEEK, first, last, f"tuần {first:%d/%m}–{last:%d/%m/%Y}")


def _months(rule: PeriodRule, kind: Any, day: date) -> Period:
    """A period that begins on the 15th is called by the months that follow."""
    if rule.first_day <= 1:
        return calendar_period(kind, day)
    shifted = day if day.day < rule.first_day else (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    named = calendar_period(kind, shifted)
    first = (named.first - timedelta(days=1)).replace(day=rule.first_day)
    return Period(kind, first, named.last.replace(day=rule.first_day - 1), named.name)


def last_periods(kind: str, today: date, count: int) -> list[Period]:
    """The period that holds today, then those before it."""
    found = [period_of(kind, today)]
    while len(found) < count:
        found.append(period_of(kind, found[-1].first - timedelta(days=1)))
    return found


# --- measures -----------------------------------------------------------------------------------------
# Every duty with work in the period is in exactly one of ON_TIME, LATE, CANCELLED, IN_TERM, OVERDUE, PAUSED.

SUMS: Mapping[str, tuple[str, ...]] = {
    "total": ("carried", "opened"),
    "done": ("on_time", "late"),
    "open": ("in_term", "overdue", "paused"),
}
COUNTED = (
    "carried", "opened", "on_time", "late", "cancelled", "in_term", "overdue", "paused", "waiting", "disputed",
    "unplaced",
)  # fmt: skip
RATE = "rate"
MEASURES: Mapping[str, str] = {
    "total": "Tổng số việc",
    "carried": "Kỳ trước chuyển sang",
    "opened": "Mới trong kỳ",
    "done": "Đã xong",
    "on_time": "Xong đúng hạn",
    "late": "Xong nhưng trễ",
    "rate": "Tỷ lệ đúng hạn",
    "open": "Chưa xong",
    "in_term": "Chưa xong, còn hạn",
    "overdue": "Chưa xong, quá hạn",
    "paused": "Đang tạm dừng",
    "cancelled": "Đã hủy",
    "waiting": "Đang chờ quyết định",
    "disputed": "Chưa thống nhất người giữ",
    "unplaced": "Chờ giao lại",
}
SUMMARY = (
    "total",
    "carried",
    "opened",
    "done",
    "on_time",
    "late",
    "rate",
    "open",
    "in_term",
    "overdue",
    "paused",
    "cancelled",
)
TABLE = ("total", "done", "on_time", "late", "rate", "open", "overdue")
DIMENSIONS: Mapping[str, str] = {
    "bodies": "Theo cơ quan, đơn vị",
    "matters": "Theo lĩnh vực",
    "directives": "Theo văn bản chỉ đạo",
    "kinds": "Theo loại việc",
}
KIND_LABELS: Mapping[str, str] = {
    "task": "Nhiệm vụ",
    "report": "Báo cáo được yêu cầu",
    "recurring": "Việc định kỳ",
    "review": "Rà soát yêu cầu thường xuyên",
    "consultation": "Cho ý kiến",
    "acknowledge": "Quán triệt",
    "explain": "Giải trình",
}


def value_of(measure: str, counts: Mapping[str, int]) -> int | None:
    """A figure from the counts; the rate in hundredths of a percent, None while nothing is done."""
    if measure == RATE:
        done = value_of("done", counts) or 0
        return round(10_000 * counts.get("on_time", 0) / done) if done else None
    return sum(counts.get(name, 0) for name in SUMS.get(measure, (measure,)))


# --- what a report holds ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """The query of a report: `rows` and `columns` when it was built by hand, else every section.

    `matter`, `document` and `person` narrow it to one field, one directive, one person's own work.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    matter: str = ""
    document: int | None = None
    person: int | None = None
    kinds: tuple[str, ...] = ()

    @property
    def built(self) -> bool:
        return bool(self.rows)

    def to_json(self) -> dict[str, Any]:
        """Only what was chosen: an old report reads the same when new choices come."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: list(one) if isinstance(one, tuple) else one for name, one in named.items() if one}

    @staticmethod
    def from_json(given: Mapping[str, Any]) -> "Content":
        values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in given.items()}
        return Content(**values)


def canonical(figures: Any) -> bytes:
    """The bytes that are hashed: one spelling for one content."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(figures: Any) -> bytes:
    return hashlib.sha256(canonical(figures)).digest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every figure of two makings of a report that is not the same, in the order of the first, what came new last.

    Each: section, line, column as they are called; unit; was, now (None where it does not stand at all).
    """
    first, second = _cells(before), _cells(after)
    return [
        words | {"was": first.get(place, (None, None))[1], "now": second.get(place, (None, None))[1]}
        for place, (words, _value) in (second | first).items()
        if first.get(place, (None, None))[1] != second.get(place, (None, None))[1]
    ]


def _cells(figures: Mapping[str, Any]) -> dict[tuple[str, str, str], tuple[dict[str, Any], int | None]]:
    return {
        (section["key"], line["key"], column["key"]): (
            {"section": section["title"], "line": line["label"], "column": column["label"], "unit": column["unit"]},
            value,
        )
        for section in figures.get("sections", ())
        for line in section["lines"]
        for column, value in zip(section["columns"], line["values"], strict=True)
    }


# --- what may be published ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Publication:
    """To whom figures may be given, why not to the others, and by which instrument."""

    council: bool
    front: bool
    press: bool
    why: str
    source: str

    @property
    def widest(self) -> str:
        """press, front, council or nobody: whoever is named, and those before him, may have it."""
        return "press" if self.press else "front" if self.front else "council" if self.council else "nobody"


def publication(section: str, on: date, *, personal: bool, value: int | None = None) -> Publication:
    """What may be done with the figures of a section; with a `value` with that figure, which may be too small.

    A small count can point at one person, so it goes to the council only; nought says nothing of anybody.
    """
    rule = publication_rule("personal" if personal else f"section:{section}", on) or publication_rule("default", on)
    if rule is None:
        return Publication(False, False, False, "Chưa có quy định cho phép công bố", "")
    if not personal and value is not None and 0 < value < rule.smallest:
        why = f"Số nhỏ hơn {rule.smallest} có thể chỉ ra một người"
        return Publication(rule.council, False, False, why, rule.citation)
    return Publication(rule.council, rule.front, rule.press, rule.why, rule.citation)
