"""Trang việc: who has it now, since when, until when, under what authority; and what I may do next."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.models import Duty, DutyProduct
from congvu.kernel.duties.queries import DutyPage, OpenMove
from congvu.kernel.duties.queries.lateness import EXPLAIN
from congvu.kernel.duties.rules import FINAL, OPEN, STEP_LABELS, STEP_RULES
from congvu.kernel.duties.web import lateness, undoing
from congvu.kernel.duties.web.timeline import timeline
from congvu.kernel.duties.web.words import VERB_ICONS, state_status
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import rule
from congvu.kernel.records import queries as records
from congvu.kit.clock import local_day
from congvu.kit.dates import SHORT_WEEKDAYS
from congvu.kit.status import status_of

MOST_WEEKS = 8
UNIT_WORDS = {"working_days": "ngày làm việc", "days": "ngày", "working_hours": "giờ làm việc", "hours": "giờ"}


@dataclass(frozen=True)
class Offer:
    """A move as the card offers it."""

    verb: str
    label: str
    icon: str
    after: str
    at_once: bool
    key: str


def find(request: HttpRequest, duty_id: int) -> DutyPage:
    """The duty as the person who is signed in may see it; the unseen is 404."""
    person = request.user
    assert isinstance(person, Person)
    try:
        return queries.duty_page(person, duty_id)
    except Duty.DoesNotExist:
        raise Http404 from None


@login_required
@require_GET
def show(request: HttpRequest, duty_id: int) -> HttpResponse:
    page = find(request, duty_id)
    duty, calendar = page.duty, org.calendar()
    assert isinstance(request.user, Person)
    moves.opened(duty, by=request.user)
    offers = [offer(move, page) for move in page.moves if move.verb != "note"]
    ended = duty.state in FINAL
    why = page.deadline
    context = {
        "page": page,
        "duty": duty,
        "state": state_status(duty, mine=duty.holder_id == request.user.pk, opened=True),
        "status": status_of(duty, page.now, calendar),
        "step": _(STEP_LABELS[duty.step]) if duty.step in STEP_LABELS else "",
        "missing": [row for row in page.six_ro if row.missing],
        "six_ro": sorted(page.six_ro, key=lambda row: not row.missing),
        "why": why,
        "weeks": why.weeks[-MOST_WEEKS:] if why else (),
        "weekdays": [_(name) for name in SHORT_WEEKDAYS],
        "line": timeline(page.holdings, now=page.now, due_at=duty.current_due_at, calendar=calendar, ended=ended),
        "first": offers[0] if offers and duty.holder_id == request.user.pk else None,
        "others": offers[1:] if offers and duty.holder_id == request.user.pk else offers,
        "may_note": any(move.verb == "note" for move in page.moves),
        "may_break_down": may_break_down(page, request),
        "children": [(child, status_of(child, page.now, calendar)) for child in page.children],
        "consultations": [
            (child, status_of(child, page.now, calendar))
            for child in page.consultations
            if child.demand_kind != EXPLAIN
        ],
        "explained": [(one, status_of(one.duty, page.now, calendar)) for one in lateness.explained(page, request.user)],
        "late": lateness.section(page, request.user),
        "may_ask": may_ask(page),
        "entries": list(reversed(page.entries)),
        "unsealed": sum(not row.sealed for row in page.entries),
        "undo": undoing.take(request, page.now),
        "print": "ban-in" in request.GET,
        "key": uuid4().hex,
    }
    return render(request, "duties/page.html", context)


def offer(move: OpenMove, page: DutyPage) -> Offer:
    """The words of a button: what it does, and below who holds the work afterwards and for how long."""
    label = _(move.label)
    duty = page.duty
    if move.verb == "submit" and duty.deciding_post:
        label = f"{label} {duty.deciding_post.title}"
    at_once = move.verb in ("accept", "resume") and not move.move.needs
    return Offer(move.verb, label, VERB_ICONS.get(move.verb, "dots"), after(move, page), at_once, uuid4().hex)


def after(move: OpenMove, page: DutyPage) -> str:
    """Who will hold the duty after a move, and how long he has."""
    parts = []
    if move.next_holder:
        parts.append(_("%(who)s sẽ giữ việc.") % {"who": move.next_holder[:1].upper() + move.next_holder[1:]})
    step = STEP_RULES.get(move.move.target or "")
    if step and move.next_holder:
        limit = rule(step[1], local_day(page.now))
        words = {"n": limit.amount, "unit": _(UNIT_WORDS.get(limit.unit, "")), "step": _(STEP_LABELS[step[0]])}
        parts[-1] = parts[-1].rstrip(".") + _(" và có %(n)d %(unit)s để %(step)s.") % words
    return " ".join(parts)


def may_ask(page: DutyPage) -> bool:
    """Whoever may urge may ask why."""
    return page.duty.state in OPEN and any(move.verb == "urge" for move in page.moves)


def may_break_down(page: DutyPage, request: HttpRequest) -> bool:
    """A head who holds a duty may give its parts to persons of his body."""
    duty = page.duty
    if duty.holder_id != request.user.pk or duty.state != "in_hand" or duty.holder_post is None:
        return False
    return duty.holder_post.role in ("leader", "head", "deputy") and duty.consulted_by_id is None


@login_required
@require_GET
def download(request: HttpRequest, duty_id: int, file_id: int) -> HttpResponse:
    """A file handed in with an entry of a duty that the person may see whole."""
    page = find(request, duty_id)
    product = DutyProduct.objects.select_related("file").filter(duty=page.duty, file_id=file_id).first()
    shown = {number for row in page.entries for number in row.file_ids}
    if product is None or product.file is None or file_id not in shown:
        raise Http404
    response = HttpResponse(records.read_file(product.file), content_type=product.file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(product.file.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
