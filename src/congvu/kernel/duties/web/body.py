"""Đơn vị: what came in, what is open, with whom it lies; for heads and deputies."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from congvu.engines.worktime import Calendar
from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.duties.web.words import state_status
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kit import clock
from congvu.kit.status import Status, status_of

LEADING = ("leader", "head", "deputy")
EACH_PAGE = 50
FILTERS = (
    ("moi", gettext_noop("Chờ nhận"), Q(state="assigned")),
    ("dang-lam", gettext_noop("Đang làm"), Q(state="in_hand")),
    ("cho-quyet", gettext_noop("Chờ quyết định, nghiệm thu"), Q(state__in=["submitted", "handed_in"])),
    ("cho-giao", gettext_noop("Chờ giao lại, phân xử"), Q(state__in=["unplaced", "disputed"])),
    ("xong", gettext_noop("Đã xong"), Q(state="closed")),
)


Shown = tuple[Duty, Status, Status]


@dataclass(frozen=True)
class Together:
    title: str
    lines: list[Shown]


@dataclass
class Load:
    """How much lies with a person of the body, or in a body below it: open, late, waiting to be accepted."""

    where: Person | Body
    query: str
    open: int = 0
    late: int = 0
    new: int = 0

    @property
    def is_person(self) -> bool:
        return isinstance(self.where, Person)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The duties of the bodies that the person leads, by state, and with whom they lie."""
    person = request.user
    assert isinstance(person, Person)
    now = clock.now()
    led = [seat.post.body for seat in org.seats_of(person, now) if seat.post.role in LEADING]
    if not led:
        raise PermissionDenied(_("Trang này dành cho người đứng đầu và cấp phó."))
    mine = queries.visible_to(person).filter(body__in=_bodies(led), consulted_by__isnull=True)
    chosen = request.GET.get("loc", "")
    wanted = next((condition for key, _label, condition in FILTERS if key == chosen), Q(state__in=OPEN))
    place, place_query = _place(request, led)
    rows = mine.filter(wanted, place).select_related("holder", "holder_post", "body", "document")
    page = Paginator(rows.order_by("current_due_at", "pk"), EACH_PAGE).get_page(request.GET.get("trang"))
    counts = Counter(mine.filter(state__in=OPEN).values_list("state", flat=True))
    context = {
        "bodies": led,
        "page": page,
        "groups": _by_title([_line(duty, now, org.calendar()) for duty in page]),
        "filters": [(key, _(label), key == chosen) for key, label, _condition in FILTERS],
        "chosen": chosen,
        "open": sum(counts.values()),
        "new": counts["assigned"],
        "late": mine.filter(state__in=OPEN, current_due_at__lt=now, paused_at__isnull=True).count(),
        "loads": _loads(list(mine.filter(state__in=OPEN).select_related("holder", "body")), led, now),
        "place": place_query,
        "now": now,
    }
    return render(request, "duties/body.html", context)


def _bodies(led: list[Body]) -> list[int]:
    """The bodies led and everything below them."""
    day = clock.today()
    return list({body.pk for top in led for body in org.bodies_under(top, day)})


def _line(duty: Duty, now: datetime, calendar: Calendar) -> Shown:
    return duty, status_of(duty, now, calendar), state_status(duty)


def _by_title(lines: list[Shown]) -> list[Together]:
    """Duties of one title (one demand on many bodies) stand together under it."""
    groups: dict[str, Together] = {}
    for line in lines:
        groups.setdefault(line[0].title, Together(line[0].title, [])).lines.append(line)
    return list(groups.values())


def _place(request: HttpRequest, led: list[Body]) -> tuple[Q, str]:
    """The rows behind one line of the load: of a person in the bodies led, or of a body below and all under it."""
    for key in ("nguoi", "o"):
        value = request.GET.get(key, "")
        if value.isdecimal() and len(value) < 19:
            if key == "nguoi":
                return Q(holder=int(value), body__in=led), f"nguoi={value}"
            below = Body.objects.filter(pk=int(value), parent__in=led).first()
            return Q(body__in=org.bodies_under(below, clock.today()) if below else []), f"o={value}"
    return Q(), ""


def _loads(duties: list[Duty], led: list[Body], now: datetime) -> list[Load]:
    """What lies where, first the persons of the body itself, then the bodies right below it, each by the alphabet.

    A load is not a merit and not a blame; and who leads many bodies asks a body, not the persons in it.
    """
    tops = {body.pk for body in led}
    below = {body.pk: body for body in Body.objects.filter(parent__in=tops)}
    loads: dict[str, Load] = {}
    for duty in duties:
        if duty.holder is None or duty.body is None:
            continue
        under = None if duty.body_id in tops else next((one for one in duty.body.lineage if one in below), None)
        where: Person | Body = below[under] if under else duty.holder
        query = f"o={where.pk}" if under else f"nguoi={where.pk}"
        load = loads.setdefault(query, Load(where, query))
        load.open += 1
        load.new += duty.state == "assigned"
        load.late += bool(duty.current_due_at and duty.current_due_at < now and not duty.paused_at)
    return sorted(loads.values(), key=lambda load: (not load.is_person, load.where.sort_key))
