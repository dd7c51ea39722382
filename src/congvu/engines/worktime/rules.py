"""A due rule: what the text or the procedure says, before any calendar is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

BOUNDARIES = ("before", "by", "on", "in")
UNITS = ("working_days", "days", "weeks", "months", "working_hours", "hours")
_MONTHS = {"quarters": 3, "half_years": 6, "years": 12}  # BLDS 2015 art. 146(1): half a year is 6 months
KINDS = ("date", "period", *UNITS)
LONGEST = 100_000


@dataclass(frozen=True)
class DueRule:
    """`date`: a named day and its boundary word; `period`: the last day of a named period; else an amount of a unit.

    boundary: "before" (trước ngày), "by" (chậm nhất, đến ngày, đến hết ngày), "on" (ngày), "in" (trong ngày: until the
    office closes). "Trong tháng 6" is no date but a `period` whose last day is 30/6.
    """

    kind: str
    amount: int = 0
    day: date | None = None
    boundary: str = "by"
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of due rule: {self.kind!r}")
        if self.kind in UNITS:
            if self.day is not None or not 1 <= self.amount <= LONGEST:
                raise ValueError(f"{self.kind} needs an amount from 1 to {LONGEST} and no day")
        elif self.day is None or self.amount:
            raise ValueError(f"{self.kind} needs a day and no amount")
        if self.boundary not in BOUNDARIES:
            raise ValueError(f"unknown boundary: {self.boundary!r}")

    @classmethod
    def on(cls, day: date, boundary: str = "by") -> Self:
        """A day that a text or a superior named."""
        return cls("date", day=day, boundary=boundary)

    @classmethod
    def period(cls, last_day: date, name: str = "") -> Self:
        """A month, quarter, year or reporting period, by its last day: 24:00 of it."""
        return cls("period", day=last_day, name=name)

    @classmethod
    def within(cls, amount: int, unit: str) -> Self:
        """So many units from an event; `quarters`, `half_years` and `years` become months."""
        if unit in _MONTHS:
            return cls("months", amount * _MONTHS[unit])
        return cls(unit, amount)

    def to_json(self) -> dict[str, Any]:
        """The stored form: only what the kind uses."""
        if self.day is None:
            return {"kind": self.kind, "amount": self.amount}
        if self.kind == "period":
            return {"kind": "period", "day": self.day.isoformat()} | ({"name": self.name} if self.name else {})
        return {"kind": "date", "day": self.day.isoformat(), "boundary": self.boundary}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The rule of a stored form; raises ValueError on anything else."""
        unknown = set(data) - {"kind", "amount", "day", "boundary", "name"}
        amount, day = data.get("amount", 0), data.get("day")
        texts = (data.get("kind"), data.get("boundary", "by"), data.get("name", ""))
        if unknown or type(amount) is not int or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"not a due rule: {dict(data)!r}")
        if day is not None and not isinstance(day, str):
            raise ValueError(f"not a day: {day!r}")
        return cls(str(texts[0]), amount, date.fromisoformat(day) if day else None, str(texts[1]), str(texts[2]))


@dataclass(frozen=True)
class DueSettings:
    """What a province settles by its own rules (reference rows), with the safe default.

    `before_includes_day`: "trước ngày D" ends with D, because an ambiguous day is never held against a person.
    `pause_takes_day`: so many paused working seconds make a day that is not counted; 0 is half a working day. The
    `…_law` names, for each setting, the row that decided it.
    """

    before_includes_day: bool = True
    before_law: str = ""
    pause_takes_day: int = 0
    pause_law: str = ""
