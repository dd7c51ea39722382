"""The tree of a directive: what came of every demand, down to person and product, up to what it carries out.

For who handles or approves the directive every duty stands with title, body and state; anybody else sees those that
he may open. Persons and products stand where the duty opens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Body, Person
from congvu.kernel.records.models import Document, DocumentLink
from congvu.kit.clock import now
from congvu.sources.directives.models import Demand, Reading, StageReview
from congvu.sources.directives.queries.access import find_reading, may_approve, may_prepare, readings_visible_to
from congvu.sources.directives.queries.labels import document_label
from congvu.sources.directives.queries.outcomes import demands_of

SOON = 7  # days within which a limit is near, on a page about months
DEPTH = 6  # parts of parts; and letters that carry out letters
STANDS = {
    "done": gettext_noop("Xong đúng hạn"),
    "done_late": gettext_noop("Xong, trễ hạn"),
    "late": gettext_noop("Đang trễ"),
    "soon": gettext_noop("Sắp đến hạn"),
    "run": gettext_noop("Còn hạn"),
    "paused": gettext_noop("Tạm dừng"),
    "draft": gettext_noop("Chờ đề xuất hạn"),
    "cancelled": gettext_noop("Đã hủy"),
}
_RELATED = ("holder", "body", "accountable_post__body", "submitter")


@dataclass(slots=True)
class Twig:
    """One duty, what it was divided into, and what was handed in for it. `opens`: whether the person may open it."""

    duty: Duty
    opens: bool
    stands: str
    product: str = ""
    parts: list["Twig"] = field(default_factory=list)

    @property
    def body(self) -> Body | None:
        """Who has it; of a draft the body it is for."""
        post = self.duty.accountable_post
        return self.duty.body or (post.body if post else None)

    @property
    def person(self) -> Person | None:
        """Who worked on it: of a finished one who handed it in."""
        ended = self.duty.state in ("closed", "handed_in")
        return (self.duty.submitter if ended else None) or self.duty.holder

    def all(self) -> Iterator["Twig"]:
        """Itself and everything below."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class Branch:
    """One demand and the duties that came of it; `twigs` may be fewer than there are, for who may not see them."""

    demand: Demand
    twigs: tuple[Twig, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A document of the chain; `reading` where the person may open its tree. `depth`: how many letters away."""

    document: Document
    label: str
    reading: Reading | None
    depth: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole tree. `counts`: duties given by the directive itself, by how they stand, whoever asks."""

    reading: Reading
    label: str
    now: datetime
    branches: tuple[Branch, ...]
    counts: dict[str, int]
    above: tuple[Linked, ...]
    below: tuple[Linked, ...]
    stages: tuple[StageReview, ...]
    may_open_stage: bool


def tree(person: Person, reading_id: int) -> Tree:
    """The tree of a directive that the person may see; Reading.DoesNotExist for the unseen."""
    reading, at = find_reading(person, reading_id), now()
    handles = may_prepare(person, reading, at) or may_approve(person, reading, at)
    issued = list(reading.demands.filter(state=Demand.State.ISSUED).order_by("order"))
    roots = list(_of(reading).select_related(*_RELATED).order_by("pk"))
    opened = set(visible_to(person).filter(document=reading.document_id).values_list("pk", flat=True))
    twigs = [Twig(duty, duty.pk in opened, stands(duty, at)) for duty in roots if handles or duty.pk in opened]
    _divide(person, twigs, at)
    _products([twig for top in twigs for twig in top.all()])
    by_demand: dict[int, list[Twig]] = {}
    for twig in twigs:
        for demand_id in demands_of(twig.duty.origin_key, issued):
            by_demand.setdefault(demand_id, []).append(twig)
    return Tree(
        reading=reading,
        label=document_label(reading.document, reading.real_number),
        now=at,
        branches=tuple(Branch(demand, tuple(by_demand.get(demand.pk, ()))) for demand in issued),
        counts=counted(roots, at),
        above=_chain(person, reading.document, up=True),
        below=_chain(person, reading.document, up=False),
        stages=tuple(reading.stages.select_related("duty__holder", "opened_by").order_by("due_on", "pk")),
        may_open_stage=reading.issued_at is not None and may_approve(person, reading, at),
    )


def stage_origin(duty: Duty) -> tuple[str, str]:
    """Where the duty of a review came from: the tree of its directive; ("", "") when there is none."""
    stage = StageReview.objects.filter(duty=duty).first()
    if stage is None:
        return "", ""
    return reverse("directives:tree", args=[stage.reading_id]) + "#so-ket", _("Mở cây chỉ đạo")


def figures_of(reading: Reading, at: datetime) -> dict[str, int]:
    """How the duties that the directive itself gave stand at an instant, by word of STANDS."""
    return counted(list(_of(reading)), at)


def _of(reading: Reading) -> QuerySet[Duty]:
    return Duty.objects.filter(document=reading.document_id, origin_kind="directive")


def stands(duty: Duty, at: datetime) -> str:
    """One word for how a duty stands: on time is judged at the instant of handing in."""
    if duty.state in ("draft", "cancelled"):
        return duty.state
    due_at = duty.current_due_at
    if duty.completed_at is not None:
        return "done_late" if due_at is not None and duty.completed_at > due_at else "done"
    if duty.paused_at is not None:
        return "paused"
    if due_at is not None and due_at <= at:
        return "late"
    return "soon" if due_at is not None and (due_at - at).days < SOON else "run"


def counted(duties: Iterable[Duty], at: datetime) -> dict[str, int]:
    """How many stand how; every word of STANDS has its number."""
    found = dict.fromkeys(STANDS, 0)
    for duty in duties:
        found[stands(duty, at)] += 1
    return found


def _divide(person: Person, tops: Sequence[Twig], at: datetime) -> None:
    """Hang the parts of duties below them, level by level; only of duties that open."""
    level = {twig.duty.pk: twig for twig in tops if twig.opens}
    for _depth in range(DEPTH):
        if not level:
            return
        rows = visible_to(person).filter(parent__in=level).exclude(state="draft")
        below: dict[int, Twig] = {}
        for duty in rows.select_related(*_RELATED).order_by("pk"):
            twig = below[duty.pk] = Twig(duty, True, stands(duty, at))
            level[duty.parent_id or 0].parts.append(twig)
        level = below


def _products(twigs: Sequence[Twig]) -> None:
    """The words of the last product handed in, where the duty opens."""
    done = {twig.duty.pk: twig for twig in twigs if twig.opens and twig.duty.completed_at is not None}
    if not done:
        return
    rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=done, verb="complete")
    for row in rows.prefetch_related("fields").defer("leaf").order_by("subject_id", "seq"):
        done[row.subject_id].product = next((one.value for one in row.fields.all() if one.name == "product"), "")


def _chain(person: Person, document: Document, *, up: bool) -> tuple[Linked, ...]:
    """The documents that this one stands on (`up`), or that stand on it, the nearest first; each once."""
    found: list[tuple[Document, int]] = []
    seen, level = {document.pk}, [document.pk]
    for depth in range(1, DEPTH + 1):
        if up:
            links = DocumentLink.objects.filter(from_document__in=level).select_related("to_document")
            nearby = [link.to_document for link in links.order_by("pk")]
        else:
            links = DocumentLink.objects.filter(to_document__in=level).select_related("from_document")
            nearby = [link.from_document for link in links.order_by("pk")]
        fresh = list({one.pk: one for one in nearby if one.pk not in seen}.values())
        if not fresh:
            break
        found += [(one, depth) for one in fresh]
        level = [one.pk for one in fresh]
        seen.update(level)
    readings = readings_visible_to(person).filter(document__in=[one.pk for one, _depth in found])
    by_document = {reading.document_id: reading for reading in readings}
    return tuple(
        Linked(one, document_label(one), by_document.get(one.pk), depth)
        for one, depth in found
        if up or one.pk in by_document
    )
