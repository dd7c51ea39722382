"""The custody timeline: who held a duty, for how much working time, where the norm of a step was exceeded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from congvu.engines.worktime import working_seconds
from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.duties.queries.journal import EntryRow
from congvu.kernel.duties.rules import STEP_RULES
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person, Post
from congvu.kit.clock import local_day

Span = tuple[datetime, datetime]


class Happened(Protocol):
    """What must be known of an entry to tell pauses from it: a ledger entry, or its line of the journal."""

    @property
    def effective_at(self) -> datetime: ...
    @property
    def payload(self) -> dict[str, Any]: ...


# A hold that ended so handed nothing in: its allowance is the time for passing on (design.md §2, true lateness).
WITHOUT_PRODUCT = frozenset({"return", "forward", "take_over"})


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One hold of the custody timeline. Seconds are working seconds; `person` None: the duty was closed then."""

    person: Person | None
    post: Post | None
    starts_at: datetime
    ends_at: datetime | None
    working_seconds: int
    paused: tuple[Span, ...]
    paused_seconds: int
    norm_seconds: int | None
    exceeded_seconds: int
    ended_by: str


def timeline(duty: Duty, entries: tuple[EntryRow, ...], now: datetime) -> tuple[HoldingRow, ...]:
    """The holds in order, each with the pauses inside it. One statement."""
    rows = Holding.objects.filter(duty=duty).select_related("person", "post__body").order_by("starts_at")
    pauses = pauses_of(entries, until=now)
    at = {entry.effective_at: entry for entry in entries}
    states = _states(entries)
    return tuple(_hold(row, states.get(row.starts_at, ""), at, pauses, now) for row in rows)


def pauses_of(entries: Iterable[Happened], until: datetime | None = None) -> tuple[Span, ...]:
    """Pauses from beginning to end; one that still lasts ends at `until`, or is left out."""
    found: list[Span] = []
    begun: datetime | None = None
    for entry in entries:
        if "paused_at" in entry.payload.get("stamps", ()):
            begun = entry.effective_at
        elif begun is not None and entry.payload.get("set", {}).get("paused_at", "") is None:
            found.append((begun, entry.effective_at))
            begun = None
    if begun is not None and until is not None:
        found.append((begun, until))
    return tuple(found)


def _states(entries: Iterable[EntryRow]) -> dict[datetime, str]:
    """The state that began at each instant."""
    return {
        entry.effective_at: entry.payload["set"]["state"]
        for entry in entries
        if "state" in entry.payload.get("set", {})
    }


def _hold(row: Holding, state: str, at: dict[datetime, EntryRow], pauses: Iterable[Span], now: datetime) -> HoldingRow:
    calendar = org.calendar()
    end = row.ended_at or now
    inside = tuple(
        (max(begin, row.starts_at), min(until, end)) for begin, until in pauses if begin < end and until > row.starts_at
    )
    stopped = sum(working_seconds(calendar, begin, until) for begin, until in inside)
    used = max(working_seconds(calendar, row.starts_at, end) - stopped, 0)
    ending = at.get(row.ended_at) if row.ended_at else None
    norm = _norm(state, ending.verb if ending else "", row.starts_at)
    return HoldingRow(
        person=row.person,
        post=row.post,
        starts_at=row.starts_at,
        ends_at=row.ended_at,
        working_seconds=used if row.person_id else 0,
        paused=inside,
        paused_seconds=stopped,
        norm_seconds=norm,
        exceeded_seconds=max(used - norm, 0) if norm is not None and row.person_id else 0,
        ended_by=ending.label if ending else "",
    )


def _norm(state: str, ended_by: str, at: datetime) -> int | None:
    """The allowance of a step in working seconds; None for the work itself, which has the rest of the term."""
    if state in ("assigned", "in_hand", ""):
        return seconds_of_rule("pass_on", at) if ended_by in WITHOUT_PRODUCT else None
    return seconds_of_rule(STEP_RULES[state][1], at) if state in STEP_RULES else None


def seconds_of_rule(key: str, at: datetime) -> int:
    rule = org.rule(key, local_day(at))
    each = {"working_days": org.calendar().day_seconds, "working_hours": 3600}
    return rule.amount * each.get(rule.unit, org.calendar().day_seconds)
