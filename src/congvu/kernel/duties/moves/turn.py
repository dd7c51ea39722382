"""One move while it is being made: what it changes, what the ledger keeps of it, what people wrote."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from congvu.engines.lifecycle import Refusal
from congvu.engines.seal import commitment, instant, leaf_halves
from congvu.kernel.duties.moves.limits import step_limit
from congvu.kernel.duties.moves.types import MoveRefused
from congvu.kernel.duties.queries.standing import Standing
from congvu.kernel.duties.rules import STEP_RULES
from congvu.kit.vietnamese import nfc

MICROSECOND = timedelta(microseconds=1)


def refuse(
    verb: str, code: str, text: str, *, law: str = "", who: str = "", missing: tuple[str, ...] = ()
) -> MoveRefused:
    """A refusal that the table alone cannot know."""
    return MoveRefused(Refusal(verb, code, text, law, who, missing))


@dataclass(slots=True)
class Turn:
    """`set`: columns that change; `stamps`: columns that take the instant of the move; `facts`: what else the ledger
    keeps, structured; `texts`: free words, of which the leaf holds only commitments. `after` runs in the same
    transaction once the move is written.
    """

    duty: Standing
    verb: str
    target: str
    relation: str
    actor_id: int | None
    post_id: int | None
    given: Mapping[str, Any] = field(default_factory=dict)
    set: dict[str, Any] = field(default_factory=dict)
    stamps: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    audience: list[dict[str, Any]] = field(default_factory=list)
    files: dict[int, str] = field(default_factory=dict)
    purpose: str = ""
    effective_at: datetime | None = None
    ground: str = ""
    after: list[Callable[[int], None]] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.duty.now

    def hold(self, person_id: int, post_id: int, body_id: int) -> None:
        """Custody passes."""
        self.set |= {"holder_id": person_id, "holder_post_id": post_id, "body_id": body_id}

    def assigned_by_actor(self) -> None:
        """Who gives a duty on is the one to whom it may be returned."""
        self.set |= {"assigner_id": self.actor_id, "assigner_post_id": self.post_id}

    def enter(self, state: str) -> None:
        """The state the duty comes into, and the limit of the step that begins with it."""
        duty = self.duty
        if state != duty.state:
            self.set["state"] = state
        if duty.step_due_at is not None and not self.ground and self.now > duty.step_due_at:
            self.facts["step_late"] = duty.step
        step, rule = STEP_RULES.get(state, ("", ""))
        due_at = step_limit(rule, self.now) if rule else None
        self.set |= {"step": step, "step_due_at": instant(due_at) if due_at else None}
        if duty.step_lapsed:
            self.set["step_lapsed"] = False

    def keep_texts(self, *names: str) -> None:
        """What people wrote goes beside the ledger, with a commitment in it."""
        self.texts |= {name: nfc(str(self.given[name])) for name in names if self.given.get(name)}

    def at_clock(self, limit: datetime) -> None:
        """The move takes effect when the limit passed, but never before the duty's last entry."""
        last = self.duty.last_at
        self.effective_at = limit if last is None or limit > last else last + MICROSECOND
        self.ground = "clock"

    def payload(self) -> dict[str, Any]:
        """What the ledger keeps, structured: the entry that replay reads."""
        whole: dict[str, Any] = dict(self.facts)
        if self.set:
            whole["set"] = self.set
        if self.stamps:
            whole["stamps"] = self.stamps
        return whole

    def leaf(self) -> "Leaf":
        """The bytes to be sealed around the time, and the words beside them."""
        salted = [(name, os.urandom(16), value) for name, value in self.texts.items()]
        payload = self.payload()
        head, tail = leaf_halves(
            subject=f"duties/duty/{self.duty.id}",
            seq=self.duty.seq + 1,
            previous=self.duty.last_leaf,
            verb=self.verb,
            person=self.actor_id,
            post=self.post_id,
            authority=self.relation,
            source=self.duty.state,
            target=self.target,
            payload=payload,
            files=list(self.files.values()),
            commitments=[(name, commitment(name, value, salt)) for name, salt, value in salted],
            effective_at=self.effective_at,
            ground=self.ground,
        )
        fields = [{"name": name, "salt": salt.hex(), "value": value} for name, salt, value in salted]
        return Leaf(head, tail, json.dumps(payload), fields)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf in two halves, the payload as JSON, and the salted words."""

    head: bytes
    tail: bytes
    payload: str
    fields: list[dict[str, str]]
