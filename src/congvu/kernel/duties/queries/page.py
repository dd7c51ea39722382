"""The page of one duty: who has it, since when, until when, under what authority; and what one may do next."""

from dataclasses import dataclass
from datetime import datetime

from congvu.engines.lifecycle import Move
from congvu.engines.worktime import Step
from congvu.kernel.duties.models import Coordinator, Duty
from congvu.kernel.duties.rules import Field
from congvu.kernel.org.models import Person, Post


@dataclass(frozen=True, slots=True)
class RoRow:
    """One of the six "rõ": its value in words, or what is missing and whom to ask."""

    ro: str
    label: str
    value: str
    note: str
    missing: str
    ask: str


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One hold of the custody timeline. Seconds are working seconds; `person` None: the duty was closed then."""

    person: Person | None
    post: Post | None
    starts_at: datetime
    ends_at: datetime | None
    working_seconds: int
    paused: tuple[tuple[datetime, datetime], ...]
    paused_seconds: int
    norm_seconds: int | None
    exceeded_seconds: int
    ended_by: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the journal: who, when, and one sentence in Vietnamese. `texts` are (label, words)."""

    entry_id: int
    seq: int
    verb: str
    label: str
    actor: Person | None
    post: Post | None
    at: datetime
    effective_at: datetime
    by_clock: bool
    sentence: str
    texts: tuple[tuple[str, str], ...]
    file_ids: tuple[int, ...]
    sealed: bool
    payload: dict[str, object]


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that I may make now: its row of the table and the fields to fill in, needed ones first."""

    move: Move
    fields: tuple[Field, ...]
    next_holder: str

    @property
    def verb(self) -> str:
        return self.move.verb

    @property
    def label(self) -> str:
        return self.move.label


@dataclass(frozen=True, slots=True)
class DutyPage:
    """All that the page, the API and the print view say of one duty."""

    duty: Duty
    sight: str
    now: datetime
    status: str
    six_ro: tuple[RoRow, ...]
    holdings: tuple[HoldingRow, ...]
    entries: tuple[EntryRow, ...]
    children: tuple[Duty, ...]
    progress: tuple[int, int]
    consultations: tuple[Duty, ...]
    coordinators: tuple[Coordinator, ...]
    moves: tuple[OpenMove, ...]
    deadline: tuple[Step, ...]
    held_since: datetime | None
    undo: str
    undo_until: datetime | None


def duty_page(person: Person, duty_id: int) -> DutyPage:
    """Everything about a duty that a person may see; raises Duty.DoesNotExist for the unseen. At most 15 statements."""
    raise NotImplementedError


def open_moves(person: Person, duty: Duty) -> tuple[OpenMove, ...]:
    """The moves that a person may make now, the one next lawful step first."""
    raise NotImplementedError
