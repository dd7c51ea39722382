"""Việc của tôi: what must I do next, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from congvu.engines.worktime import Calendar, DueRule, due, due_day, midnight, whole_days_late, working_days_left
from congvu.kernel.duties.models import Coordinator, Duty, ReadLog
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.rules import LEADING
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
    """Whole numbers, also where a group shows only its first rows."""

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


# What whoever holds a duty in a state does next.
NEXT_VERB = {
    "assigned": "accept",
    "in_hand": "complete",
    "unplaced": "assign",
    "disputed": "assign",
    "submitted": "decide",
    "handed_in": "verify",
}
_OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial indexes


def inbox(person: Person, now: datetime, *, limit: int = 200) -> Inbox:
    """The list of a person at `now`; each group holds at most `limit` rows, the counts are whole."""
    calendar = org.calendar()
    held = Duty.objects.filter(_OPEN, holder=person)
    running = Q(paused_at__isnull=True, completed_at__isnull=True)  # what was handed in is on time or not for good
    late = running & Q(current_due_at__lte=now)
    soon = running & Q(current_due_at__gt=now, current_due_at__lte=_tomorrow(calendar, now))
    new = ~late & ~soon & Q(state="assigned")
    rest = ~late & ~soon & ~Q(state="assigned")
    helping, waiting = _helping(person, now), _waiting(person)
    counts = held.aggregate(
        late=Count("pk", filter=late), soon=Count("pk", filter=soon),
        to_accept=Count("pk", filter=new), rest=Count("pk", filter=rest),
    )  # fmt: skip
    groups = [list(_ordered(held.filter(part), limit)) if counts[name] else [] for name, part in (
        ("late", late), ("soon", soon), ("to_accept", new), ("rest", rest))]  # fmt: skip
    groups += [list(_ordered(helping, limit)), _nearest(waiting, limit)]
    opened = _opened(duty for group in groups for duty in group)
    shown = [tuple(_row(duty, now, calendar, opened) for duty in group) for group in groups]
    return Inbox(
        late=shown[0],
        soon=shown[1],
        to_accept=shown[2],
        rest=_by_document(shown[3]),
        coordinating=shown[4],
        waiting_for_others=shown[5],
        counts=InboxCounts(
            **counts, coordinating=_size(shown[4], [helping], limit), waiting=_size(shown[5], waiting, limit)
        ),
    )


def _tomorrow(calendar: Calendar, now: datetime) -> datetime:
    """24:00 of the next working day."""
    day = due_day(due(calendar, DueRule.within(1, "working_days"), now).at)
    return midnight(day + timedelta(days=1))


def _ordered(duties: QuerySet[Duty], limit: int) -> QuerySet[Duty]:
    related = ("holder", "assigner", "issuer_post__body", "body", "document")
    return duties.select_related(*related).defer("document__text").order_by(F("current_due_at").asc(), "pk")[:limit]


def _helping(person: Person, now: datetime) -> QuerySet[Duty]:
    """Where the person, or a body that he leads, was asked to coordinate."""
    led = [post.body_id for post in org.posts_of(person, now) if post.role in LEADING]
    mine = Coordinator.objects.filter(Q(person=person) | Q(body__in=led))
    return Duty.objects.filter(_OPEN, pk__in=mine.values("duty")).exclude(holder=person)


def _waiting(person: Person) -> tuple[QuerySet[Duty], QuerySet[Duty]]:
    """What others do for him: given out or asked by him; put by him to somebody who has to decide or verify."""
    given = Duty.objects.filter(_OPEN, assigner=person).exclude(holder=person)
    put = Duty.objects.filter(submitter=person, state__in=["submitted", "handed_in"]).exclude(holder=person)
    return given, put.exclude(assigner=person)


def _nearest(lists: Iterable[QuerySet[Duty]], limit: int) -> list[Duty]:
    """The rows of several lists with the nearest limits; each list is read along its own index."""
    found = [duty for duties in lists for duty in _ordered(duties, limit)]
    return sorted(found, key=lambda duty: (duty.current_due_at is None, duty.current_due_at, duty.pk))[:limit]


def _opened(duties: Iterable[Duty]) -> set[int]:
    """Which of these their present holder has looked at."""
    ids = [duty.pk for duty in duties]
    rows = ReadLog.objects.filter(duty__in=ids, person=F("duty__holder"))
    return set(rows.values_list("duty_id", flat=True))


def _row(duty: Duty, now: datetime, calendar: Calendar, opened: set[int]) -> InboxRow:
    limit = duty.current_due_at
    running = limit is not None and duty.paused_at is None
    late = whole_days_late(calendar, limit, now) if limit is not None and running else 0
    left = working_days_left(calendar, now, limit) if limit is not None and running else 0
    step_late = duty.step_due_at is not None and duty.step_due_at < now
    verb = "resume" if duty.paused_at else NEXT_VERB[duty.state]
    return InboxRow(duty, late, left, duty.pk in opened, verb, step_late)


def _by_document(rows: Iterable[InboxRow]) -> tuple[InboxGroup, ...]:
    """Directive by directive, the one with the nearest limit first."""
    groups: dict[int | None, list[InboxRow]] = {}
    for row in rows:
        groups.setdefault(row.duty.document_id, []).append(row)
    return tuple(InboxGroup(found[0].duty.document, tuple(found)) for found in groups.values())


def _size(shown: tuple[InboxRow, ...], lists: Iterable[QuerySet[Duty]], limit: int) -> int:
    return len(shown) if len(shown) < limit else sum(duties.count() for duties in lists)
