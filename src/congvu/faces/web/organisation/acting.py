"""One form for one act: its fields, what was typed, one clear sentence when it is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from re import fullmatch

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.org import queries
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.rules.acts import ACTS
from congvu.kit import clock, dates
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc

LONGEST = 2_000
MOST_NAMES = 500


@dataclass
class Field:
    """`kind`: text, long, day, moment, choice, names (a text with names offered), check."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    optional: bool = False


@dataclass
class Form:
    """An act as a page: `trail` are the pages above it (address, name)."""

    title: str
    button: str
    fields: list[Field]
    back: str
    lead: str = ""
    trail: Sequence[tuple[str, str]] = ()
    error: str = ""
    wrong: str = ""
    more: Mapping[str, object] = field(default_factory=dict)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def allowed(act: str, request: HttpRequest, *, body: Body | None = None, post: Post | None = None) -> Person:
    """Who may make this change; everybody else is told who may."""
    person = person_of(request)
    if not queries.may(act, person, clock.now(), body=body, post=post):
        found = ACTS[act]
        raise PermissionDenied(_("Chỉ %(who)s được %(what)s.") % {"who": _(found.who), "what": _(found.label)})
    return person


def run(request: HttpRequest, form: Form, make: Callable[[dict[str, str]], str], to: str = "") -> HttpResponse:
    """Show the form, or make the act; refused: the sentence, and everything typed is still there (422)."""
    if request.method != "POST":
        return render(request, "organisation/form.html", {"form": form})
    typed = {one.name: nfc(request.POST.get(one.name, "")).strip()[:LONGEST] for one in form.fields}
    for one in form.fields:
        one.value = typed[one.name]
    try:
        messages.success(request, make(typed))
    except (Refused, MoveRefused, ValueError) as refused:
        form.error, form.wrong = told(refused), getattr(refused, "field", "")
        return render(request, "organisation/form.html", {"form": form}, status=422)
    return redirect(to or form.back)


def told(refused: Exception) -> str:
    """Why not, in the language of the page."""
    if isinstance(refused, MoveRefused):
        return refused.refusal.told(_).text
    return _(str(refused))


class Wrong(Refused):
    """What was typed cannot be read; `field` says where."""


def day(text: str, name: str, *, empty: date | None = None) -> date:
    """A day from a form."""
    if not text and empty is not None:
        return empty
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(_("Chưa nhập ngày, hoặc ngày không đúng."), name) from None


def moment(text: str, name: str) -> datetime | None:
    """An hour from a form, on the clock of the wall; None is now."""
    if not text:
        return None
    try:
        return dates.typed_moment(text)
    except ValueError as error:
        raise Wrong(str(error), name) from None


def named_person(text: str, name: str) -> Person:
    """A person by "Họ tên (tên đăng nhập)", by user name, or by a full name that only one has."""
    if not text:
        raise Wrong(_("Chưa nêu người."), name)
    found = fullmatch(r".*\(([^()\s]+)\)", text)
    people = Person.objects.filter(username=found[1] if found else text)
    if not people:
        people = Person.objects.filter(full_name__iexact=text)
    if len(people) != 1:
        many = _("Có nhiều người tên “%(name)s”; hãy ghi cả tên đăng nhập trong ngoặc.")
        none = _("Không thấy người tên “%(name)s”.")
        raise Wrong((many if people else none) % {"name": text}, name)
    return people[0]


def named_body(text: str, name: str, on: date) -> Body:
    """A body that exists on a day by "Tên (mã)", by code, or by a name that only one has."""
    if not text:
        raise Wrong(_("Chưa nêu cơ quan."), name)
    found = fullmatch(r".*\(([^()]+)\)", text)
    there = queries.bodies_on(on)
    bodies = list(there.filter(code=found[1] if found else text)) or list(there.filter(name__iexact=text))
    if len(bodies) != 1:
        many = _("Có nhiều cơ quan tên “%(name)s”; hãy ghi cả mã trong ngoặc.")
        none = _("Không thấy cơ quan “%(name)s” vào ngày %(day)s.")
        raise Wrong((many if bodies else none) % {"name": text, "day": f"{on:%d/%m/%Y}"}, name)
    return bodies[0]


def people_names() -> list[tuple[str, str]]:
    """Names offered for a person's field; none where there are too many to send."""
    rows = Person.objects.order_by("sort_key").values_list("full_name", "username")[: MOST_NAMES + 1]
    return [(f"{full_name} ({username})", "") for full_name, username in rows] if len(rows) <= MOST_NAMES else []


def body_names(on: date) -> list[tuple[str, str]]:
    """Names offered for a body's field."""
    rows = queries.bodies_on(on).values_list("name", "code")[:MOST_NAMES]
    return [(f"{name} ({code})", "") for name, code in rows]
