"""Who sits where, as of a day: bodies, people, seats that nobody holds or that share a person."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congvu.faces.web.organisation.acting import person_of, told
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import Appointment, Body, Person, Post, Succession
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.org.rules import LEADING
from congvu.kit import clock
from congvu.kit.search import holds
from congvu.kit.vietnamese import nfc

SHOWN = 60


@dataclass(frozen=True)
class Rights:
    """What a person may change here: buttons that would only be refused are not shown."""

    structure: bool
    account: bool
    authority: bool
    plan: bool
    absence: bool


def rights_of(person: Person, now: datetime) -> Rights:
    structure, account, authority, plan, absence = (
        queries.may(act, person, now) for act in ("structure", "account", "authority", "plan", "absence")
    )
    return Rights(structure, account, authority, plan, absence or bool(queries.led_bodies(person, now)))


def sitting(now: datetime) -> list[Appointment]:
    """Everybody who sits somewhere at an instant."""
    rows = Appointment.objects.select_related("person", "post__body").filter(starts_at__lte=now)
    return list(rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)))


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Find a person, a post or a body; without a question the bodies at the top and directly below."""
    person, now = person_of(request), clock.now()
    query = nfc(request.GET.get("q", "")).strip()[:100]
    day = clock.local_day(now)
    found: list[Appointment] = []
    if query:
        found = [row for row in sitting(now) if holds(f"{row.person} {row.post.title} {row.post.body}", query)]
        found.sort(key=lambda row: (len(row.post.body.lineage), row.post.body.sort_key, row.post.order))
    tops = [body for body in queries.bodies_on(day) if len(body.lineage) <= 2]
    context = {
        "query": query,
        "groups": [(body, list(group)) for body, group in groupby(found[:SHOWN], key=lambda row: row.post.body)],
        "bodies": queries.find_bodies(query, day) if query else [],
        "hidden": len(found) - SHOWN,
        "tops": [(top, [one for one in tops if one.parent_id == top.pk]) for top in tops if top.parent_id is None],
        "rights": rights_of(person, now),
        "away": len(queries.absences_on(day)),
        "vacant": len(queries.vacancies(now)),
    }
    return render(request, "organisation/home.html", context)


@login_required
@require_GET
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """A body as of a day: seats with who sits there, what it came from, who carries it on."""
    person, now = person_of(request), clock.now()
    found = get_object_or_404(Body.objects.select_related("parent"), pk=body_id)
    today = clock.local_day(now)
    on = _asked_day(request, found, today)
    at = now if on == today else datetime.combine(on, time(12), clock.VIETNAM)
    posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), body=found, valid_from__lte=on)
    seated: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.select_related("person", "post").filter(post__in=posts, starts_at__lte=at)
    for row in rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("pk"):
        seated.setdefault(row.post_id, []).append(row)
    leads = queries.may("absence", person, now, body=found)
    context = {
        "body": found,
        "above": list(Body.objects.filter(pk__in=found.lineage[:-1]).order_by("pk")),
        "on": on,
        "today": on == today,
        "exists": found.valid_from <= on and (found.valid_to is None or found.valid_to >= on),
        "posts": [
            (post, seated.get(post.pk, []), _answers(post, seated, at)) for post in posts.order_by("order", "pk")
        ],
        "away": queries.absences_on(on, [row.person_id for rows in seated.values() for row in rows]),
        "children": queries.bodies_on(on).filter(parent=found),
        "before": Succession.objects.select_related("predecessor").filter(successor=found).order_by("day", "pk"),
        "after": Succession.objects.select_related("successor").filter(predecessor=found).order_by("day", "pk"),
        "lines": found.authority_lines.select_related("deciding_post").filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on
        ),
        "open": _open_here(person, found, now) if on == today else None,
        "rights": rights_of(person, now),
        "leads": leads,
        "mine": {post.pk for post in queries.posts_of(person, now)},
    }
    return render(request, "organisation/body.html", context)


def _open_here(person: Person, found: Body, now: datetime) -> tuple[int, str] | None:
    """How many duties are open in a body and where the rows stand, for who leads it or the body right above."""
    led = {body.pk for body in queries.led_bodies(person, now)}
    if found.pk not in led and found.parent_id not in led:
        return None
    address = reverse("duties:body") + ("" if found.pk in led else f"?o={found.pk}")
    return Duty.objects.filter(body=found, state__in=OPEN).count(), address


def _asked_day(request: HttpRequest, found: Body, today: date) -> date:
    """The day of the question; of a body that ended its last day."""
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return min(found.valid_to, today) if found.valid_to else max(today, found.valid_from)


def _answers(post: Post, seated: dict[int, list[Appointment]], at: datetime) -> queries.Seat | None:
    """Of an empty leading seat: who answers meanwhile."""
    if post.pk in seated or post.role not in LEADING:
        return None
    return queries.stand_in_for(post, at)


@login_required
@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Where a person sits and sat, what is delegated to him, when he is away."""
    me, now = person_of(request), clock.now()
    found = get_object_or_404(Person, pk=person_id)
    rows = found.appointments.select_related("post__body").order_by("-starts_at", "-pk")
    open_rows = [row for row in rows if row.ends_at is None or row.ends_at > now]
    absences = list(queries.absences().filter(person=found).order_by("-starts_on")[:12])
    leads = any(queries.may("absence", me, now, body=row.post.body) for row in open_rows)
    held = Duty.objects.filter(holder=found, state__in=OPEN).count()
    context = {
        "person": found,
        "open": open_rows,
        "past": [row for row in rows if row not in open_rows],
        "absences": [(row, queries.reason_of(row, asked_by=me, at=now)) for row in absences],
        "today": clock.local_day(now),
        "delegations": queries.delegations_on(clock.local_day(now)).filter(to_person=found),
        "rights": rights_of(me, now),
        "leads": leads,
        "held": held if leads or me == found else None,
        "is_me": me == found,
    }
    return render(request, "organisation/person.html", context)


@login_required
@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """Leading seats that nobody holds, with who answers; people who hold several."""
    now = clock.now()
    several = queries.with_several_posts(now)
    context = {
        "vacancies": queries.vacancies(now),
        "several": sorted(several.values(), key=lambda rows: rows[0].person.sort_key),
        "rights": rights_of(person_of(request), now),
    }
    return render(request, "organisation/seats.html", context)


@login_required
@require_POST
def show_under(request: HttpRequest) -> HttpResponse:
    """Of several seats the one under which the person is shown."""
    value = request.POST.get("post", "")
    post = get_object_or_404(Post.objects.select_related("body"), pk=int(value) if value.isdecimal() else 0)
    try:
        moves.show_under(person_of(request), post)
    except OrgRefused as refused:
        messages.error(request, told(refused))
    else:
        messages.success(request, _("Từ nay đồng chí hiện với vị trí %(post)s.") % {"post": str(post)})
    return redirect("web:me")
