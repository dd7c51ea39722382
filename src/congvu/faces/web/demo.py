"""One click signs in as any person of a demonstration; in a real installation this page does not exist."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Person
from congvu.kit import clock
from congvu.kit.search import holds

SHOWN = 60


@dataclass(frozen=True)
class Role:
    """A person who may be played: in a post, or the administrator, who needs none."""

    person: Person
    title: str
    place: str


def roles(request: HttpRequest) -> HttpResponse:
    """Who may be played, by body; searchable without tone marks."""
    installation = org.installation()
    if installation is None or not installation.demonstration:
        raise Http404
    if request.method == "POST":
        person = get_object_or_404(Person, pk=request.POST.get("person") or 0, is_active=True)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("web:home")
    query = request.GET.get("q", "")[:100]
    rows = [*_seated(query), *_administrators(query)]
    shown = rows[:SHOWN] if query or request.GET.get("tat-ca") is None else rows
    groups = [(place, list(group)) for place, group in groupby(shown, key=lambda row: row.place)]
    hidden = len(rows) - len(shown)
    title = _("Đóng vai một cán bộ")
    return render(request, "web/roles.html", {"groups": groups, "query": query, "hidden": hidden, "heading": title})


def _seated(query: str) -> list[Role]:
    """Everybody in a post now whose name, user name, post or body holds all the words; heads of bodies first."""
    now = clock.now()
    found = Appointment.objects.select_related("person", "post__body").filter(
        starts_at__lte=now, ends_at__isnull=True, person__is_active=True
    )
    rows = [row for row in found if _holds(row.person, f"{row.post.title} {row.post.body}", query)]
    rows.sort(key=lambda row: (len(row.post.body.lineage), row.post.body.sort_key, row.post.order, row.person.sort_key))
    return [Role(row.person, row.post.title, row.post.body.name) for row in rows]


def _administrators(query: str) -> list[Role]:
    """Those who look after accounts and the organisation without sitting anywhere."""
    seated = Appointment.objects.filter(starts_at__lte=clock.now(), ends_at__isnull=True).values("person")
    unseated = Person.objects.filter(is_administrator=True, is_active=True).exclude(pk__in=seated)
    title = _("Quản trị")
    return [Role(one, title, title) for one in unseated.order_by("sort_key") if _holds(one, title, query)]


def _holds(person: Person, place: str, query: str) -> bool:
    return query.strip().lower() == person.username or holds(f"{person.full_name} {place}", query)
