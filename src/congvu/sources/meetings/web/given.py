"""What came in with a form of this room, as values; a value that cannot be read is refused in one sentence."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import find_people
from congvu.kit import dates
from congvu.kit.clock import now
from congvu.kit.vietnamese import fold
from congvu.sources.meetings.moves import MeetingRefused


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views stand behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def moment(text: str, field: str) -> datetime:
    """An instant on the clock of the wall."""
    try:
        return dates.typed_moment(text)
    except ValueError:
        raise MeetingRefused(_("Chưa chọn đúng ngày và giờ."), field) from None


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def named(text: str, field: str) -> Person | None:
    """The one person whom a typed name means; None when nothing was typed."""
    name = " ".join(text.partition(",")[0].split())
    if not name:
        return None
    found = find_people(name, now(), 20)
    exact = [one for one in found if fold(one.full_name) == fold(name)] or found
    if not exact:
        raise MeetingRefused(_("Không thấy người có tên này đang giữ vị trí."), field)
    if len(exact) > 1:
        raise MeetingRefused(_("Có nhiều người tên ấy; hãy ghi đủ họ tên."), field)
    return exact[0]
