"""What programs send and get about the leader's page, units, the responsibility map and lateness."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from congvu.kernel.duties.api.schemas import DueRuleIn, DutyOut
from congvu.kernel.duties.queries.leader import KINDS
from congvu.kernel.org.api import BodyOut, PersonOut
from congvu.kit.api import Answer, Id, In, LongText, Name, OneOf, Paged, QueryId


class FiguresOut(Answer):
    """Open duties; each number by its name."""

    open: int
    late: int
    soon: int
    new: int
    paused: int
    waiting: int


class LeaderUnitOut(Answer):
    """A unit with everything below it; `late_by_week` ends with the present week."""

    body: BodyOut
    now: FiguresOut
    late_by_week: list[int]
    risen: bool


class BouncedOut(Answer):
    duty: DutyOut
    times: int
    route: list[str]


class LeaderOut(Answer):
    """Bảng lãnh đạo. Numbers of units are those of `figures_at`; lists are of now."""

    at: datetime
    figures_at: datetime
    bodies: list[BodyOut]
    own_late: list[DutyOut]
    deciding: list[DutyOut]
    breaking: list[DutyOut]
    bounced: list[BouncedOut]
    whole: FiguresOut
    weeks: list[date]
    units: list[LeaderUnitOut]


class RowsIn(In):
    """`kind`: which list; `offset` from where."""

    kind: Annotated[str, OneOf(*KINDS)]
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class RowsOut(Answer):
    """`next`: the offset of the following rows, or null."""

    items: list[DutyOut]
    next: int | None


class LatePartOut(Answer):
    """A part of a delay in working seconds, and where its entries are."""

    kind: str
    via: str
    person: PersonOut | None
    seconds: int
    used: int
    allowance: int
    duty: int
    first_seq: int
    last_seq: int


class LatenessOut(Answer):
    """How late, of how much time against which term; the parts add up to `seconds`."""

    duty: int
    seconds: int
    used: int
    term: int
    parts: list[LatePartOut]


class QuestionIn(In):
    question: LongText
    due: DueRuleIn


class AskedOut(Answer):
    """The duty in which the holder answers."""

    duty: int


class TakeOverIn(In):
    duties: Annotated[list[Id], Field(min_length=1, max_length=5_000)]
    receiver: Id
    reason: LongText


class PassedOut(Answer):
    passed: int


class UnitFilter(In):
    """`body`: one below those that the caller leads; left out: the first of those."""

    body: QueryId | None = None


class LoadOut(Answer):
    person: PersonOut
    late: int
    soon: int
    run: int
    waiting: int
    paused: int


class WaitOut(Answer):
    body: BodyOut
    count: int
    oldest_at: datetime
    late: int


class LeavingOut(Answer):
    """Whose appointment ends on `until`, or who is away from then to `back`."""

    person: PersonOut
    until: date
    back: date | None
    open: int


class BelowOut(Answer):
    body: BodyOut
    now: FiguresOut


class UnitOut(Answer):
    """Trang đơn vị. Each open duty of a person stands in one column."""

    body: BodyOut
    figures_at: datetime
    loads: list[LoadOut]
    middle: float
    below: list[BelowOut]
    leaving: list[LeavingOut]
    we_wait: list[WaitOut]
    they_wait: list[WaitOut]


class MapPlaceOut(Answer):
    post: int
    title: str
    person: PersonOut | None
    duties: int


class MapLineOut(Answer):
    body: BodyOut
    deciding_post: int | None
    instrument: str
    article: str


class MapMatterOut(Answer):
    matter: str
    open: int
    lines: list[MapLineOut]
    hold: list[MapPlaceOut]
    decide: list[MapPlaceOut]
    answer: list[MapPlaceOut]


class FindingOut(Answer):
    kind: str
    matter: str
    what: str


class MapOut(Answer):
    """Sơ đồ trách nhiệm. `unmatched`: what open duties are about that no line speaks of, with how many of each."""

    body: BodyOut
    matters: list[MapMatterOut]
    gaps: list[FindingOut]
    overlaps: list[FindingOut]
    unmatched: dict[str, int]


class OutageIn(In):
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    what: LongText
    instrument: Name


class OutageOut(Answer):
    id: int
    starts_at: datetime
    ends_at: datetime
    what: str
    instrument: str


class OutagesOut(Paged):
    items: list[OutageOut]
