"""What programs send and get about directives."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from congvu.kernel.org.api import BodyOut, PersonOut
from congvu.kernel.records.api import DocumentOut
from congvu.kit.api import Answer, Id, In, LongText, Name, OneOf, Page, Paged, ShortText
from congvu.sources.directives import rules
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves.witness import OUTCOMES

Ids = Annotated[list[Id], Field(max_length=2_000)]
Kind = Annotated[str, OneOf(*rules.KINDS)]
ProductKind = Annotated[str, OneOf("", *rules.PRODUCT_KINDS)]
ChosenProduct = Annotated[str, OneOf(*rules.PRODUCT_KINDS)]


class TextIn(In):
    """The text of a document. `rehearsal`: as if issued today; `same_number`: another text of that number is meant."""

    text: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    rehearsal: bool = False
    same_number: bool = False


class EnteredOut(Answer):
    """The reading; `new` is false when the document was there before."""

    reading: int
    new: bool
    warnings: list[str]


class ReadingOut(Answer):
    id: int
    label: str
    state: str
    state_label: str
    rehearsal: bool
    real_number: str
    document: DocumentOut
    leader_post: int | None
    refusal_reason: str
    created_at: datetime
    issued_at: datetime | None


class ReadingFilter(Page):
    """`state`: preparing, proposed, refused, issued."""

    state: Annotated[str, OneOf("", *Reading.State.values)] = ""


class ReadingsPage(Paged):
    items: list[ReadingOut]


class NameOut(Answer):
    """A name as the text has it, whom it meant then, and who carries that on today."""

    text: str
    then_text: str
    bodies: list[BodyOut]
    outside: bool
    question: str


class SpanOut(Answer):
    """A stretch of the text (characters, end not included): the demand itself, or one of its fields."""

    start: int
    end: int
    mark: str


class MissingOut(Answer):
    ro: str
    message: str
    ask: str


class OutcomeOut(Answer):
    """A duty that came of a demand. `opens`: whether the caller may open it; else he knows this line alone."""

    id: int
    code: str
    title: str
    state: str
    body: BodyOut
    opens: bool


class BeforeOut(Answer):
    """“Trước ngày D” next to a day off ends with `offered` unless somebody says `earlier`."""

    day: date
    offered: date
    earlier: date
    cards: int


class CardOut(Answer):
    """A demand: its place in the text, what it asks of whom, and what it lacks."""

    id: int
    number: int
    clause: str
    kind: str
    title: str
    requirement: str
    start: int
    end: int
    spans: list[SpanOut]
    assignees: list[NameOut]
    coordinators: list[NameOut]
    deadline: dict[str, Any] | None
    due_rule: dict[str, Any] | None
    due_at: datetime | None
    product: str
    product_kind: str
    doubts: list[dict[str, Any]]
    confidence: float
    missing: list[MissingOut]
    status: str
    reject_reason: str
    checked: bool
    person: PersonOut | None
    duties: list[OutcomeOut]


class SeenLineOut(Answer):
    """A line recognised from a scan: characters `start` to `end` of the text (end not included), page from 1,
    confidence from 0 to 100.
    """

    number: int
    start: int
    end: int
    page: int
    confidence: int
    doubtful: bool


class ReadingDetail(Answer):
    """The text, the cards with the doubtful ones first to be looked at, and what the caller may do."""

    reading: ReadingOut
    text: str
    cards: list[CardOut]
    counts: dict[str, int]
    cites: list[DocumentOut]
    cited_in: list[DocumentOut]
    offered_day: date
    doubts: list[dict[str, Any]]
    before: list[BeforeOut]
    needs_number: bool
    to_acknowledge: bool
    acknowledged: int
    may_prepare: bool
    may_approve: bool
    leaders: dict[int, str]
    scan: list[SeenLineOut]


class ChangedOut(Answer):
    """The reading after the change: its state, and the cards concerned."""

    reading: int
    state: str
    cards: list[int]
    count: int


class CorrectIn(In):
    """Only what is given is changed. Names are parted by ";"; `due` null takes the limit away; `person` is the full
    name of somebody in the one receiving body, "" gives the card to its head.
    """

    title: ShortText | None = None
    requirement: LongText | None = None
    kind: Kind | None = None
    product: ShortText | None = None
    product_kind: ProductKind | None = None
    due: date | None = None
    every: Annotated[str, OneOf("", *rules.EVERY)] | None = None
    assignees: ShortText | None = None
    coordinators: ShortText | None = None
    person: Name | None = None


class DocumentIn(In):
    """The data of the document itself; only what is given is changed."""

    number: Name | None = None
    issued_on: date | None = None
    issuer: ShortText | None = None
    title: ShortText | None = None
    signer: Name | None = None


class ReadIn(In):
    rehearsal: bool = False


class BeforeIn(In):
    """`until`: one of the two days that a reading's `before` offers for `day`."""

    day: date
    until: date


class CardsIn(In):
    cards: Ids = []


class RejectIn(In):
    cards: Annotated[list[Id], Field(min_length=1, max_length=2_000)]
    reason: ShortText


class SplitIn(In):
    """`at`: the character at which the card is cut; without it after its first sentence."""

    at: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class AddIn(In):
    """A stretch of the text that the reader passed over."""

    start: Annotated[int, Field(ge=0, le=2**31 - 1)]
    end: Annotated[int, Field(ge=0, le=2**31 - 1)]
    assignees: ShortText = ""
    kind: Kind = "task"
    title: ShortText = ""


class GroupDateIn(In):
    """One date for a group of undated cards; without `cards` for all of them."""

    day: date
    cards: Ids = []
    product_kind: ProductKind = ""


class GroupProductIn(In):
    product_kind: ChosenProduct
    cards: Ids = []


class LeadIn(In):
    """`lead` null: each body has a duty of its own."""

    lead: Id | None


class ResolveIn(In):
    """Whom a name means; `bodies` empty: it stands outside this installation."""

    text: ShortText
    bodies: ShortText = ""
    remember: bool = True


class NumberIn(In):
    number: Name


class ProposeIn(In):
    leader_post: Id | None = None


class ReasonIn(In):
    reason: ShortText


class InstructIn(In):
    """Bút phê: a leader's written instruction."""

    words: LongText
    bodies: ShortText
    day: date
    product_kind: ChosenProduct
    coordinators: ShortText = ""
    person: Name = ""


class ObligationOut(Answer):
    """A standing demand on a body: no limit, one line of its review. `reading` is null where it may not be opened."""

    id: int
    body: BodyOut
    clause: str
    review_every: str
    starts_on: date
    ends_on: date | None
    directive: str
    reading: int | None


class ObligationsPage(Paged):
    items: list[ObligationOut]


class ReviewLineOut(Answer):
    id: int
    clause: str
    outcome: str
    evidence: str


class ReviewOut(Answer):
    """A review duty: its lines are answered with done, partly or not; what was done needs evidence."""

    duty: int
    code: str
    state: str
    lines: list[ReviewLineOut]


class ReviewAnswerIn(In):
    line: Id
    outcome: Annotated[str, OneOf("", *OUTCOMES)]
    evidence: ShortText = ""


class ReviewIn(In):
    """Answers to lines; with `hand_in` the table is handed in as the product of the duty."""

    answers: Annotated[list[ReviewAnswerIn], Field(max_length=2_000)] = []
    hand_in: bool = False


class IssuedOut(Answer):
    """What an approval made; `unclear` are cards that stay, each for what it lacks."""

    duties: list[int]
    drafts: list[int]
    obligations: int
    recurrences: int
    unclear: list[int]
