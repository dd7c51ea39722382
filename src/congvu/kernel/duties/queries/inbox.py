"""Việc của tôi: what must I do next, and by when."""

from dataclasses import dataclass
from datetime import datetime

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the list. `late_days`/`days_left` are working days; `opened` is Đã mở; `next` the one next move."""

    duty: Duty
    late_days: int
    days_left: int
    opened: bool
    next_verb: str
    step_late: bool


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """The rest of the list, gathered by the directive they come from (None: no document)."""

    document: Document | None
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class InboxCounts:
    late: int
    soon: int
    to_accept: int
    rest: int
    coordinating: int
    waiting: int

    @property
    def total(self) -> int:
        """What he holds himself."""
        return self.late + self.soon + self.to_accept + self.rest


@dataclass(frozen=True, slots=True)
class Inbox:
    """late, today and tomorrow, waiting for my acceptance, the rest by directive; what others do for me."""

    late: tuple[InboxRow, ...]
    soon: tuple[InboxRow, ...]
    to_accept: tuple[InboxRow, ...]
    rest: tuple[InboxGroup, ...]
    coordinating: tuple[InboxRow, ...]
    waiting_for_others: tuple[InboxRow, ...]
    counts: InboxCounts


def inbox(person: Person, now: datetime, *, limit: int = 200) -> Inbox:
    """The list of a person at `now`; each group holds at most `limit` rows, the counts are whole."""
    raise NotImplementedError
