"""Bảng lãnh đạo: what needs my decision today, what is about to break; urge, decide and ask why in place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET

from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.leader import Deciding, LeaderPage, Unit
from congvu.kernel.duties.rules import FIELDS
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.asking import FIRST_QUESTION
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import rule
from congvu.kit import clock, dates
from congvu.kit.charts import Card
from congvu.kit.clock import local_day
from congvu.kit.status import Status, against_limit, status_of

UNITS = 12  # small drawings before "all units"
EACH_PAGE = 50
LISTS = {
    "tre": ("late", gettext_noop("Việc trễ")),
    "sap-vo": ("soon", gettext_noop("Có nguy cơ trễ hạn")),
    "qua-lai": ("bounced", gettext_noop("Chuyển qua lại từ hai lần")),
    "cho-quyet": ("deciding", gettext_noop("Chờ tôi quyết định")),
}


@dataclass(frozen=True)
class Line:
    """One duty with what may be done to it in place; `key` guards against a second click."""

    duty: Duty
    status: Status
    key: str
    note: str = ""
    deciding: Deciding | None = None


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page of a leader, a head or a deputy: for whom he leads."""
    person = _person(request)
    page = queries.leader_page(person, clock.now())
    if not page.bodies:
        raise PermissionDenied(_("Trang này dành cho lãnh đạo, người đứng đầu và cấp phó."))
    everything = "don-vi" in request.GET
    units = page.units if everything else page.units[:UNITS]
    context = {
        "page": page,
        "own": [Line(duty, _limit(duty, page.now), uuid4().hex) for duty in page.own_late],
        "deciding": [_deciding(one, page.now) for one in page.deciding],
        "breaking": [Line(duty, _status(duty, page.now), uuid4().hex) for duty in page.breaking],
        "bounced": [
            Line(one.duty, _status(one.duty, page.now), uuid4().hex, " → ".join(one.route)) for one in page.bounced
        ],
        "cards": [card_of(unit) for unit in units],
        "labels": [dates.day_text(day, "short") for day in page.weeks],
        "more_units": len(page.units) - len(units),
        "outcomes": [(key, _(label)) for key, label in FIELDS["outcome"].choices],
        "question": _(FIRST_QUESTION),
        "days": rule("explain_within", local_day(page.now)).amount,
        "here": request.get_full_path(),
        "undo": undoing.take(request, page.now),
        "summary": _summary(page),
    }
    return render(request, "duties/leader.html", context)


@login_required
@require_GET
def rows(request: HttpRequest, kind: str) -> HttpResponse:
    """The duties behind a number of the page."""
    if kind not in LISTS:
        raise Http404
    person, now = _person(request), clock.now()
    given = request.GET.get("trang", "1")
    number = min(int(given), 10_000) if given.isdecimal() and len(given) < 7 else 1
    start = (max(number, 1) - 1) * EACH_PAGE
    name, title = LISTS[kind]
    found = queries.leader_rows(person, name, now, start, EACH_PAGE)
    context = {
        "title": _(title),
        "lines": [(duty, _status(duty, now)) for duty in found[:EACH_PAGE]],
        "number": number,
        "more": len(found) > EACH_PAGE,
        "now": now,
    }
    return render(request, "duties/leader_rows.html", context)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _status(duty: Duty, now: datetime) -> Status:
    return status_of(duty, now, org.calendar())


def _limit(duty: Duty, now: datetime) -> Status:
    """Against the limit of the step that waits for me, else of the work."""
    if duty.step_due_at is not None:
        return against_limit(duty.step_due_at, now, org.calendar())
    return _status(duty, now)


def _deciding(one: Deciding, now: datetime) -> Line:
    """How the duty is decided in place: the words of who put it to me stand beside the buttons."""
    return Line(one.duty, _limit(one.duty, now), uuid4().hex, deciding=one)


def card_of(unit: Unit) -> Card:
    """A unit as a small drawing: open, late, and late week by week."""
    count = {"n": unit.now.open, "late": unit.now.late}
    text = ngettext("%(n)d việc đang mở, %(late)d trễ", "%(n)d việc đang mở, %(late)d trễ", unit.now.open) % count
    name = unit.body.short_name or unit.body.name
    url = reverse("duties:body") + f"?o={unit.body.pk}"
    return Card(name, unit.late, text, url, alarm=unit.risen)


def _summary(page: LeaderPage) -> str:
    """One sentence on everything below the leader."""
    parts = [
        ngettext("%(n)d việc đang mở", "%(n)d việc đang mở", page.whole.open) % {"n": page.whole.open},
        ngettext("%(n)d việc trễ", "%(n)d việc trễ", page.whole.late) % {"n": page.whole.late},
        ngettext("%(n)d việc tạm dừng", "%(n)d việc tạm dừng", page.whole.paused) % {"n": page.whole.paused},
    ]
    return ", ".join(parts)
