"""The digest of a day and slot: for each person what the sections say; nobody who has nothing to read gets one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from congvu.kernel.notices import queries, rules
from congvu.kernel.notices.models import DigestRun, Notice, Preference
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.digest import MORNING, DigestSection

AT_ONCE = 50
FIRST_LOOK = timedelta(days=1)  # how far the very first digest looks back


def make_digests(*, at: datetime | None = None) -> int:
    """Make what is due now and not made yet; run again at any time it makes nothing twice. Gives how many were made."""
    moment = at or now()
    due = rules.slot_now(moment, org.calendar(), queries.digest_times())
    if due is None:
        return 0
    DigestRun.objects.bulk_create(
        [DigestRun(day=due[0], slot=due[1], started_at=moment)], ignore_conflicts=True
    )  # by whoever comes first
    made = 0
    while (step := _step(due[1], due[0].isoformat(), moment)) is not None:
        made += step
    return made


def _step(slot: str, day: str, at: datetime) -> int | None:
    """Some people, in one transaction; None when all have theirs, or another process is at it."""
    with transaction.atomic():
        run = DigestRun.objects.select_for_update(skip_locked=True).filter(day=day, slot=slot, done_at=None).first()
        if run is None:
            return None
        earlier = DigestRun.objects.filter(started_at__lt=run.started_at).order_by("-started_at").first()
        since = earlier.started_at if earlier else run.started_at - FIRST_LOOK
        people = list(Person.objects.filter(is_active=True, pk__gt=run.through).order_by("pk")[:AT_ONCE])
        wishes = Preference.objects.in_bulk([person.pk for person in people])
        notices = [
            notice
            for person in people
            if (notice := _digest(person, wishes.get(person.pk) or queries.default_of(person), slot, day, since, at))
        ]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        run.through = people[-1].pk if people else run.through
        run.done_at = None if len(people) == AT_ONCE else at
        run.save(update_fields=["through", "done_at"])
        return len(notices)


def _digest(person: Person, wish: Preference, slot: str, day: str, since: datetime, at: datetime) -> Notice | None:
    if not (wish.morning if slot == MORNING else wish.afternoon):
        return None
    lines = _lines(person, slot, since, at)
    if not lines:
        return None
    title = _("Bản tin sáng") if slot == MORNING else _("Bản tin chiều")
    send_at = rules.next_loud(at, org.calendar(), wish.quiet_from, wish.quiet_until) if mails(person, wish) else None
    return Notice(
        person=person, kind="digest", key=f"{day}/{slot}", title=title, lines=lines, made_at=at, send_at=send_at
    )


def mails(person: Person, wish: Preference) -> bool:
    """Whether anything may go to him by mail at all."""
    return bool(wish.by_mail and person.email and settings.EMAIL_HOST)


def _lines(person: Person, slot: str, since: datetime, at: datetime) -> list[dict[str, Any]]:
    sections: Sequence[DigestSection] = import_string(settings.DIGEST_SECTIONS)
    found = []
    for quiet in queries.collected(person, since):
        found += [line | {"section": _("Báo lúc ngoài giờ")} for line in quiet.lines]
    for section in sections:
        if slot in section.slots:
            found += [asdict(line) | {"section": _(section.title)} for line in section.lines(person, since, at)]
    return found
