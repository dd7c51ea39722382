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
from congvu.kernel.duties.rules import STEP_LABELS
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.words import state_status
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import Document
from congvu.kit import clock, dates
from congvu.kit.status import Status, status_of


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

    @property
    def giver(self) -> str:
        """Who gave it: the person who assigned it, else the post that issued it."""
        if self.duty.assigner:
            return dates.capital(f"{self.duty.assigner.courtesy} {self.duty.assigner.full_name}")
        return str(self.duty.issuer_post or "")


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
    now, calendar = clock.now(), org.calendar()
    inbox = queries.inbox(person, now)
    groups = _groups(inbox, now, calendar)
    counts = inbox.counts
    shown = sum(len(part.lines) for group in groups for part in group.parts)
    context = {
        "inbox": inbox,
        "now": now,
        "groups": groups,
        "headline": _headline(inbox),
        "nearest": _nearest(inbox) if not counts.late and not counts.soon else None,
        "more": counts.total - shown,
        "coordinating": _lines(inbox.coordinating, now, calendar, mine=False),
        "waiting": _lines(inbox.waiting_for_others, now, calendar, mine=False),
        "limits": _limits_to_propose(person, now),
        "undo": undoing.take(request, now),
    }
    return render(request, "duties/inbox.html", context)


def _limits_to_propose(person: Person, now: datetime) -> list[Duty]:
    """Drafts whose missing limit the receiving head is asked to propose, the most urgent first."""
    posts = [post.pk for post in org.posts_of(person, now)]
    asked = Duty.objects.filter(state="draft", step="propose_limit", holder_post__in=posts)
    return list(asked.select_related("document").order_by("step_due_at", "pk")[:50])


def _groups(inbox: Inbox, now: datetime, calendar: Calendar) -> list[Group]:
    counts = inbox.counts
    rest = [Part(_origin(group.document), _lines(group.rows, now, calendar)) for group in inbox.rest]
    groups = [
        Group("late", "alert-triangle", _("Trễ"), counts.late, _part(inbox.late, now, calendar)),
        Group("soon", "hourglass", _("Hôm nay và ngày mai"), counts.soon, _part(inbox.soon, now, calendar)),
        Group("", "inbox", _("Chờ tôi nhận"), counts.to_accept, _part(inbox.to_accept, now, calendar)),
        Group("", "list-check", _("Còn lại"), counts.rest, rest),
    ]
    return [group for group in groups if group.count]


def _part(rows: Iterable[InboxRow], now: datetime, calendar: Calendar) -> list[Part]:
    return [Part("", _lines(rows, now, calendar))]


def _lines(rows: Iterable[InboxRow], now: datetime, calendar: Calendar, *, mine: bool = True) -> list[Line]:
    return [
        Line(
            duty=row.duty,
            state=state_status(row.duty, mine=mine, opened=row.opened),
            status=status_of(row.duty, now, calendar),
            day=_day(row.duty),
            why=_why(row),
            accept=mine and row.next_verb == "accept",
            key=uuid4().hex,
        )
        for row in rows
    ]


def _day(duty: Duty) -> str:
    if duty.current_due_at is None:
        return _("Chưa có hạn")
    if duty.paused_at:
        return _("Chưa tính lại")
    return dates.capital(dates.day_text(dates.limit_day(duty.current_due_at), "weekday_short"))


def _why(row: InboxRow) -> str:
    """The limit of the present step, where it is not that of the whole duty."""
    duty = row.duty
    if not duty.step_due_at or duty.step not in STEP_LABELS:
        return ""
    step, day = _(STEP_LABELS[duty.step]), dates.limit_text(duty.step_due_at, "short")
    if row.step_late:
        return _("Bước %(step)s đã quá hạn %(day)s.") % {"step": step, "day": day}
    return dates.capital(_("%(step)s trước khi %(day)s.") % {"step": step, "day": day})


def _origin(document: Document | None) -> str:
    if document is None:
        return _("Không theo văn bản")
    return " ".join(part for part in (document.number, document.title) if part)


def _headline(inbox: Inbox) -> str:
    """One plain sentence that answers the question of the page."""
    counts = inbox.counts
    parts: list[str] = []
    if counts.late:
        late = ngettext("%(n)d việc trễ", "%(n)d việc trễ", counts.late) % {"n": counts.late}
        parts.append(format_html("<b>{}</b>", late))
    if counts.soon:
        words = ngettext(
            "%(n)d việc đến hạn hôm nay và ngày mai", "%(n)d việc đến hạn hôm nay và ngày mai", counts.soon
        )
        parts.append(words % {"n": counts.soon})
    if counts.to_accept:
        words = ngettext("%(n)d việc chờ tôi nhận", "%(n)d việc chờ tôi nhận", counts.to_accept)
        parts.append(words % {"n": counts.to_accept})
    if parts:
        return format_html("{}.", format_html_join(", ", "{}", ((part,) for part in parts)))
    return _("Không có việc đến hạn.") if counts.total else _("Đồng chí không giữ việc nào.")


def _nearest(inbox: Inbox) -> InboxRow | None:
    rows = [row for group in inbox.rest for row in group.rows if row.duty.current_due_at and not row.duty.paused_at]
    return min(rows, key=lambda row: str(row.duty.current_due_at), default=None)
