"""What programs send and get about programmes, drafts, the advisory log and targets."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from congvu.kernel.duties.rules import PRODUCT_KINDS
from congvu.kernel.org.api import BodyOut, PersonOut
from congvu.kit.api import Answer, Id, In, LongText, OneOf, Page, Paged, QueryId, ShortText
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import EntryChange, ProgrammeEntry

Ids = Annotated[list[Id], Field(min_length=1, max_length=500)]
Key = Annotated[str, Field(max_length=8, pattern=r"^\d{4}(-(Q[1-4]|M\d\d|W\d\d))?$")]
Kind = Annotated[str, Field(max_length=40)]
Reason = Annotated[str, Field(max_length=20_000)]


class TermOut(Answer):
    """A year, quarter, month or week, both days included."""

    key: str
    name: str
    first: date
    last: date


class ProgrammeSumsOut(Answer):
    """Numbers of a span: due in it, done, done in time, late and still open, items that wait for approval."""

    span: TermOut
    all: int
    done: int
    on_time: int
    late_open: int
    waiting: int


class WorkLineOut(Answer):
    """A duty as a line of a programme; who does it, where."""

    duty: int
    code: str
    title: str
    state: str
    person: PersonOut | None
    body: BodyOut | None
    due_at: datetime | None
    completed_at: datetime | None


class ItemOut(Answer):
    """An own item of a programme. `duty` once it is approved."""

    id: int
    body: BodyOut
    period: str
    title: str
    requirement: str
    product_kind: str
    product: str
    draft_kind: str
    due_on: date
    holder: PersonOut
    deciding_post: int
    basis: str
    state: str
    state_label: str
    addition: bool
    reason: str
    registered_by: PersonOut
    registered_at: datetime
    decided_by: PersonOut | None
    decided_at: datetime | None
    decision_reason: str
    duty: int | None


class ProgrammeOut(Answer):
    """The programme of a body: numbers of the span and its parts, items that wait, and the duties due in it."""

    body: BodyOut
    sums: ProgrammeSumsOut
    parts: list[ProgrammeSumsOut]
    waiting: list[ItemOut]
    lines: list[WorkLineOut]
    next: str | None


class ProgrammeFilter(Page):
    """`body`: empty for one's own. `period`: 2026, 2026-Q4, 2026-M11, 2026-W48. `what`: done, left, late."""

    body: QueryId | None = None
    period: Key = ""
    what: Annotated[str, OneOf("", "done", "left", "late")] = ""


class ProgrammeTodayFilter(Page):
    body: QueryId | None = None
    age: Annotated[str, OneOf("", *[one.key for one in rules.AGES])] = ""


class BacklogAgeOut(Answer):
    key: str
    label: str
    count: int


class ProgrammeTodayOut(Answer):
    """What must close today, steps that must be made today, and the backlog by age; lists hold at most 100 rows."""

    closing: list[WorkLineOut]
    closing_count: int
    steps: list[WorkLineOut]
    steps_count: int
    backlog: list[WorkLineOut]
    backlog_count: int
    ages: list[BacklogAgeOut]
    done: int


class ItemFilter(Page):
    body: QueryId | None = None
    state: Annotated[str, OneOf("", *ProgrammeEntry.State.values)] = ""


class ItemPage(Paged):
    items: list[ItemOut]


class ItemIn(In):
    """An item to register. `reason` is needed after the last day of registration."""

    body: Id
    period: Key
    title: ShortText
    product_kind: Annotated[str, OneOf(*PRODUCT_KINDS)]
    due_on: date
    holder: Id
    holder_post: Id | None = None
    requirement: LongText = ""
    product: ShortText = ""
    draft_kind: Kind = ""
    deciding_post: Id | None = None
    basis: ShortText = ""
    reason: Reason = ""


class WhyIn(In):
    reason: Reason


class ItemIds(In):
    entries: Ids


class ItemsApprovedOut(Answer):
    """The items that were approved, each with the duty that it became."""

    entries: list[ItemOut]


class ItemChangeIn(In):
    kind: Annotated[str, OneOf(*EntryChange.Kind.values)]
    due_on: date | None = None
    reason: Reason


class ItemChangeOut(Answer):
    id: int
    entry: int
    kind: str
    due_on: date | None
    reason: str
    state: str
    asked_by: PersonOut
    asked_at: datetime


class ItemDecideIn(In):
    agree: bool
    reason: Reason = ""


class DraftStageOut(Answer):
    """A stage. `state`: waiting, open, done, skipped. `verdict` of the check of authority: has, against, unknown."""

    order: int
    key: str
    label: str
    state: str
    duty: int | None
    returns: int
    opinions: list[int]
    skip_reason: str
    approver_post: int | None
    verdict: str
    verdict_text: str
    against_reason: str


class DraftVersionOut(Answer):
    """A version of a draft. `file`: its name, when there is one."""

    number: int
    duty: int
    stage: str
    label: str
    by: PersonOut | None
    at: datetime
    words: str
    file: str | None


class DossierOut(Answer):
    id: int
    duty: int
    code: str
    title: str
    kind: str
    opened_at: datetime


class DossierDetail(DossierOut):
    stages: list[DraftStageOut]
    versions: list[DraftVersionOut]
    returns: int


class DossierFilter(Page):
    """`stage`: only drafts that came back at this stage."""

    body: QueryId | None = None
    kind: Kind = ""
    stage: Kind = ""


class DossierPage(Paged):
    items: list[DossierOut]


class DraftQualityOut(Answer):
    """Of one stage: begun, finished, finished without coming back, and all returns."""

    key: str
    label: str
    begun: int
    finished: int
    first_time: int
    returns: int


class DossierIn(In):
    duty: Id
    kind: Kind


class DraftStageIn(In):
    """The next stage. The submission names `approver_post`; against the check of authority it needs `reason`."""

    holder: Id
    holder_post: Id | None = None
    due_on: date | None = None
    approver_post: Id | None = None
    reason: Reason = ""


class DraftVersionIn(In):
    """`file`: the handle of an uploaded file (POST /files)."""

    text: Annotated[str, Field(max_length=20_000)]
    file: Annotated[str, Field(max_length=400)] = ""


class OpinionsIn(In):
    people: Ids
    question: Annotated[str, Field(max_length=20_000)]
    due_on: date | None = None


class OpinionsOut(Answer):
    asked: int


class HandedOut(Answer):
    entry: int
    state: str


class AdvisoryHoldOut(Answer):
    """One line of the advisory log: who had it as what, working seconds, by which move it ended."""

    duty: int
    stage: str
    person: PersonOut
    post: str
    as_what: str
    starts_at: datetime
    ends_at: datetime | None
    working_seconds: int
    ended_by: str
    version: int | None
    opinion: bool


class AdvisoryLogOut(Answer):
    duty: int
    code: str
    title: str
    holds: list[AdvisoryHoldOut]
    versions: list[DraftVersionOut]


class AdvisedOut(Answer):
    """A document in the log of a body."""

    duty: int
    code: str
    title: str
    state: str
    drafter: PersonOut | None
    received_at: datetime | None
    first_put_at: datetime | None
    ended_at: datetime | None
    versions: int
    returns: int
    holders: int
    drafting_seconds: int
    deciding_seconds: int


class AdvisedPage(Paged):
    items: list[AdvisedOut]


class AdvisoryFilter(Page):
    body: QueryId | None = None
    period: Key = ""


class DraftCompareFilter(Page):
    """Numbers of two versions; empty: the last two."""

    first: QueryId | None = None
    last: QueryId | None = None


class DraftPartOut(Answer):
    text: str
    only_here: bool


class DraftDiffLine(Answer):
    """Kinds: same, changed, added, removed, skipped (`count` lines). `version`: who brought it, or took it out."""

    kind: str
    left: list[DraftPartOut]
    right: list[DraftPartOut]
    version: int
    count: int


class DraftCompareOut(Answer):
    first: int
    last: int
    lines: list[DraftDiffLine]
    problems: list[str]
