"""What stands on the page of a directive: its text as paper, and its cards, doubts first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import bodies_on, leaders_prepared_for, posts_of, seats_of_body
from congvu.kernel.records.models import RegisterEntry
from congvu.kit.clock import local_day, now
from congvu.kit.dates import seat_text
from congvu.sources.directives import rules
from congvu.sources.directives.models import Acknowledgement, Demand, Reading
from congvu.sources.directives.queries.access import find_reading, may_approve, may_prepare
from congvu.sources.directives.queries.before import BeforeChoice, before_choices
from congvu.sources.directives.queries.cards import Card, Summary, cards_of, offered_day, summary
from congvu.sources.directives.queries.clashes import ClashRow, clashes_of
from congvu.sources.directives.queries.graph import Graph, graph_of
from congvu.sources.directives.queries.labels import short_label
from congvu.sources.directives.queries.outcomes import outcomes
from congvu.sources.directives.queries.readers import addressed, unit_of
from congvu.sources.directives.queries.scans import SeenLine, seen_lines

_UNSURE = "unsure"
_FIELDS = ("who", "with", "when", "what", _UNSURE)
ISSUING = (Post.Role.LEADER, Post.Role.HEAD, Post.Role.DEPUTY)


@dataclass(frozen=True)
class Segment:
    """A stretch of a paragraph: its words, the cards that light it, and which field comes from here."""

    start: int
    text: str
    cards: tuple[Card, ...]
    opens: tuple[Card, ...]
    fields: tuple[str, ...]
    cite: bool

    @property
    def css(self) -> str:
        states = {"doubt" if card.unclear else "outside" if card.open and card.outside else "ok" for card in self.cards}
        return " ".join(
            [word for word in ("doubt", "outside") if word in states] + [f"f-{name}" for name in self.fields]
        )


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text with its sentences, for marking one without a pointer."""

    start: int
    end: int
    segments: tuple[Segment, ...]
    head: bool
    sentences: tuple[tuple[int, int, str], ...]
    pictures: tuple[SeenLine, ...]


@dataclass(frozen=True)
class ReadingPage:
    """Everything the page shows, and what this person may do with it."""

    reading: Reading
    label: str
    entry: RegisterEntry | None
    cards: tuple[Card, ...]
    summary: Summary
    paragraphs: tuple[Paragraph, ...]
    graph: Graph
    clashes: tuple[ClashRow, ...]
    may_prepare: bool
    may_approve: bool
    may_instruct: bool
    leaders: tuple[Post, ...]
    leader_labels: tuple[str, ...]
    offered_day: date
    needs_number: bool
    to_acknowledge: bool
    acknowledged: int
    duty_count: int
    before: tuple[tuple[BeforeChoice, int], ...]

    @property
    def leader_choices(self) -> list[tuple[Post, str]]:
        return list(zip(self.leaders, self.leader_labels, strict=True))

    @property
    def about(self) -> str:
        """Who issued it and its trích yếu, where the label does not say it already."""
        document = self.reading.document
        title = document.title if document.title[:60] not in self.label else ""
        return ", ".join(part for part in (document.issuer, title) if part)

    @property
    def unclear(self) -> list[Card]:
        return [card for card in self.cards if card.unclear]

    @property
    def clear(self) -> list[Card]:
        return [card for card in self.cards if card.clear]

    @property
    def outside(self) -> list[Card]:
        return [card for card in self.cards if card.open and card.outside]

    @property
    def issued(self) -> list[Card]:
        return [card for card in self.cards if card.demand.state == Demand.State.ISSUED]

    @property
    def left_out(self) -> list[Card]:
        return [card for card in self.cards if card.demand.state in (Demand.State.REJECTED, Demand.State.MERGED)]

    @property
    def undated(self) -> list[Card]:
        return [card for card in self.cards if card.undated]

    @property
    def without_product(self) -> list[Card]:
        return [card for card in self.cards if card.unasked_product]

    @property
    def unnamed(self) -> list[tuple[str, str, int]]:
        """Names that say nobody yet: (name, question, on how many cards); one answer serves all of them."""
        found: dict[str, tuple[str, int]] = {}
        for card in self.cards:
            for name in card.assignees if card.open else ():
                if name.row.question or not (name.bodies or name.row.outside):
                    question, count = found.get(name.row.text, (name.row.question, 0))
                    found[name.row.text] = (question, count + 1)
        return [(text, question, count) for text, (question, count) in found.items()]

    @property
    def may_change(self) -> bool:
        """The clerk while he prepares it; the leader while it waits for him."""
        if self.reading.state == Reading.State.PROPOSED:
            return self.may_approve
        return self.may_prepare and self.reading.state != Reading.State.ISSUED


def reading_page(person: Person, reading_id: int, *, at: datetime | None = None) -> ReadingPage:
    """The page of a reading; raises Reading.DoesNotExist for what the person may not see."""
    moment = at or now()
    reading = find_reading(person, reading_id)
    cards = cards_of(reading, at=moment)
    preparing, approving = may_prepare(person, reading, moment), may_approve(person, reading, moment)
    came = outcomes(person, reading, [card.demand for card in cards], handles=preparing or approving)
    cards = [replace(card, outcomes=came.of.get(card.demand.pk, ())) for card in cards]
    shown = [card for card in cards if card.demand.state not in (Demand.State.REJECTED, Demand.State.MERGED)]
    handles = (preparing or approving) and reading.state != Reading.State.ISSUED
    posts = posts_of(person, moment)
    leaders = leaders_for(person, reading.body, moment) if preparing else []
    return ReadingPage(
        reading=reading,
        label=short_label(reading),
        entry=RegisterEntry.objects.filter(document=reading.document_id, body=reading.body_id).first(),
        cards=tuple(cards),
        summary=summary(cards),
        paragraphs=tuple(_paragraphs(reading, shown)),
        graph=graph_of(person, reading.document, at=moment),
        clashes=tuple(row for row in clashes_of(person, reading, at=moment) if not row.mark) if handles else (),
        may_prepare=preparing,
        may_approve=approving,
        may_instruct=any(post.role in ISSUING and post.body_id in reading.body.lineage for post in posts),
        leaders=tuple(leaders),
        leader_labels=tuple(_with_names(leaders, moment)),
        offered_day=offered_day(reading, at=moment),
        needs_number=rules.needs_real_number(reading.document.kind, reading.real_number),
        to_acknowledge=_to_acknowledge(person, reading, posts),
        acknowledged=reading.acknowledgements.count(),
        duty_count=came.count,
        before=tuple(before_choices((card.demand for card in cards if card.unclear), moment)),
    )


def _paragraphs(reading: Reading, cards: Sequence[Card]) -> list[Paragraph]:
    text = reading.document.text
    by_number = {str(card.number): card for card in cards}
    marked = [card for card in cards if card.demand.end > card.demand.start]
    spans = [(card.demand.start, card.demand.end, f"#{card.number}") for card in marked]
    spans += [(a, b, mark) for card in cards if card.open for a, b, mark in card.spans]
    spans += [(cite["start"], cite["end"], "cite") for cite in reading.evidence.get("references", ())]
    doubtful = [line for line in seen_lines(reading) if line.doubtful]
    spans += [(line.start, line.end, _UNSURE) for line in doubtful]
    found = []
    heading = reading.document.kind != "tin_bai"  # number, day and subject stand in the middle of the paper
    for start, end in rules.paragraphs(text):
        segments = []
        for mark in rules.marks(start, end, spans):
            here = tuple(by_number[label[1:]] for label in mark.labels if label.startswith("#"))
            segments.append(
                Segment(
                    start=mark.start,
                    text=text[mark.start : mark.end],
                    cards=here,
                    opens=tuple(card for card in here if max(card.demand.start, start) == mark.start),
                    fields=tuple(label for label in mark.labels if label in _FIELDS),
                    cite="cite" in mark.labels,
                )
            )
        sentences = tuple((a, b, text[a:b]) for a, b in rules.sentences(text, start, end))
        heading = heading and end - start < 90 and not text.startswith("Kính gửi", start)
        pictures = tuple(line for line in doubtful if start <= line.start < end)
        found.append(Paragraph(start, end, tuple(segments), heading, sentences, pictures))
    return found


def leaders_for(person: Person, body: Body, at: datetime) -> list[Post]:
    """Whom a clerk may put a reading to: those he prepares for, then the leaders and heads of the body."""
    prepared = leaders_prepared_for(person, at)
    day = local_day(at)
    own = Post.objects.filter(body=body, role__in=ISSUING, valid_from__lte=day).select_related("body")
    return list({post.pk: post for post in [*prepared, *own.order_by("order")]}.values())


def _with_names(posts: Sequence[Post], at: datetime) -> list[str]:
    """ "Phó Chủ tịch UBND tỉnh, bà Trần Thị An": of several deputies the name says which."""
    seats = [seat for body in {post.body_id: post.body for post in posts}.values() for seat in seats_of_body(body, at)]
    who = {seat.post.pk: f", {seat.person.courtesy} {seat.person.full_name}" for seat in reversed(seats)}
    return [seat_text(post.title, post.body.name) + who.get(post.pk, "") for post in posts]


def choices_of_bodies(at: datetime | None = None) -> list[str]:
    """Names offered while typing whom a demand is for."""
    return list(bodies_on(local_day(at or now())).values_list("name", flat=True))


def _to_acknowledge(person: Person, reading: Reading, posts: Sequence[Post]) -> bool:
    """Whether this person is asked to read the directive and has not said so yet."""
    if reading.issued_at is None or Acknowledgement.objects.filter(reading=reading, person=person).exists():
        return False
    return unit_of(posts, addressed([reading.pk]).get(reading.pk, ())) is not None


def origin_of(duty: Duty) -> tuple[str, str]:
    """Where a duty of ours came from, and how the link is called: the demand in its text, the table of a review to
    fill in, or the page on which one says that he read and passed on. ("", "") when there is none.
    """
    what, number, *_rest = duty.origin_key.split("/")
    if what == "review":
        return reverse("directives:review", args=[duty.pk]), _("Mở bảng rà soát")
    if what == "ack":
        return reverse("directives:readers", args=[int(number)]), _("Đọc và quán triệt văn bản")
    demand = Demand.objects.filter(pk=int(number)).first() if what in ("demand", "turn") else None
    if demand is None:
        return "", ""
    return reverse("directives:reading", args=[demand.reading_id]) + f"#yc-{demand.order}", _("Xem trong văn bản")
