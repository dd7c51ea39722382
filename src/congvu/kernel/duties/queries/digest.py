"""What the daily digest says of duties (kit/digest.py): a few indexed queries a person, some tens of lines at most."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congvu.engines.worktime import local_day, midnight, whole_days_late
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit import dates
from congvu.kit.digest import AFTERNOON, MORNING, DigestLine, DigestSection

MOST = 20
Said = Callable[[Duty], str]
IS_OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial index


def _held(person: Person) -> QuerySet[Duty]:
    return Duty.objects.filter(IS_OPEN, holder=person)


def _working(person: Person) -> QuerySet[Duty]:
    """What he has to finish himself: not paused, not handed in."""
    return _held(person).filter(paused_at__isnull=True, completed_at__isnull=True)


def late(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """Everything beyond its limit."""
    return _late_lines(_working(person).filter(current_due_at__lte=now), now)


def newly_late(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """What went beyond its limit since the morning."""
    return _late_lines(_working(person).filter(current_due_at__gt=since, current_due_at__lte=now), now)


def _late_lines(duties: QuerySet[Duty], now: datetime) -> list[DigestLine]:
    def said(duty: Duty) -> str:
        assert duty.current_due_at is not None
        days = whole_days_late(org.calendar(), duty.current_due_at, now)
        return ngettext("trễ %(n)d ngày làm việc", "trễ %(n)d ngày làm việc", days) % {"n": days} if days else _("trễ")

    return _lines(duties.order_by("current_due_at", "pk"), said, late=True)


def soon(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """Due today or on the next working day."""
    calendar = org.calendar()
    until = midnight(calendar.next_working(local_day(now) + timedelta(days=1)), 86_400)
    duties = _working(person).filter(current_due_at__gt=now, current_due_at__lte=until)
    return _lines(duties.order_by("current_due_at", "pk"), _limit)


_STEPS = {
    "assigned": gettext_noop("chờ đồng chí nhận"),
    "unplaced": gettext_noop("bị trả lại, chờ đồng chí giao lại"),
    "disputed": gettext_noop("chờ đồng chí phân xử"),
    "submitted": gettext_noop("chờ đồng chí quyết định"),
    "handed_in": gettext_noop("chờ đồng chí nghiệm thu"),
}


def waiting(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """What waits for his acceptance, decision, ruling or verification."""
    duties = _held(person).filter(state__in=list(_STEPS)).order_by("step_due_at", "pk")
    return _lines(duties, lambda duty: _(_STEPS[duty.state]), late=False)


def asked(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """Whose work stands still until he answers: opinions asked of him."""
    duties = _held(person).filter(consulted_by__isnull=False, completed_at__isnull=True).order_by("current_due_at")
    rows = duties.select_related("consulted_by__holder")

    def said(duty: Duty) -> str:
        holder = duty.consulted_by.holder if duty.consulted_by else None
        name = f"{holder.courtesy} {holder.full_name}" if holder else ""
        return _("%(who)s đang chờ ý kiến") % {"who": name} if name else _("đang chờ ý kiến")

    return _lines(rows, said)


def calendar_moved(person: Person, since: datetime, now: datetime) -> Sequence[DigestLine]:
    """Limits that a calendar moved since the last digest, each with its instrument."""
    held = list(_held(person).values_list("pk", flat=True))
    entries = Entry.objects.filter(
        room="duties", subject="duty", subject_id__in=held, verb="recompute", recorded_at__gt=since
    ).order_by("pk")
    last = {entry.subject_id: entry.payload for entry in entries if "current_due_at" in entry.payload["set"]}
    duties = Duty.objects.filter(pk__in=list(last)).order_by("current_due_at", "pk")
    given = {pk: payload["instrument"] for pk, payload in last.items()}
    return _lines(
        duties, lambda duty: _("lịch đổi (%(by)s): %(limit)s") % {"by": given[duty.pk], "limit": _limit(duty)}
    )


def _limit(duty: Duty) -> str:
    assert duty.current_due_at is not None
    return _("hạn %(limit)s") % {"limit": dates.limit_text(duty.current_due_at, "short")}


def _lines(duties: QuerySet[Duty], said: Said, *, late: bool = False) -> list[DigestLine]:
    rows = list(duties[: MOST + 1])
    lines = list(_each(rows[:MOST], said, late))
    if len(rows) > MOST:
        text = _("và những việc khác, xem Việc của tôi")
        lines.append(DigestLine(text, reverse("duties:inbox"), state=text, late=late))
    return lines


def _each(rows: Iterable[Duty], said: Said, late: bool) -> Iterator[DigestLine]:
    for duty in rows:
        state = said(duty)
        url = reverse("duties:page", args=[duty.pk])
        yield DigestLine(f"{duty.title}: {state}", url, duty.code, duty.title, state, late=late)


SECTIONS = (
    DigestSection("late", gettext_noop("Trễ"), late, (MORNING,)),
    DigestSection("newly_late", gettext_noop("Vừa quá hạn"), newly_late, (AFTERNOON,)),
    DigestSection("soon", gettext_noop("Hạn hôm nay và ngày mai"), soon),
    DigestSection("waiting", gettext_noop("Chờ tôi nhận, quyết định, nghiệm thu"), waiting),
    DigestSection("asked", gettext_noop("Ai đang chờ tôi"), asked),
    DigestSection("calendar", gettext_noop("Thời hạn đổi vì lịch làm việc"), calendar_moved),
)
