"""How right the reader was in this province, from the cards that people approved: figures for everybody, rows for who
may see the documents. Months are those of the approval.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Floor, TruncMonth

from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document
from congvu.kit.clock import VIETNAM, day_start, local_day, now
from congvu.sources.directives.models import Correction, Demand, Reading
from congvu.sources.directives.queries.access import readings_visible_to
from congvu.sources.directives.queries.examples import TELLING, approved_readings, left_cards, of_the_text
from congvu.sources.directives.queries.labels import KIND_NAMES, short_label
from congvu.sources.directives.rules.accuracy import (
    BANDS,
    CARD,
    FIELDS,
    WHOLE,
    Share,
    Tally,
    Trial,
    faults,
    found_words,
    value_words,
)
from congvu.sources.directives.rules.examples import NAMES, Label, Left, Words, label_of

MONTHS = 12
CORRECTIONS = {
    "assignees": ("assignees",),
    "coordinators": ("coordinators",),
    "deadline": ("due", "every"),
    "product": ("product",),
    "kind": ("kind",),
}
LOOKED_UP = (*NAMES, "due", "product")  # corrections that are looked up in the text


@dataclass(frozen=True)
class Accuracy:
    """The figures of the last twelve months, this one included."""

    since: date
    readings: int
    tally: Tally

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Kinds of documents by how many of their cards were approved: (code, name)."""
        return [(code, paper_name(code)) for code, _count in self.tally.papers.most_common()]

    @cached_property
    def months(self) -> list[date]:
        """From the first month that has anything to the last, none left out."""
        known = self.tally.months
        return list(_months(known[0], known[-1])) if known else []

    @property
    def bands(self) -> list[tuple[float, float, Share]]:
        """Cards changed by what the reader said of its certainty: (from, to, share)."""
        ends = (*BANDS[1:], 1.0)
        return [(low, high, self.tally.told(low)) for low, high in zip(BANDS, ends, strict=True)]


@dataclass(frozen=True)
class Touched:
    """A card that a person put right, as a row behind a figure: what the reader said and what the text says."""

    demand: Demand
    label: str
    fields: frozenset[str]
    read: Left
    left: Label | None
    month: date

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What was put right: (field, as the reader said it, as the text says it)."""
        if self.left is None:
            return [(FIELDS["found"], *found_words(self.read))]
        after = self.left.to_json() | {"kind": self.left.demand}
        before = {**self.read.read, "kind": self.read.read.get("demand")}
        return [
            (FIELDS[name], value_words(name, before.get(name)), value_words(name, after.get(name)))
            for name in FIELDS
            if name in self.fields
        ]

    def wrong_in(self, field: str) -> bool:
        return bool(self.fields & WHOLE) if field == CARD else field in self.fields


def paper_name(code: str) -> str:
    """A kind of document in words."""
    return KIND_NAMES.get(code, "Loại khác")


def accuracy() -> Accuracy:
    """The figures; they are the same for everybody and name nobody."""
    since = _since()
    known = approved_readings(since).aggregate(count=Count("pk"), newest=Max("issued_at"), last=Max("pk"))
    return _counted(since, known["count"], known["newest"], known["last"])


@lru_cache(maxsize=2)
def _counted(since: date, readings: int, _newest: datetime | None, _last: int | None) -> Accuracy:
    """Counted once for these readings: of an approved one no card changes any more."""
    found = approved_readings(since)
    touched = (
        Trial(
            paper=demand.reading.document.kind,
            month=_month_of(demand.reading),
            wrong=wrong,
            fields=fields,
            certainty=demand.confidence if demand.proposed else None,
            sure=_asked_nothing(demand),
        )
        for demand, _left, _words, wrong, fields in _touched(_changed(found))
    )
    return Accuracy(since, readings, Tally([*_untouched(found), *touched]))


def touched_cards(person: Person, *, field: str = CARD, paper: str = "", month: date | None = None) -> list[Touched]:
    """The cards behind a figure, of the documents that this person may see; the newest approvals first."""
    approved = approved_readings(max(month, _since()) if month else _since())
    if month:
        approved = approved.filter(issued_at__lt=day_start(_after(month)))
    seen = readings_visible_to(person).filter(pk__in=approved)
    if paper:
        seen = seen.filter(document__kind=paper)
    found = [
        Touched(
            demand=demand,
            label=short_label(demand.reading),
            fields=wrong,
            read=left,
            left=label_of(left, words) if fields else None,
            month=_month_of(demand.reading),
        )
        for demand, left, words, wrong, fields in _touched(_changed(seen).filter(_may_be_wrong_in(field)))
    ]
    rows = [row for row in found if row.wrong_in(field)]
    return sorted(rows, key=lambda row: (-(row.demand.reading.issued_at or now()).timestamp(), row.demand.order))


def month_of_text(text: str) -> date | None:
    """The first day of a month of this century written "2026-11"; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if text.startswith("20") else None
    except ValueError:
        return None


def _since() -> date:
    today = local_day(now())
    first = today.year * 12 + today.month - MONTHS
    return date(first // 12, first % 12 + 1, 1)


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = _after(first)


def _after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month_of(reading: Reading) -> date:
    assert reading.issued_at is not None
    return local_day(reading.issued_at).replace(day=1)


def _asked_nothing(demand: Demand) -> bool:
    """Whether the reader laid the card out without a question of its own."""
    return bool(demand.proposed) and not demand.proposed.get("doubts")


def _cards(readings: QuerySet[Reading]) -> QuerySet[Demand]:
    corrected = Correction.objects.filter(demand=OuterRef("pk"), field__in=TELLING)
    return Demand.objects.filter(of_the_text(), reading__in=readings).annotate(corrected=Exists(corrected))


# Left as the reader laid them out: most cards, so they are counted where they lie.
_AS_READ = Q(state__in=[Demand.State.OPEN, Demand.State.ISSUED], by_hand=False, corrected=False)


def _untouched(readings: QuerySet[Reading]) -> Iterator[Trial]:
    rows = (
        _cards(readings)
        .filter(_AS_READ)
        .annotate(
            month=TruncMonth("reading__issued_at", tzinfo=VIETNAM),
            tenth=Floor(F("confidence") * 10),
            sure=ExpressionWrapper(Q(proposed__doubts=[]), output_field=BooleanField()),
        )
        .order_by()
        .values("reading__document__kind", "month", "tenth", "sure")
        .annotate(times=Count("pk"))
    )
    for row in rows:
        yield Trial(
            paper=row["reading__document__kind"],
            month=row["month"].date(),
            certainty=row["tenth"] / 10,
            sure=row["sure"],
            times=row["times"],
        )


def _changed(readings: QuerySet[Reading]) -> QuerySet[Demand]:
    """Cards that a person changed, left out, joined, cut or added."""
    return _cards(readings).exclude(_AS_READ)


def _may_be_wrong_in(field: str) -> Q:
    """The cards among the changed ones that this field can have been wrong in."""
    names = WHOLE if field == CARD else {field}
    corrections = [told for name in names for told in CORRECTIONS.get(name, ())]
    wrong = Q(Exists(Correction.objects.filter(demand=OuterRef("pk"), field__in=corrections)))
    if "found" in names:
        wrong |= Q(by_hand=True) | Q(state__in=[Demand.State.REJECTED, Demand.State.MERGED])
    return wrong


def _touched(changed: QuerySet[Demand]) -> Iterator[tuple[Demand, Left, Words, frozenset[str], bool]]:
    """Changed cards with what was wrong in them."""
    in_text = Correction.objects.filter(demand__in=changed.values("pk"), field__in=LOOKED_UP)
    texts = dict(Document.objects.filter(pk__in=in_text.values("demand__reading__document")).values_list("pk", "text"))
    reading_id, words = 0, Words("")
    rows = changed.select_related("reading__document").defer(
        "reading__document__text", "reading__document__search_fold", "reading__evidence", "evidence", "doubts"
    )
    for demand, left in left_cards(rows):
        if demand.reading_id != reading_id:
            reading_id, words = demand.reading_id, Words(texts.get(demand.reading.document_id, ""))
        yield demand, left, words, *faults(left, words)
