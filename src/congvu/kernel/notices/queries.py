"""What a person was told, how he wants to be told, and how the mail goes out."""

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db.models import QuerySet

from congvu.kernel.notices.models import Notice, Preference
from congvu.kernel.notices.rules import QUIET_FROM, QUIET_UNTIL
from congvu.kernel.org.models import Person
from congvu.kit.digest import SLOTS

KEPT = 60


def preference_of(person: Person) -> Preference:
    """How somebody wants to be told; the defaults where he has not said."""
    return Preference.objects.filter(person=person).first() or default_of(person)


def default_of(person: Person) -> Preference:
    """What holds until somebody says otherwise."""
    return Preference(person=person, quiet_from=QUIET_FROM, quiet_until=QUIET_UNTIL)


def notices_of(person: Person) -> QuerySet[Notice]:
    """His own, the newest first."""
    return Notice.objects.filter(person=person).order_by("-pk")


def collected(person: Person, since: datetime) -> QuerySet[Notice]:
    """Instant notices that were not mailed because it was quiet: they come with the next digest."""
    return Notice.objects.filter(person=person, kind="instant", send_at__isnull=True, made_at__gt=since).order_by("pk")


def digest_times() -> dict[str, time]:
    """When each of the day's digests is made."""
    return dict(zip(SLOTS, settings.DIGEST_TIMES, strict=True))


@dataclass(frozen=True)
class MailState:
    """For the administrator: no content, no names of duties."""

    configured: bool
    waiting: int
    failing: int
    refused: int
    unknown: int
    last_error: str
    next_at: datetime | None
    last_sent_at: datetime | None


def mail_state() -> MailState:
    """How the mail goes out."""
    waiting = Notice.objects.filter(send_at__isnull=False, sent_at__isnull=True, refused=False, handing_at__isnull=True)
    failing = waiting.filter(attempts__gt=0).order_by("send_at")
    first = failing.first()
    last = Notice.objects.filter(sent_at__isnull=False).order_by("-sent_at").first()
    return MailState(
        bool(settings.EMAIL_HOST),
        waiting.count(),
        failing.count(),
        Notice.objects.filter(refused=True).count(),
        Notice.objects.filter(handing_at__isnull=False, sent_at__isnull=True, refused=False).count(),
        first.error if first else "",
        first.send_at if first else None,
        last.sent_at if last else None,
    )
