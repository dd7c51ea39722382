"""Trễ do đâu của đơn vị: the late duties of a unit by cause first, never by person first."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import UnitPage
from congvu.kernel.duties.queries.unit import LATE_LOOKED_AT
from congvu.kernel.duties.web.body import find_unit, person_of
from congvu.kernel.duties.web.lateness import VIA, WORDS
from congvu.kernel.org.models import Person
from congvu.kit import clock, dates
from congvu.kit.charts import Part


@dataclass
class Cause:
    """One cause of lateness in a unit, with the duties it delayed and for how long each."""

    kind: str
    label: str
    seconds: int = 0
    duties: list[tuple[Duty, str]] = field(default_factory=list)

    @property
    def time(self) -> str:
        return dates.working_text(self.seconds)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The causes of what is late in a unit now, the heaviest first, each with its duties."""
    person, now = person_of(request), clock.now()
    page = find_unit(request, person, now)
    found = causes(person, page)
    whole = sum(cause.seconds for cause in found)
    context = {
        "page": page,
        "focus": "" if page.body == page.realm.led[0] else f"?o={page.body.pk}",
        "causes": found,
        "chart": [
            Part(cause.kind, cause.label, cause.seconds, cause.time, f"#c-{n}") for n, cause in enumerate(found, 1)
        ],
        "total": dates.working_text(whole),
        "most": LATE_LOOKED_AT,
    }
    return render(request, "duties/unit_late.html", context)


def causes(person: Person, page: UnitPage) -> list[Cause]:
    """What the open late duties of a unit are late by, in working time, the heaviest cause first."""
    found: dict[str, Cause] = {}
    for duty, late in queries.late_of(person, page.ids, page.now):
        shares: dict[str, int] = {}
        for part in late.parts:
            name = part.via or part.kind
            shares[name] = shares.get(name, 0) + part.seconds
        for name, seconds in shares.items():
            label = VIA.get(name) or WORDS[name][1]
            cause = found.setdefault(name, Cause(WORDS[name][0], _(label)))
            cause.seconds += seconds
            cause.duties.append((duty, dates.working_text(seconds)))
    return sorted(found.values(), key=lambda cause: -cause.seconds)
