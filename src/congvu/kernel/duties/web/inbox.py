"""Việc của tôi: what must I do next, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from congvu.engines.worktime import Calendar
from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import Inbox, InboxRow
from congvu.kernel.duties.rules import OPEN, STEP_LABELS
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.words import state_status
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document
from congvu.kit import clock, dates
from congvu.kit.status import Status, against_limit, status_of

SHOWN = 8  # titles that others work on, before the rest is folded away


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    duty: Duty
    state: Status
    status: Status
    day: str
    why: str
    accept: bool
    key: str
    giver: str
    waits: str


@dataclass(frozen=True)
class Waiting:
    """What others do for me, together where many do the same."""

    title: str
    lines: list[Line]

    @property
    def late(self) -> int:
        return sum(line.status.kind == "late" for line in self.lines)


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Group:
    kind: str
    icon: str
    title: str
    count: int
    parts: list[Part]


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The list of the person who is signed in."""
    person = request.user
    assert isinstance(person, Person)
    now = clock.now()
    inbox = queries.inbox(person, now)
    desk = Desk(now, org.calendar(), _submitters(inbox), _askers(inbox))
    groups = desk.groups(inbox)
    waiting = desk.waiting(inbox.waiting_for_others)
    context = {
        "inbox": inbox,
        "now": now,
        "groups": groups,
        "headline": _headline({group.kind: group.count for group in groups}),
        "nearest": desk.nearest(groups),
        "more": inbox.counts.total - sum(group.count for group in groups),
        "coordinating": [desk.line(row, mine=False) for row in inbox.coordinating],
        "waiting": waiting[:SHOWN],
        "waiting_more": waiting[SHOWN:],
        "limits": _limits_to_propose(person, now),
        "undo": undoing.take(request, now),
    }
    return render(request, "duties/inbox.html", context)


def _limits_to_propose(person: Person, now: datetime) -> list[Duty]:
    """Drafts whose missing limit the receiving head is asked to propose, the most urgent first."""
    posts = [post.pk for post in org.posts_of(person, now)]
    asked = Duty.objects.filter(state="draft", step="propose_limit", holder_post__in=posts)
    return list(asked.select_related("document").order_by("step_due_at", "pk")[:50])


def _held(inbox: Inbox) -> list[InboxRow]:
    return [*inbox.late, *inbox.soon, *inbox.to_accept, *(row for group in inbox.rest for row in group.rows)]


def _submitters(inbox: Inbox) -> dict[int, Person]:
    """Who put to me what I have to decide or verify: one statement for the whole list."""
    return Person.objects.in_bulk({row.duty.submitter_id for row in _held(inbox) if row.duty.submitter_id})


def _askers(inbox: Inbox) -> dict[int, Person]:
    """Who holds the whole of which mine is a part, or asked me: by the id of that duty, one statement."""
    asked = (row.duty.parent_id or row.duty.consulted_by_id for row in _held(inbox))
    wholes = {whole for whole in asked if whole}
    found = Duty.objects.filter(pk__in=wholes, state__in=OPEN).select_related("holder").only("holder")
    return {duty.pk: duty.holder for duty in found if duty.holder}


class Desk:
    """The rows of the kernel as the page shows them, each by the limit that concerns its holder now."""

    def __init__(
        self, now: datetime, calendar: Calendar, submitters: dict[int, Person], askers: dict[int, Person]
    ) -> None:
        self.now, self.calendar, self.submitters, self.askers = now, calendar, submitters, askers

    def groups(self, inbox: Inbox) -> list[Group]:
        """Late, today and tomorrow, to accept, the rest by directive. One's own overdue step is late like any other."""
        rest = (row for group in inbox.rest for row in group.rows)
        found: dict[str, list[Line]] = {"late": [], "soon": [], "new": [], "rest": []}
        for row in (*inbox.late, *inbox.soon, *inbox.to_accept, *rest):
            line = self.line(row)
            if line.status.kind in ("late", "soon"):
                found[line.status.kind].append(line)
            else:
                found["new" if row.duty.state == "assigned" and not row.duty.paused_at else "rest"].append(line)
        groups = [
            Group("late", "alert-triangle", _("Trễ"), len(found["late"]), [Part("", found["late"])]),
            Group("soon", "hourglass", _("Hôm nay và ngày mai"), len(found["soon"]), [Part("", found["soon"])]),
            Group("new", "inbox", _("Chờ tôi nhận"), len(found["new"]), [Part("", found["new"])]),
            Group("rest", "list-check", _("Còn lại"), len(found["rest"]), _by_document(found["rest"])),
        ]
        return [group for group in groups if group.count]

    def line(self, row: InboxRow, *, mine: bool = True) -> Line:
        duty = row.duty
        return Line(
            duty=duty,
            state=state_status(duty, mine=mine, opened=row.opened),
            status=self._status(row) if mine else status_of(duty, self.now, self.calendar),
            day=self._day(row, mine),
            why=_why(row),
            accept=mine and row.next_verb == "accept",
            key=uuid4().hex,
            giver=_named(duty.assigner) or str(duty.issuer_post or ""),
            waits=self._waits(duty) if mine else "",
        )

    def _status(self, row: InboxRow) -> Status:
        """Against the limit of the duty or of its present step, whichever the holder has to mind."""
        limit = self._step_limit(row.duty)
        return against_limit(limit, self.now, self.calendar) if limit else status_of(row.duty, self.now, self.calendar)

    def _step_limit(self, duty: Duty) -> datetime | None:
        """The limit of deciding, verifying, placing or settling, unless the whole duty is late or paused anyway."""
        if duty.state in ("in_hand", "assigned") or duty.step_due_at is None:
            return None
        whole = status_of(duty, self.now, self.calendar)
        return None if whole.kind in ("late", "paused") else duty.step_due_at

    def _day(self, row: InboxRow, mine: bool) -> str:
        """The day that the chip beside it is about."""
        limit = (self._step_limit(row.duty) if mine else None) or row.duty.current_due_at
        if limit is None:
            return _("Chưa có hạn")
        if row.duty.paused_at:
            return _("Chưa tính lại")
        return dates.capital(dates.day_text(dates.limit_day(limit), "weekday_short"))

    def _waits(self, duty: Duty) -> str:
        """Who waits for me: who put it to me, who holds the whole or asked, else the post that gave it out first."""
        if duty.state in ("submitted", "handed_in"):
            return _named(self.submitters.get(duty.submitter_id or 0))
        if asker := self.askers.get(duty.parent_id or duty.consulted_by_id or 0):
            return "" if asker.pk == duty.holder_id else _named(asker)
        passed_on = duty.assigner_post_id != duty.issuer_post_id and duty.holder_post_id != duty.issuer_post_id
        return str(duty.issuer_post) if duty.issuer_post and passed_on else ""

    def waiting(self, rows: Iterable[InboxRow]) -> list[Waiting]:
        """What others do for me; many duties of one title are one line that opens."""
        titles: dict[tuple[str, int | None], list[Line]] = {}
        for row in rows:
            titles.setdefault((row.duty.title, row.duty.document_id), []).append(self.line(row, mine=False))
        return [Waiting(title, lines) for (title, _document), lines in titles.items()]

    def nearest(self, groups: list[Group]) -> Line | None:
        """The next limit, said where nothing is late or due."""
        if any(group.kind in ("late", "soon") for group in groups):
            return None
        lines = [line for group in groups for part in group.parts for line in part.lines]
        running = [line for line in lines if line.duty.current_due_at and not line.duty.paused_at]
        return min(running, key=lambda line: str(line.duty.current_due_at), default=None)


def _named(person: Person | None) -> str:
    return dates.capital(f"{person.courtesy} {person.full_name}") if person else ""


def _by_document(lines: list[Line]) -> list[Part]:
    """Directive by directive, in the order in which their duties are due."""
    parts: dict[int | None, Part] = {}
    for line in lines:
        document = line.duty.document
        parts.setdefault(line.duty.document_id, Part(_origin(document), [])).lines.append(line)
    return list(parts.values())


def _why(row: InboxRow) -> str:
    """The limit of the present step, where it is not that of the whole duty."""
    duty = row.duty
    if not duty.step_due_at or duty.step not in STEP_LABELS:
        return ""
    step, day = _(STEP_LABELS[duty.step]), dates.limit_text(duty.step_due_at, "short")
    if row.step_late:
        return _("Bước %(step)s đã quá hạn: %(day)s.") % {"step": step, "day": day}
    return dates.capital(_("%(step)s trước khi %(day)s.") % {"step": step, "day": day})


def _origin(document: Document | None) -> str:
    if document is None:
        return _("Không theo văn bản")
    return " ".join(part for part in (document.number, document.title) if part)


def _headline(counts: dict[str, int]) -> str:
    """One plain sentence that answers the question of the page."""
    parts: list[str] = []
    if late := counts.get("late"):
        words = ngettext("%(n)d việc trễ", "%(n)d việc trễ", late) % {"n": late}
        parts.append(format_html("<b>{}</b>", words))
    if soon := counts.get("soon"):
        words = ngettext("%(n)d việc đến hạn hôm nay và ngày mai", "%(n)d việc đến hạn hôm nay và ngày mai", soon)
        parts.append(words % {"n": soon})
    if new := counts.get("new"):
        words = ngettext("%(n)d việc chờ tôi nhận", "%(n)d việc chờ tôi nhận", new)
        parts.append(words % {"n": new})
    if parts:
        return format_html("{}.", format_html_join(", ", "{}", ((part,) for part in parts)))
    return _("Không có việc đến hạn.") if counts else _("Đồng chí không giữ việc nào.")
