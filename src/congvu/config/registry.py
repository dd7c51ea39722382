"""The only list of who takes part: the menu, what stands in the frame of every page, and where a duty came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.engines.worktime import Calendar
from congvu.faces.api.organisation import router as organisation_api
from congvu.faces.api.plans import router as plans_api
from congvu.faces.api.powers import router as powers_api
from congvu.faces.exchange.api import router as exchange_api
from congvu.faces.exchange.work import WORK_KINDS as EXCHANGE_WORK
from congvu.judgement.reports import moves as reports
from congvu.judgement.reports import queries as reports_read
from congvu.judgement.reports.api import router as reports_api
from congvu.kernel.duties.api import calendar_router as calendar_api
from congvu.kernel.duties.api import leading_router as leading_api
from congvu.kernel.duties.api import router as duties_api
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import digest as duties_digest
from congvu.kernel.duties.queries.sight import sight_of
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.duties.tasks import CARRY_OUT, carry_out_job
from congvu.kernel.ledger.api import router as ledger_api
from congvu.kernel.notices.api import router as notices_api
from congvu.kernel.org import queries as org
from congvu.kernel.org.api import router as org_api
from congvu.kernel.org.models import Installation, Person
from congvu.kernel.records.api import router as records_api
from congvu.kit import clock, dates
from congvu.kit.digest import DigestSection
from congvu.kit.extras import DutyExtra
from congvu.kit.reports import ReportSection
from congvu.kit.work.api import router as work_api
from congvu.kit.work.kinds import Kind
from congvu.sources.directives import moves as directives_moves
from congvu.sources.directives import queries as directives
from congvu.sources.directives.api import routers as directives_api
from congvu.sources.directives.queries.reporting import STANDING
from congvu.sources.meetings import queries as meetings
from congvu.sources.meetings.api import router as meetings_api
from congvu.sources.obstacles import queries as obstacles
from congvu.sources.obstacles import report as obstacles_report
from congvu.sources.obstacles.api import router as obstacles_api
from congvu.sources.programmes import queries as programmes
from congvu.sources.programmes.api import routers as programmes_api
from congvu.sources.regulations import queries as regulations
from congvu.sources.regulations.api import router as regulations_api

HANDLING = frozenset({"clerk", "leader", "head", "deputy"})
LEADING = frozenset({"leader", "head", "deputy"})
REPORTING = frozenset({"leader", "head", "deputy", "clerk", "home_affairs", "inspector"})
MANAGING = frozenset({"home_affairs", "administrator"})
IS_OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial index


@dataclass(frozen=True)
class Entry:
    """One line of the menu: `roles` empty means everybody; `short` is its word on the phone's bar."""

    url_name: str
    label: str
    icon: str
    roles: frozenset[str] = frozenset()
    count: str = ""
    short: str = ""
    section: str = ""


PAPERS = gettext_noop("Văn bản")
RUNNING = gettext_noop("Điều hành")
LOOK_UP = gettext_noop("Tra cứu")
CHECKING = gettext_noop("Kiểm chứng")
MENU = (
    Entry(
        "leader:home",
        gettext_noop("Bảng lãnh đạo"),
        "layout-dashboard",
        frozenset({"leader"}),
        short=gettext_noop("Bảng lãnh đạo"),
    ),
    Entry("duties:inbox", gettext_noop("Việc của tôi"), "list-check", count="mine", short=gettext_noop("Việc của tôi")),
    Entry("duties:body", gettext_noop("Đơn vị"), "building", LEADING, "", gettext_noop("Đơn vị")),
    Entry("notices:home", gettext_noop("Bản tin"), "bell"),
    Entry(
        "directives:home", gettext_noop("Văn bản đến"), "inbox", HANDLING, "waiting", gettext_noop("Văn bản"), PAPERS
    ),
    Entry("directives:outgoing", gettext_noop("Văn bản đi"), "send", HANDLING, section=PAPERS),
    Entry("directives:overview", gettext_noop("Quán triệt"), "checks", section=PAPERS),
    Entry("directives:obligations", gettext_noop("Yêu cầu thường xuyên"), "repeat", HANDLING, section=PAPERS),
    Entry("directives:clashes", gettext_noop("Yêu cầu trùng, trái"), "arrows-diff", HANDLING, section=PAPERS),
    Entry("programmes:home", gettext_noop("Chương trình công tác"), "calendar-event", section=RUNNING),
    Entry("meetings:home", gettext_noop("Họp"), "users", section=RUNNING),
    Entry("reports:home", gettext_noop("Báo cáo"), "report", REPORTING, section=RUNNING),
    Entry("obstacles:home", gettext_noop("Vướng mắc pháp luật"), "barrier-block", section=RUNNING),
    Entry("web:authority", gettext_noop("Ai có thẩm quyền"), "scale", section=LOOK_UP),
    Entry("org:home", gettext_noop("Tổ chức"), "hierarchy-2", MANAGING | LEADING, section=LOOK_UP),
    Entry("regulations:home", gettext_noop("Quy định nội bộ"), "book", section=LOOK_UP),
    Entry("web:norms", gettext_noop("Thời hạn của các bước"), "hourglass", section=LOOK_UP),
    Entry("calendar:home", gettext_noop("Lịch làm việc"), "calendar-event", section=LOOK_UP),
    Entry("ledger:home", gettext_noop("Niêm phong"), "shield-check", section=CHECKING),
    Entry("directives:accuracy", gettext_noop("Độ chính xác"), "target", section=CHECKING),
    Entry("exchange:home", gettext_noop("Nhập, xuất"), "arrows-exchange", section=CHECKING),
)

# What stands in everybody's daily digest, in this order (kit/digest.py); rooms add their sections.
DIGEST_SECTIONS: tuple[DigestSection, ...] = (
    *duties_digest.SECTIONS,
    DigestSection("readings", gettext_noop("Quán triệt"), directives.digest_lines),
    DigestSection("meetings", gettext_noop("Họp"), meetings.digest_lines),
    DigestSection("obstacles", gettext_noop("Vướng mắc pháp luật"), obstacles.digest_lines),
    DigestSection("reports", gettext_noop("Báo cáo đã lập"), reports_read.digest_lines),
)

# What stands in every periodic report after the figures of duties, in this order (kit/reports.py).
REPORT_SECTIONS: tuple[ReportSection, ...] = (STANDING, meetings.SECTION, obstacles_report.SECTION)

# The rooms' routers of the API, in the order of the description.
API_ROUTERS = (
    *(
        duties_api,
        leading_api,
        calendar_api,
        notices_api,
        *directives_api,
        *programmes_api,
        meetings_api,
        obstacles_api,
        regulations_api,
    ),
    *(reports_api, records_api, org_api, organisation_api, powers_api, plans_api, ledger_api, work_api, exchange_api),
)

# What may be done in the background (kit/work): a name for its rows, and the function that does it.
WORK_KINDS: dict[str, Kind] = {
    **EXCHANGE_WORK,
    CARRY_OUT: Kind(gettext_noop("Thực hiện sắp xếp tổ chức"), carry_out_job),
    directives_moves.RECOGNISE: Kind(gettext_noop("Đọc bản quét"), directives_moves.recognise_job),
    reports.MAKE: Kind(gettext_noop("Lập báo cáo"), reports.report_job),
    reports.REMAKE: Kind(gettext_noop("Lập lại báo cáo để đối chiếu"), reports.remake_job),
}


@dataclass(frozen=True)
class Origin:
    """The page of what gave rise to a duty, and how a link to it is called; both empty when nothing did."""

    url: str = ""
    words: str = ""


# Where a duty came from: by the kind of its origin, the page that shows it and the words of the link.
ORIGINS: dict[str, Callable[[Duty], tuple[str, str]]] = {
    "directive": directives.origin_of,
    "stage": directives.stage_origin,
    "programme": programmes.origin_of,
    "obstacle": obstacles.origin_of,
    "regulation": regulations.origin_of,
}

# What rooms add to the page of a duty, in this order (kit/extras.py).
DUTY_EXTRAS: tuple[Callable[[Person, Duty], Sequence[DutyExtra]], ...] = (
    directives.duty_extras,
    meetings.duty_extras,
    obstacles.duty_extras,
    programmes.duty_extras,
)


# What an entry of the ledger is about, and whether a person may see all of it: only then he gets proof of its words.
SIGHT: dict[tuple[str, str], Callable[[Person, int], bool]] = {
    ("reports", "report"): lambda person, key: reports_read.reports_visible_to(person).filter(pk=key).exists(),
    ("duties", "duty"): lambda person, duty_id: sight_of(person, duty_id, clock.now()) == "full",
    ("directives", "reading"): lambda person, key: directives.readings_visible_to(person).filter(pk=key).exists(),
    ("directives", "examples"): lambda person, key: person.is_administrator,
    ("programmes", "entry"): lambda person, key: programmes.entries_visible_to(person).filter(pk=key).exists(),
    ("programmes", "dossier"): lambda person, key: programmes.sees_whole(person, key),
    ("programmes", "target"): lambda person, key: programmes.targets_visible_to(person).filter(pk=key).exists(),
    ("meetings", "meeting"): lambda person, key: meetings.sees_whole(person, key),
    ("obstacles", "obstacle"): lambda person, key: obstacles.visible_to(person).filter(pk=key).exists(),
    ("obstacles", "group"): lambda person, key: obstacles.groups_visible_to(person).filter(pk=key).exists(),
    ("regulations", "regulation"): lambda person, key: regulations.register().filter(pk=key).exists(),
    ("regulations", "finding"): lambda person, key: regulations.may_look(person, clock.now()),
}


def may_see(person: Person, room: str, subject: str, subject_id: int) -> bool:
    """Whether a person may see all of what an entry of the ledger is about; unknown kinds: no."""
    sees = SIGHT.get((room, subject))
    return sees is not None and sees(person, subject_id)


def origin(duty: Duty) -> Origin:
    """The page of what gave rise to a duty."""
    resolve = ORIGINS.get(duty.origin_kind)
    return Origin(*resolve(duty)) if resolve else Origin()


def _url(name: str, **given: str) -> str:
    """The address of a page; empty where this installation does not have it."""
    try:
        return reverse(name, kwargs=given or None)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu as one person sees it now."""

    url: str
    label: str
    short: str
    icon: str
    count: int | None
    late: bool


@dataclass(frozen=True)
class MenuSection:
    title: str
    items: list[MenuItem]


class Frame:
    """What every page's frame shows; each part is read only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def installation(self) -> Installation | None:
        return org.installation()

    @cached_property
    def place(self) -> str:
        return self.installation.name if self.installation else "Công Vụ"

    @cached_property
    def demonstration(self) -> bool:
        return bool(self.installation and self.installation.demonstration)

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def calendar(self) -> Calendar:
        return org.calendar()

    @cached_property
    def me(self) -> Person | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    @cached_property
    def seats(self) -> list[org.Seat]:
        return org.seats_of(self.me, self.now) if self.me else []

    @cached_property
    def seat_text(self) -> str:
        """ "Chuyên viên, Sở Nội vụ": the post under which a person is shown."""
        if not self.seats:
            return _("Quản trị") if self.me and self.me.is_administrator else _("Chưa có vị trí")
        post = self.seats[0].post
        return dates.seat_text(post.title, post.body.name)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Of the posts; the administrator has one more, which no post gives."""
        administrator = {"administrator"} if self.me and self.me.is_administrator else set()
        return frozenset(seat.post.role for seat in self.seats) | administrator

    @cached_property
    def _mine(self) -> tuple[int, bool]:
        late = Q(current_due_at__lte=self.now, paused_at__isnull=True, completed_at__isnull=True)
        held = Duty.objects.filter(IS_OPEN, holder=self.me).aggregate(all=Count("pk"), late=Count("pk", filter=late))
        return held["all"], held["late"] > 0

    @cached_property
    def _waiting(self) -> tuple[int, bool]:
        held = [seat.post for seat in self.seats]
        return (len(directives.waiting_for(self.me, at=self.now, held=held)) if self.me else 0), False

    def origin(self, duty: Duty) -> Origin:
        return origin(duty)

    def duty_extras(self, duty: Duty) -> list[DutyExtra]:
        """Links that rooms above add to the page of a duty which this person sees."""
        me = self.me
        return [extra for add in DUTY_EXTRAS for extra in add(me, duty)] if me else []

    def document_url(self, document_id: int) -> str:
        """The page of a document of the registers; empty where this person may not see it."""
        return directives.document_url(self.me, document_id) if self.me else ""

    @cached_property
    def items(self) -> list[tuple[str, MenuItem]]:
        items = []
        for entry in MENU:
            url = _url(entry.url_name)
            if not url or (entry.roles and not entry.roles & self.roles):
                continue
            counts = {"mine": lambda: self._mine, "waiting": lambda: self._waiting}
            count, late = counts[entry.count]() if entry.count else (None, False)
            section = _(entry.section) if entry.section else ""
            item = MenuItem(url, _(entry.label), _(entry.short) if entry.short else "", entry.icon, count, late)
            items.append((section, item))
        return items

    @cached_property
    def menu(self) -> list[MenuSection]:
        sections: dict[str, list[MenuItem]] = {}
        for title, item in self.items:
            sections.setdefault(title, []).append(item)
        return [MenuSection(title, items) for title, items in sections.items()]

    @cached_property
    def tabs(self) -> list[MenuItem]:
        """The bar at the foot of a phone: the work first, then what the role opens, then the rest."""
        short = [item for _section, item in self.items if item.short]
        short.sort(key=lambda item: item.url != _url("duties:inbox"))
        return [*short[:3], MenuItem(_url("web:menu"), _("Thêm"), _("Thêm"), "dots", None, False)]


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
