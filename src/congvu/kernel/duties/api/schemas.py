"""What programs send and get about duties."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from congvu.engines.worktime import BOUNDARIES, UNITS
from congvu.kernel.org.api import BodyOut, PersonOut
from congvu.kit.api import Answer, Id, In, LongText, Name, OneOf, Page, Paged, QueryId, ShortText

MOST_CHILDREN = 200


class DueRuleIn(In):
    """A due rule: `date` with a day and a boundary word, `period` with its last day, or an amount of a unit."""

    kind: Annotated[str, OneOf("date", "period", *UNITS)]
    amount: Annotated[int, Field(ge=0, le=100_000)] = 0
    day: date | None = None
    boundary: Annotated[str, OneOf(*BOUNDARIES)] = "by"
    name: Name = ""


class NewDutyIn(In):
    """A duty to be prepared. Whatever is missing of the six "rõ" keeps it a draft."""

    title: ShortText
    requirement: LongText = ""
    product_kind: Name = ""
    product: ShortText = ""
    holder: Id | None = None
    holder_post: Id | None = None
    accountable_post: Id | None = None
    deciding_post: Id | None = None
    basis: ShortText = ""
    due: DueRuleIn | None = None
    start_at: AwareDatetime | None = None
    issuer_post: Id | None = None
    coordinators: Annotated[list[Id], Field(max_length=200)] = []
    matter: Name = ""


class Children(In):
    """The parts into which a duty is broken down."""

    children: Annotated[list[NewDutyIn], Field(min_length=1, max_length=MOST_CHILDREN)]


class DutyIds(In):
    duties: Annotated[list[Id], Field(min_length=1, max_length=5_000)]


class MoveIn(In):
    """A verb of the table of moves and the fields it needs (GET /duties/moves)."""

    verb: Name
    given: Annotated[dict[Name, Any], Field(max_length=30)] = {}


class DutyFilter(Page):
    """`state`: one state, or "open"; `holder`: an id, or "me"; `body`: the holder's body; `q`: words."""

    state: Name = ""
    holder: Annotated[str, Field(pattern=r"^(me|[1-9]\d{0,17})?$")] = ""
    body: QueryId | None = None
    q: Name = ""


class DutyOut(Answer):
    """A duty in a list. `late_days` and `days_left` are working days."""

    id: int
    code: str
    title: str
    state: str
    state_label: str
    paused: bool
    holder: PersonOut | None
    body: BodyOut | None
    first_due_at: datetime | None
    current_due_at: datetime | None
    due_provisional: bool
    late_days: int
    days_left: int
    parent: int | None
    document: int | None


class DutyPageOut(Paged):
    items: list[DutyOut]


class InboxGroupOut(Answer):
    """The rest of the list by the document it comes from."""

    document: int | None
    duties: list[DutyOut]


class InboxOut(Answer):
    """Việc của tôi."""

    late: list[DutyOut]
    soon: list[DutyOut]
    to_accept: list[DutyOut]
    rest: list[InboxGroupOut]
    coordinating: list[DutyOut]
    waiting_for_others: list[DutyOut]
    counts: dict[str, int]


class RoOut(Answer):
    """One of the six "rõ": its value in words, or what is missing and whom to ask."""

    ro: str
    label: str
    value: str
    note: str
    missing: str
    ask: str


class PauseOut(Answer):
    starts_at: datetime
    ends_at: datetime


class SeatLine(Answer):
    """A post by which somebody acted; `body` is an id."""

    id: int
    title: str
    body: int


class HoldingOut(Answer):
    """One hold of the custody timeline, in working seconds."""

    person: PersonOut | None
    post: SeatLine | None
    starts_at: datetime
    ends_at: datetime | None
    working_seconds: int
    paused_seconds: int
    pauses: list[PauseOut]
    norm_seconds: int | None
    exceeded_seconds: int
    ended_by: str


class EntryOut(Answer):
    """One entry of the journal."""

    id: int
    seq: int
    verb: str
    label: str
    actor: PersonOut | None
    post: SeatLine | None
    at: datetime
    effective_at: datetime
    by_clock: bool
    sentence: str
    texts: dict[str, str]
    files: list[int]
    sealed: bool


class FieldOut(Answer):
    """A field of a move: how to fill it in."""

    name: str
    kind: str
    label: str
    needed: bool
    choices: dict[str, str]


class OpenMoveOut(Answer):
    """A move that the caller may make now."""

    verb: str
    label: str
    next_holder: str
    fields: list[FieldOut]


class StepOut(Answer):
    """One step of the reasoning behind the deadline."""

    kind: str
    day: date | None
    text: str
    law: str


class DutyDetail(Answer):
    """All that may be said of one duty."""

    duty: DutyOut
    requirement: str
    product_kind: str
    product: str
    basis: str
    sight: str
    sentence: str
    seq: int
    six_ro: list[RoOut]
    deadline: list[StepOut]
    holdings: list[HoldingOut]
    entries: list[EntryOut]
    children: list[DutyOut]
    progress: dict[str, int]
    consultations: list[DutyOut]
    coordinators: list[BodyOut]
    open_moves: list[OpenMoveOut]


class Made(Answer):
    """Ids of the duties made or issued, in the order given."""

    duties: list[int]


class MovedOut(Answer):
    """The move that was made: its ledger entry and the duty after it."""

    entry: int
    seq: int
    at: datetime
    state: str
    holder: int | None


class MoveRow(Answer):
    """A row of the table of moves."""

    verb: str
    label: str
    from_states: list[str]
    to_state: str | None
    by: list[str]
    fields: list[FieldOut]
    law: str


class ProofOut(Answer):
    """Proof of an entry against the present head, in the text format of the receipts; null while it waits."""

    entry: int
    receipt: str | None
