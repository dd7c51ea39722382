"""What was just done, shown once on the next page, with the way back while there is one."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Holding
from congvu.kernel.duties.moves import Moved
from congvu.kernel.duties.rules import UNDOABLE
from congvu.kernel.duties.web.words import Undo
from congvu.kernel.org.models import Person
from congvu.kit import dates

_KEY = "just_done"


def remember(request: HttpRequest, duty_id: int, verb: str, label: str, moved: Moved) -> None:
    """Keep what was done for the page that follows."""
    request.session[_KEY] = {
        "duty": duty_id,
        "verb": verb,
        "label": label,
        "at": moved.at.isoformat(),
        "holder": moved.holder_id,
    }


def take(request: HttpRequest, now: datetime) -> Undo | None:
    """What was done just before, once; with the seconds in which it can be taken back."""
    done = request.session.pop(_KEY, None)
    if not done:
        return None
    at = datetime.fromisoformat(done["at"])
    hour = f"{dates.local(at):%H:%M}"
    text = _("Đã ghi “%(label)s” lúc %(hour)s") % {"label": done["label"], "hour": hour}
    left = int(settings.UNDO_SECONDS - (now - at).total_seconds()) if done["verb"] in UNDOABLE else 0
    return Undo(done["duty"], text, _holder(done["duty"], done["holder"], at, request), max(left, 0), uuid4().hex)


def _holder(duty_id: int, holder_id: int | None, at: datetime, request: HttpRequest) -> str:
    """Who holds it after the move that was made at `at`, and whether that is new."""
    if holder_id is None:
        return _("Không ai còn giữ việc này.")
    if request.user.pk == holder_id:
        return _("Đồng chí giữ việc này.")
    person = Person.objects.get(pk=holder_id)
    who = dates.capital(f"{person.courtesy} {person.full_name}")
    if Holding.objects.filter(duty=duty_id, person=holder_id, starts_at=at).exists():
        return _("%(who)s giữ việc từ lúc này.") % {"who": who}
    return _("%(who)s vẫn giữ việc.") % {"who": who}
