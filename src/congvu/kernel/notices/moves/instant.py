"""Instant notices, and only these: a duty handed to me, a limit that is today, a citizen who waits (ux: one digest)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.engines.worktime import due_day
from congvu.kernel.duties.models import Duty, Promise
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.ledger.models import Entry
from congvu.kernel.ledger.moves import Told
from congvu.kernel.notices import queries, rules
from congvu.kernel.notices.models import Notice, Preference
from congvu.kernel.notices.moves.digests import mails
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit import dates
from congvu.kit.clock import local_day, now
from congvu.kit.digest import DigestLine

HANDING = frozenset({"assign", "forward", "take_over", "return", "propose_limit"})
SHOWN = 20
STALE = timedelta(days=1)  # what a machine that stood did not tell in time stands in the digest


def keep(taken: Sequence[Told]) -> None:
    """What came out of the outbox: hand-overs and limits that became today's, one notice a person and round."""
    ids = [told.entry_id for told in taken if told.room == "duties" and told.subject == "duty"]
    entries = Entry.objects.filter(
        pk__in=ids, verb__in=HANDING | {"recompute", "extend"}, recorded_at__gt=now() - STALE
    ).order_by("pk")
    rows = list(entries.values_list("pk", "verb", "actor_id", "subject_id", "payload"))
    duties = Duty.objects.in_bulk([row[3] for row in rows])
    today = local_day(now())
    handed: dict[int, list[tuple[int, Duty]]] = {}
    urgent: dict[int, list[tuple[int, Duty]]] = {}
    for pk, verb, actor, duty_id, payload in rows:
        duty, holder = duties[duty_id], payload.get("set", {}).get("holder_id")
        if duty.state not in OPEN or duty.holder_id is None:
            continue
        if verb in HANDING and holder == duty.holder_id and holder != actor:
            handed.setdefault(duty.holder_id, []).append((pk, duty))
        elif verb not in HANDING and duty.current_due_at and due_day(duty.current_due_at) == today != actor:
            urgent.setdefault(duty.holder_id, []).append((pk, duty))
    _tell(handed, "handover", _("Việc mới chuyển đến đồng chí"))
    _tell(urgent, "today", _("Hạn hôm nay"))


def citizens_waiting(*, at: datetime | None = None) -> int:
    """A day promised outside is today and the work is not done: its holder is told, once a day."""
    moment = at or now()
    today = local_day(moment)
    if not org.calendar().is_working(today):
        return 0
    standing = Promise.objects.filter(
        duty__state__in=OPEN, duty__completed_at__isnull=True, duty__paused_at__isnull=True
    ).select_related("duty").order_by("pk")  # fmt: skip
    last = {row.duty_id: row for row in standing}
    waiting: dict[int, list[tuple[int, Duty]]] = {}
    for row in last.values():
        if due_day(row.promised_at) == today and row.duty.holder_id is not None:
            waiting.setdefault(row.duty.holder_id, []).append((0, row.duty))
    return sum(
        _tell({holder: [one]}, f"citizen/{one[1].pk}/{today}", _("Người dân chờ kết quả hôm nay"))
        for holder, duties in waiting.items()
        for one in duties
    )


def _tell(found: dict[int, list[tuple[int, Duty]]], what: str, title: str) -> int:
    if not found:
        return 0
    at = now()
    people = Person.objects.filter(is_active=True).in_bulk(list(found))
    wishes = Preference.objects.in_bulk(list(found))
    notices = []
    for holder_id, duties in found.items():
        person = people.get(holder_id)
        if person is not None:
            wish = wishes.get(holder_id) or queries.default_of(person)
            key = f"{what}/{max(entry for entry, _duty in duties)}" if what in ("handover", "today") else what
            notices.append(_notice(person, wish, key, title, [duty for _entry, duty in duties], at))
    return len(Notice.objects.bulk_create(notices, ignore_conflicts=True))


def _notice(person: Person, wish: Preference, key: str, title: str, duties: Sequence[Duty], at: datetime) -> Notice:
    loud = not rules.is_quiet(at, org.calendar(), wish.quiet_from, wish.quiet_until)
    send_at = at if loud and wish.instant and mails(person, wish) else None
    lines = [asdict(_line(duty)) | {"section": title} for duty in duties[:SHOWN]]
    if len(duties) > SHOWN:
        lines.append(_rest(len(duties) - SHOWN) | {"section": title})
    return Notice(person=person, kind="instant", key=key, title=title, lines=lines, made_at=at, send_at=send_at)


def _line(duty: Duty) -> DigestLine:
    limit = dates.limit_text(duty.current_due_at, "short") if duty.current_due_at else ""
    state = _("hạn %(limit)s") % {"limit": limit} if limit else ""
    url = reverse("duties:page", args=[duty.pk])
    return DigestLine(f"{duty.title}: {state}", url, duty.code, duty.title, state)


def _rest(count: int) -> dict[str, Any]:
    text = ngettext("và %(n)d việc khác", "và %(n)d việc khác", count) % {"n": count}
    return asdict(DigestLine(text, reverse("duties:inbox"), state=text))
