"""What the pages share: who asks, what he may, days from forms."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.faces.exchange.imports import KINDS, Kind
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.tables import day
from congvu.kit.vietnamese import nfc


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def administrator(request: HttpRequest) -> Person:
    """Only the administrator; everybody else is told so."""
    person = person_of(request)
    if not person.is_administrator:
        raise PermissionDenied(_("Trang này dành cho quản trị viên."))
    return person


def kinds_for(person: Person) -> list[Kind]:
    """What a person may import."""
    at = now()
    return [kind for kind in KINDS.values() if kind.may(person, at)]


def words(request: HttpRequest, name: str, most: int = 2_000) -> str:
    """A field of a form."""
    return nfc(request.POST.get(name, "")).strip()[:most]


def day_of(text: str, field: str) -> date | None:
    """A day from a form; raises Refused."""
    try:
        return day(text)
    except ValueError as error:
        raise Refused(str(error), field) from error


def number_of(text: str) -> int:
    """A page number; 1 when it is none."""
    return int(text) if text.isdecimal() and len(text) < 7 and int(text) > 0 else 1
