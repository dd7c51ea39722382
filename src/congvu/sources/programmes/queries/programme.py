"""The programme of a body or a person: what is due when, whatever gave rise to it, and the items that wait.

Duties appear by themselves by their due time and the body that does them; nothing is entered twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from congvu.engines.worktime import Calendar, midnight
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import local_day
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import EntryChange, ProgrammeEntry
from congvu.sources.programmes.queries.access import deciding_seat, entries_visible_to
from congvu.sources.programmes.rules import Span

RELATED = ("holder", "holder_post__body", "body", "submitter", "submitter_post__body", "document")
IS_OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial indexes
DONE = Q(completed_at__isnull=False, state__in=["handed_in", "closed"])


@dataclass(frozen=True)
class Sums:
    """Numbers of one span. `on_time`: handed in by its limit; `late`: still open beyond it, or handed in after."""

    span: Span
    all: int
    done: int
    on_time: int
    late_open: int
    waiting: int

    @property
    def left(self) -> int:
        return self.all - self.done

    @property
    def done_late(self) -> int:
        return self.done - self.on_time


@dataclass(frozen=True)
class Programme:
    """The programme of a body in a span: the numbers, those of its parts, and the items that are no duties yet."""

    body: Body
    sums: Sums
    parts: tuple[Sums, ...]
    duties: QuerySet[Duty]
    entries: tuple[ProgrammeEntry, ...]
    to_decide: tuple[ProgrammeEntry, ...]
    changes: tuple[EntryChange, ...]


def in_body(body: Body, of: str = "") -> Q:
    """Duties that a body or one below it does: of what was handed in or put up, by who did it, not by who checks it.

    `of`: the same asked of a related duty ("parent__").
    """
    under = Body.objects.filter(lineage__contains=[body.pk]).values("pk")
    put = Q((f"{of}state__in", ["submitted", "handed_in", "closed"]), (f"{of}submitter_post__isnull", False))
    return Q(put, (f"{of}submitter_post__body__in", under)) | Q(~put, (f"{of}body__in", under))


def once(body: Body) -> Q:
    """What was given to the body itself: parts that it gave out inside stand within their whole (design of figures)."""
    return Q(parent__isnull=True) | ~in_body(body, "parent__")


def due_in(span: Span) -> Q:
    """Due in a span: after its first instant, at the latest at 24:00 of its last day."""
    return _due_between(span.first, span.last)


def _due_between(first: date, last: date) -> Q:
    return Q(current_due_at__gt=midnight(first), current_due_at__lte=midnight(last + timedelta(days=1)))


def programme(person: Person, body: Body, span: Span, at: datetime, *, what: str = "") -> Programme:
    """The programme of a body as far as a person may see it. `what`: done, late, left; "" everything."""
    rows = visible_to(person).filter(in_body(body), once(body), consulted_by__isnull=True)
    rows = rows.exclude(state__in=["draft", "cancelled"])
    spans = [span, *rules.parts(span)]
    # only what is due between the first and the last of these days is read
    near = rows.filter(_due_between(min(one.first for one in spans), max(one.last for one in spans)))
    counted = near.aggregate(**{name: count for one in spans for name, count in _counts(one, at).items()})
    entries = list(_entries(person, body, at))
    waiting = [entry for entry in entries if entry.state == ProgrammeEntry.State.REGISTERED]
    shown = tuple(entry for entry in waiting if _lies_in(entry, span))
    posts = org.posts_of(person, at)
    return Programme(
        body=body,
        sums=_sums(span, counted, waiting),
        parts=tuple(_sums(one, counted, waiting) for one in rules.parts(span)),
        duties=rows.filter(due_in(span), _wanted(what, at)).select_related(*RELATED).order_by("current_due_at", "pk"),
        entries=shown,
        to_decide=tuple(entry for entry in shown if deciding_seat(person, entry, at, posts) is not None),
        changes=tuple(_changes(entries)),
    )


def _counts(span: Span, at: datetime) -> dict[str, Count]:
    name, due = span.key.replace("-", "_"), due_in(span)
    late = Q(current_due_at__lt=at, paused_at__isnull=True, completed_at__isnull=True)
    return {
        f"all_{name}": Count("pk", filter=due),
        f"done_{name}": Count("pk", filter=due & DONE),
        f"time_{name}": Count("pk", filter=due & DONE & Q(completed_at__lte=F("current_due_at"))),
        f"late_{name}": Count("pk", filter=due & late),
    }


def _sums(span: Span, counted: dict[str, int], waiting: Sequence[ProgrammeEntry]) -> Sums:
    name = span.key.replace("-", "_")
    return Sums(
        span=span,
        all=counted[f"all_{name}"],
        done=counted[f"done_{name}"],
        on_time=counted[f"time_{name}"],
        late_open=counted[f"late_{name}"],
        waiting=sum(_lies_in(entry, span) for entry in waiting),
    )


def _wanted(what: str, at: datetime) -> Q:
    late = Q(current_due_at__lt=at, paused_at__isnull=True, completed_at__isnull=True)
    return {"done": DONE, "late": late, "left": ~DONE}.get(what, Q())


def _lies_in(entry: ProgrammeEntry, span: Span) -> bool:
    return span.holds(entry.due_on)


def _entries(person: Person, body: Body, at: datetime) -> QuerySet[ProgrammeEntry]:
    rows = entries_visible_to(person, at).filter(body__lineage__contains=[body.pk])
    open_change = Q(changes__state=EntryChange.State.ASKED)
    return rows.filter(Q(state=ProgrammeEntry.State.REGISTERED) | open_change).distinct().order_by("due_on", "pk")


def _changes(entries: Sequence[ProgrammeEntry]) -> QuerySet[EntryChange]:
    rows = EntryChange.objects.filter(entry__in=entries, state=EntryChange.State.ASKED)
    return rows.select_related("entry__body", "asked_by").order_by("asked_at")


# --- one person ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """A day of somebody's week: what is due on it."""

    day: date
    working: bool
    duties: tuple[Duty, ...]


def week_of(viewer: Person, person: Person, span: Span, calendar: Calendar) -> tuple[Day, ...]:
    """What is due on each day of a week with a person: what he holds, and what he handed in and others check now."""
    rows = visible_to(viewer).filter(_with(person), due_in(span)).exclude(state__in=["draft", "cancelled"])
    duties = list(rows.select_related(*RELATED).order_by("current_due_at", "pk"))
    days = [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]
    return tuple(
        Day(day, calendar.is_working(day), tuple(duty for duty in duties if _due_day(duty) == day)) for day in days
    )


def _with(person: Person) -> Q:
    put = Q(state__in=["handed_in", "closed"])
    return Q(put, submitter=person) | Q(~put, holder=person)


def _due_day(duty: Duty) -> date:
    """The day that a limit ends: 24:00 belongs to the day before."""
    assert duty.current_due_at is not None
    return local_day(duty.current_due_at - timedelta(microseconds=1))
