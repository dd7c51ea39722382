"""Facts about bodies: which there are, what became of them, how documents call them. Each row names its source."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class BodyRow:
    """A body that provinces have or had. Empty days: open, or not established."""

    key: str
    name: str
    symbol: str
    short_name: str
    kind: str
    branch: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    instrument: str
    verified: str


@dataclass(frozen=True)
class SuccessionRow:
    """Who carries on the work of whom from which day. Keys are empty where bodies.csv has no such body."""

    kind: str
    predecessor: str
    successor: str
    predecessor_key: str
    successor_key: str
    relation: str
    day: date | None
    instrument: str
    verified: str


@dataclass(frozen=True)
class GroupRow:
    """A set of bodies told by branch, level and kind. Scope "issuer": only those below the issuer; "below": below the
    issuer when there is one; "outside": never ours.
    """

    group: str
    label: str
    branches: frozenset[str]
    levels: frozenset[str]
    kinds: frozenset[str]
    scope: str


@dataclass(frozen=True)
class CollectiveRow:
    """A collective addressee, its variants, and the groups it stands for; `question` where a clerk must say whom."""

    phrase: str
    variants: tuple[str, ...]
    groups: tuple[str, ...]
    person: str
    until: date | None
    question: str


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@lru_cache(maxsize=1)
def bodies() -> tuple[BodyRow, ...]:
    """The bodies of a province and a commune, state, Party and Front, now and before."""
    return tuple(
        BodyRow(
            row["key"], row["name"], row["symbol"], row["short_name"], row["kind"], row["branch"], row["level"],
            row["parent"], _day(row["valid_from"]), _day(row["valid_to"]), row["instrument"], row["verified"],
        )
        for row in _rows("bodies.csv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def successions() -> tuple[SuccessionRow, ...]:
    """What became of bodies and places in 2025."""
    return tuple(
        SuccessionRow(
            row["kind"], row["predecessor"], row["successor"], row["predecessor_key"], row["successor_key"],
            row["relation"], _day(row["day"]), row["instrument"], row["verified"],
        )
        for row in _rows("successions.csv")
    )  # fmt: skip


@lru_cache(maxsize=1)
def groups() -> dict[str, GroupRow]:
    """The sets of bodies that collective names are made of."""
    return {
        row["group"]: GroupRow(
            row["group"], row["label"], frozenset(_parts(row["branches"])), frozenset(_parts(row["levels"])),
            frozenset(_parts(row["kinds"])), row["scope"],
        )
        for row in _rows("body_groups.csv")
    }  # fmt: skip


@lru_cache(maxsize=1)
def collective_names() -> tuple[CollectiveRow, ...]:
    """How directives call many bodies at once."""
    return tuple(
        CollectiveRow(
            row["phrase"], tuple(_parts(row["variants"])), tuple(_parts(row["groups"])), row["person"],
            _day(row["until"]), row["question"].replace("{phrase}", row["phrase"]),
        )
        for row in _rows("collective_names.csv")
    )  # fmt: skip
