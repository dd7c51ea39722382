"""What the entries of a duty say about earlier moves on it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.queries.replay import COLUMNS, plain, replay
from congvu.kernel.ledger.models import Entry

__all__ = [
    "COLUMNS",
    "Returned",
    "entries",
    "entry",
    "last_entry",
    "open_claims",
    "pauses",
    "pauses_between",
    "plain",
    "returns",
    "rule_of",
    "ruled",
    "state_before",
]


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody handed the duty back."""

    person_id: int
    body_id: int
    ground: str


def entries(duty_id: int) -> list[Entry]:
    """All entries of a duty in order."""
    return list(Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id).order_by("seq"))


def entry(duty_id: int, seq: int) -> Entry | None:
    """One entry of a duty."""
    return Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id, seq=seq).first()


def last_entry(duty_id: int) -> Entry | None:
    """The last thing that happened to a duty."""
    return Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id).order_by("-seq").first()


def returns(duty_id: int) -> list[Returned]:
    """Returns that were not withdrawn."""
    rows = entries(duty_id)
    withdrawn = {row.payload["withdrawn"] for row in rows if row.verb == "withdraw"}
    return [
        Returned(row.actor_id or 0, row.payload["body"], row.payload["ground"])
        for row in rows
        if row.verb == "return" and row.seq not in withdrawn
    ]


def pauses(duty_id: int, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Finished pauses, each from its beginning (not before `since`) to its end."""
    return pauses_between(entries(duty_id), since)


def pauses_between(rows: Iterable[Entry], since: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The same from entries of one duty, already read in order."""
    found: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for row in rows:
        if "paused_at" in row.payload.get("stamps", ()):
            begun = row.effective_at
        elif begun is not None and row.payload.get("set", {}).get("paused_at", "") is None:
            if row.effective_at > since:
                found.append((max(begun, since), row.effective_at))
            begun = None
    return tuple(found)


def ruled(duty_id: int, claim: int) -> bool:
    """Whether a claimed cause has been concluded on."""
    return any(row.verb == "rule_on_cause" and row.payload.get("claim") == claim for row in entries(duty_id))


def open_claims(duty_id: int, person_id: int) -> list[int]:
    """Causes that were claimed by others and not concluded on yet: what a person may rule on."""
    rows = Entry.objects.filter(
        room="duties", subject="duty", subject_id=duty_id, verb__in=["claim_cause", "rule_on_cause"]
    ).order_by("seq")
    claimed = [row.seq for row in rows if row.verb == "claim_cause" and row.actor_id != person_id]
    done = {row.payload.get("claim") for row in rows}
    return [seq for seq in claimed if seq not in done]


def state_before(duty_id: int, seq: int) -> dict[str, Any]:
    """The columns of a duty before its entry `seq`."""
    return replay(row for row in entries(duty_id) if row.seq < seq)


def rule_of(stored: str | dict[str, Any]) -> DueRule:
    """The due rule of a stored column."""
    return DueRule.from_json(json.loads(stored) if isinstance(stored, str) else stored)
