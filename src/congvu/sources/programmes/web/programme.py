"""Chương trình công tác: a body's year, quarter, month or week; a person's week; today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kit.charts import Part
from congvu.kit.clock import local_day, now
from congvu.kit.status import Status, status, status_of
from congvu.sources.programmes import queries, rules
from congvu.sources.programmes.rules import Span
from congvu.sources.programmes.web.forms import number, person_of
from congvu.sources.programmes.web.words import state_of

EACH_PAGE, MOST_PRINTED = 50, 2_000
FEWEST_TOGETHER = 3
FILTERS = (
    ("", gettext_noop("Tất cả")),
    ("left", gettext_noop("Còn lại")),
    ("late", gettext_noop("Trễ")),
    ("done", gettext_noop("Đã xong")),
)


@dataclass(frozen=True)
class Line:
    """A duty with how it stands against its limit and what is being done with it."""

    duty: Duty
    status: Status
    state: Status

    @property
    def who(self) -> Person | None:
        """Who did it, where it was handed in; else who holds it."""
        return self.duty.submitter if self.duty.state in ("handed_in", "closed") else self.duty.holder

    @property
    def where(self) -> Body | None:
        post = self.duty.submitter_post if self.duty.state in ("handed_in", "closed") else None
        return post.body if post else self.duty.body


def lines_of(duties: list[Duty], at: datetime) -> list[Line]:
    """Duties as rows of a table."""
    return [Line(duty, status_of(duty, at, org.calendar()), state_of(duty)) for duty in duties]


@dataclass(frozen=True)
class Group:
    """One duty of a list, or the duties of one demand to many."""

    lines: list[Line]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def many(self) -> bool:
        return len(self.lines) > 1

    @property
    def sums(self) -> list[tuple[Status, int]]:
        """How many are in each state, and how many of the unfinished are late."""
        states = Counter(line.state for line in self.lines)
        late = sum(line.status.kind == "late" and line.duty.completed_at is None for line in self.lines)
        return [*states.most_common(), *([(status("late", _("Trễ")), late)] if late else [])]


def groups_of(lines: list[Line]) -> list[Group]:
    """One demand that many carry out stands once, where its first row stands."""
    found: dict[object, list[Line]] = {}
    for line in lines:
        duty = line.duty
        found.setdefault((duty.title, duty.document_id, duty.current_due_at), []).append(line)
    return [
        group
        for same in found.values()
        for group in ([Group(same)] if len(same) >= FEWEST_TOGETHER else [Group([line]) for line in same])
    ]


def span_asked(request: HttpRequest, horizon: str, at: datetime) -> Span:
    """The span in the address, else the present one of that length; 404 for a key that is none."""
    key = request.GET.get("ky", "")
    try:
        return rules.span(key) if key else rules.span_of(horizon, local_day(at))
    except ValueError:
        raise Http404 from None


def body_asked(request: HttpRequest, at: datetime) -> Body:
    """The body in the address, else one's own; 404 for one whose programme is not for this person."""
    person = person_of(request)
    chosen = number(request.GET.get("don-vi"))
    try:
        body = queries.find_body(person, chosen, at) if chosen else queries.home_body(person, at)
    except Body.DoesNotExist:
        raise Http404 from None
    if body is None:
        raise Http404
    return body


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The programme of a body in a span."""
    at, person = now(), person_of(request)
    body, span = body_asked(request, at), span_asked(request, "month", at)
    what = request.GET.get("loc", "")
    what = what if what in dict(FILTERS) else ""
    whole = "ban-in" in request.GET
    found = queries.programme(person, body, span, at, what=what)
    page = Paginator(found.duties, MOST_PRINTED if whole else EACH_PAGE).get_page(request.GET.get("trang"))
    levels = [rules.span_of(horizon, _inside(span, at)) for horizon in rules.HORIZONS]
    context = {
        "programme": found,
        "body": body,
        "bodies": queries.bodies_seen_by(person, at),
        "span": span,
        "above": rules.above(span),
        "levels": [(one, _(rules.HORIZON_LABELS[one.horizon])) for one in levels],
        "before": rules.before(span),
        "after": rules.after(span),
        "page": page,
        "groups": groups_of(lines_of(list(page), at)),
        "filters": [(key, _(label)) for key, label in FILTERS],
        "what": what,
        "whole": whole,
        "may_register": queries.may_register(person, body, at),
        "may_decide": {entry.pk for entry in found.to_decide},
        "now": at,
    }
    return render(request, "programmes/programme.html", context)


def _inside(span: Span, at: datetime) -> date:
    """The day by which the other lengths are offered: today where it lies in the span, else its first day."""
    return local_day(at) if span.holds(local_day(at)) else span.first


@login_required
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """A week of a person, his own unless the address names another one, of whom only what one may see is shown."""
    at, me = now(), person_of(request)
    chosen = number(request.GET.get("nguoi"))
    person = Person.objects.filter(pk=chosen, is_active=True).first() if chosen else me
    if person is None:
        raise Http404
    span = span_asked(request, "week", at)
    if span.horizon != "week":
        raise Http404
    days = queries.week_of(me, person, span, org.calendar())
    if person != me and not any(day.duties for day in days) and not _leads(me, person, at):
        raise Http404
    context = {
        "person": person,
        "mine": person == me,
        "span": span,
        "before": rules.before(span),
        "after": rules.after(span),
        "month": rules.above(span),
        "days": [(day, lines_of(list(day.duties), at)) for day in days],
        "today": local_day(at),
        "now": at,
    }
    return render(request, "programmes/week.html", context)


def _leads(me: Person, person: Person, at: datetime) -> bool:
    led = {post.body_id for post in org.posts_of(me, at) if post.role in queries.LEADING}
    return any(led & set(post.body.lineage) for post in org.posts_of(person, at))


@login_required
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What must close today, and the backlog by age: one's own, or of a body."""
    at, person = now(), person_of(request)
    body = body_asked(request, at) if request.GET.get("don-vi") else None
    age = request.GET.get("tuoi", "")
    found = queries.today(person, body, at, org.calendar(), age=age)
    here = reverse("programmes:today") + (f"?don-vi={body.pk}&" if body else "?")
    bins = [
        Part("late", _(one.label), found.ages[one.key], url=f"{here}tuoi={one.key}#ton" if found.ages[one.key] else "")
        for one in rules.AGES
    ]
    late = {row.duty.pk: row.days for row in found.backlog}
    context = {
        "found": found,
        "body": body,
        "bodies": _led(person, at),
        "bins": bins,
        "age": next((one for one in rules.AGES if one.key == age), None),
        "closing": groups_of(lines_of(list(found.closing), at)),
        "steps": groups_of(lines_of(list(found.steps), at)),
        "backlog": [(line, late[line.duty.pk]) for line in lines_of([row.duty for row in found.backlog], at)],
        "here": here,
        "now": at,
    }
    return render(request, "programmes/today.html", context)


def _led(person: Person, at: datetime) -> list[Body]:
    return [post.body for post in org.posts_of(person, at) if post.role in queries.LEADING]
