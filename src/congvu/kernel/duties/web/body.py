"""Đơn vị: how much lies with whom, who waits for whom, what is handed over, and the duties; for those who lead."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET

from congvu.engines.worktime import Calendar
from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import Below, UnitLoad, UnitPage
from congvu.kernel.duties.queries.unit import columns
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.duties.web import undoing
from congvu.kernel.duties.web.words import state_status
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit import clock, dates
from congvu.kit.charts import Bar, Part
from congvu.kit.status import Status, status_of

EACH_PAGE = 15
OPENED = 3  # duties of one title that stand open; more are folded under it
FILTERS = (
    ("tre", gettext_noop("Trễ"), "late"),
    ("den-han", gettext_noop("Đến hạn 5 ngày"), "soon"),
    ("con-han", gettext_noop("Còn hạn"), "run"),
    ("cho", gettext_noop("Chờ người khác"), "waiting"),
    ("tam-dung", gettext_noop("Tạm dừng"), "paused"),
    ("moi", gettext_noop("Chờ nhận"), Q(state="assigned")),
    ("dang-lam", gettext_noop("Đang làm"), Q(state="in_hand")),
    ("cho-quyet", gettext_noop("Chờ quyết định, nghiệm thu"), Q(state__in=["submitted", "handed_in"])),
    ("cho-giao", gettext_noop("Chờ giao lại, phân xử"), Q(state__in=["unplaced", "disputed"])),
    ("xong", gettext_noop("Đã xong"), Q(state="closed")),
)
COLUMNS = (
    # column, kind of its drawing, its word, its filter
    ("late", "late", gettext_noop("Trễ"), "tre"),
    ("soon", "soon", gettext_noop("Đến hạn 5 ngày"), "den-han"),
    ("run", "run", gettext_noop("Còn hạn"), "con-han"),
    ("waiting", "wait", gettext_noop("Chờ người khác"), "cho"),
    ("paused", "paused", gettext_noop("Tạm dừng"), "tam-dung"),
)
Shown = tuple[Duty, Status, Status]


@dataclass(frozen=True)
class Together:
    """Duties of one title (one demand on many persons or bodies) stand together under it."""

    title: str
    lines: list[Shown]

    @property
    def folded(self) -> bool:
        return len(self.lines) > OPENED

    @property
    def late(self) -> int:
        return sum(status.kind == "late" for _duty, status, _state in self.lines)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The body that the person leads, or with `o` one below it."""
    person, now = person_of(request), clock.now()
    page = find_unit(request, person, now)
    focus = {"o": page.body.pk} if page.body != page.realm.led[0] else {}
    chosen, holder = request.GET.get("loc", ""), number(request.GET.get("nguoi", ""))
    rows = _rows(person, page, chosen, holder, now)
    shown = Paginator(rows, EACH_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "focus": focus,
        "others": [body for body in page.realm.led if body != page.body],
        "people": [_bar(load, page, focus) for load in page.loads],
        "ends": _ends(page),
        "facts": _facts(page, focus),
        "below": [_below(one) for one in page.below],
        "list": shown,
        "groups": _by_title([_line(duty, now, org.calendar()) for duty in shown]),
        "filters": [(key, _(label), key == chosen) for key, label, _what in FILTERS],
        "chosen": chosen,
        "holder": Person.objects.filter(pk=holder).first() if holder else None,
        "place": urlencode(focus | ({"nguoi": holder} if holder else {})),
        "may_move": any(post.role in ("leader", "head") for post in page.realm.posts),
        "undo": undoing.take(request, now),
    }
    return render(request, "duties/body.html", context)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def number(text: str) -> int | None:
    """A key from the address; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def find_unit(request: HttpRequest, person: Person, now: datetime) -> UnitPage:
    """The unit asked for: 403 for who leads nothing, 404 for a body that is not below him."""
    wanted = request.GET.get("o", "")
    if wanted and number(wanted) is None:
        raise Http404
    page = queries.unit_page(person, number(wanted), now)
    if page is None and wanted and queries.unit_page(person, None, now) is not None:
        raise Http404
    if page is None:
        raise PermissionDenied(_("Trang này dành cho người đứng đầu và cấp phó."))
    return page


def _rows(person: Person, page: UnitPage, chosen: str, holder: int | None, now: datetime) -> QuerySet[Duty]:
    """The duties of the list, the nearest limits first."""
    wanted = next((what for key, _label, what in FILTERS if key == chosen), Q(state__in=OPEN))
    condition = columns(now)[wanted] if isinstance(wanted, str) else wanted
    if isinstance(wanted, str) or chosen != "xong":
        rows = queries.open_of(person, page.ids)
    else:
        rows = queries.visible_to(person).filter(body__in=page.ids, consulted_by__isnull=True)
    if holder is not None:
        rows = rows.filter(holder=holder)
    found = rows.filter(condition).select_related("holder", "holder_post", "body", "document").defer("document__text")
    return found.order_by("current_due_at", "pk")


def _bar(load: UnitLoad, page: UnitPage, focus: dict[str, int]) -> Bar:
    """One person: each number opens his duties in that column."""
    parts = []
    for name, kind, label, key in COLUMNS:
        query = urlencode(focus | {"nguoi": load.person.pk, "loc": key})
        parts.append(Part(kind, _(label), getattr(load, name), url=f"?{query}#viec"))
    name = dates.capital(f"{load.person.courtesy} {load.person.full_name}")
    note = load.post.title if load.post else _("không còn vị trí ở đây")
    return Bar(name, parts, note, f"?{urlencode(focus | {'nguoi': load.person.pk})}#viec" if load.open else "")


def _below(one: Below) -> Bar:
    """A body below, by the figures of the hour: late, due, the rest."""
    now = one.now
    rest = max(now.open - now.late - now.soon - now.paused, 0)
    url = f"?{urlencode({'o': one.body.pk})}"
    parts = [
        Part("late", _("Trễ"), now.late, url=f"{url}&loc=tre#viec"),
        Part("soon", _("Hết hôm nay, ngày mai"), now.soon),
        Part("run", _("Còn hạn"), rest),
        Part("paused", _("Tạm dừng"), now.paused, url=f"{url}&loc=tam-dung#viec"),
    ]
    return Bar(one.body.name, parts, "", url)


def _facts(page: UnitPage, focus: dict[str, int]) -> list[tuple[str, int, str, bool]]:
    """The first numbers of the page: words, number, address of the rows, whether it is late."""
    whole = {name: sum(getattr(load, name) for load in page.loads) for name, *_rest in COLUMNS}
    rows = [(_("Đang giữ trực tiếp"), sum(whole.values()), "", False)]
    rows += [(_(label), whole[name], key, name == "late") for name, _kind, label, key in COLUMNS if name != "run"]
    return [(label, n, f"?{urlencode(focus | {'loc': key})}#viec", late and n > 0) for label, n, key, late in rows]


def _ends(page: UnitPage) -> str:
    """Who holds far more and who far less than the middle of the unit, in words: a load, not a merit."""
    said = [
        ngettext("%(who)s giữ %(n)d việc", "%(who)s giữ %(n)d việc", one.open)
        % {"who": dates.capital(f"{one.person.courtesy} {one.person.full_name}"), "n": one.open}
        for one in (*page.overloaded, *page.idle)
    ]
    if not said:
        return ""
    return _("%(who)s; mức giữa của đơn vị là %(n)g.") % {"who": "; ".join(said), "n": page.middle}


def _line(duty: Duty, now: datetime, calendar: Calendar) -> Shown:
    return duty, status_of(duty, now, calendar), state_status(duty)


def _by_title(lines: list[Shown]) -> list[Together]:
    groups: dict[str, Together] = {}
    for line in lines:
        groups.setdefault(line[0].title, Together(line[0].title, [])).lines.append(line)
    return list(groups.values())
