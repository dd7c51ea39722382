"""What the forms of this room send, and what they offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from congvu.judgement.reports.queries import bodies_to_report
from congvu.judgement.reports.rules import PERIOD_KINDS, Content, last_periods
from congvu.kernel.org.models import AuthorityLine, Body, Person
from congvu.kernel.org.queries import main_seat
from congvu.kernel.records.models import Document
from congvu.kit import dates
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.reference.reports import period_rule
from congvu.sources.directives.queries import document_label, readings_visible_to

OFFERED = {"week": 4, "month": 4, "quarter": 3, "half_year": 2, "year": 2}
DOCUMENTS = 60


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


@dataclass(frozen=True)
class PeriodChoice:
    """One period offered: "month:2026-11-14" names it by a day in it."""

    value: str
    label: str


@dataclass(frozen=True)
class PeriodGroup:
    label: str
    citation: str
    choices: tuple[PeriodChoice, ...]


def period_groups(today: date) -> list[PeriodGroup]:
    """The present period of each kind and those before it, the present one saying that it still runs."""
    groups = []
    for kind in PERIOD_KINDS:
        rule = period_rule(kind, today)
        groups.append(PeriodGroup(_(rule.label), rule.citation, tuple(_choices(kind, today))))
    return groups


def _choices(kind: str, today: date) -> Iterator[PeriodChoice]:
    for place, period in enumerate(last_periods(kind, today, OFFERED[kind])):
        name = dates.capital(period.name)
        label = f"{name}: {dates.day_text(period.first)}–{dates.day_text(period.last)}"
        if place == 0:
            label = _("%(name)s: %(first)s đến nay") % {"name": name, "first": dates.day_text(period.first)}
        yield PeriodChoice(f"{kind}:{period.last.isoformat()}", label)


def period_asked(text: str) -> tuple[str, date]:
    """The kind of period and a day in it; raises Refused for anything else."""
    kind, _mark, day = text.partition(":")
    try:
        return kind, date.fromisoformat(day)
    except ValueError:
        raise Refused(_("Chọn kỳ báo cáo."), "ky") from None


def number(text: str) -> int | None:
    """A number that the database can hold; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def content_asked(given: QueryDict, person: Person) -> Content:
    """The query of a report as a form sends it."""
    document = number(given.get("van_ban", ""))
    return Content(
        rows=tuple(given.getlist("dong")),
        columns=tuple(given.getlist("cot")),
        matter=given.get("linh_vuc", "").strip(),
        document=document,
        person=person.pk if given.get("cua_toi") else None,
        kinds=tuple(given.getlist("loai")),
    )


@dataclass(frozen=True)
class Offers:
    """What a person may choose from."""

    bodies: list[Body]
    periods: list[PeriodGroup]
    matters: list[str]
    documents: list[tuple[int, str]]
    home_body: int | None


def offers(person: Person) -> Offers:
    """Bodies he may report on, periods, fields of the authority matrix, directives he may see."""
    at = now()
    today = local_day(at)
    seat = main_seat(person, at)
    bodies = bodies_to_report(person, at, today)
    home = seat.post.body_id if seat else None
    return Offers(bodies, period_groups(today), matters(today), list(_documents(person)), home)


def matters(today: date) -> list[str]:
    """The fields of the authority matrix on a day."""
    lines = AuthorityLine.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)
    return sorted(set(lines.values_list("matter", flat=True)), key=str.casefold)


def _documents(person: Person) -> Iterator[tuple[int, str]]:
    seen = readings_visible_to(person).filter(state="issued").values("document")
    found: QuerySet[Document] = Document.objects.filter(pk__in=seen).defer("text").order_by("-issued_on", "-pk")
    for document in found[:DOCUMENTS]:
        yield document.pk, document_label(document)
