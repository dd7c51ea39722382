"""The page of one duty: who has it, since when, until when, under what authority; and what one may do next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from congvu.engines.worktime import Explanation
from congvu.kernel.duties.models import Coordinator, Duty
from congvu.kernel.duties.queries.deadline import explanation
from congvu.kernel.duties.queries.journal import EntryRow, journal
from congvu.kernel.duties.queries.offers import OpenMove, offers
from congvu.kernel.duties.queries.sight import sight_of
from congvu.kernel.duties.queries.sixro import RoRow, six_ro
from congvu.kernel.duties.queries.standing import standing
from congvu.kernel.duties.queries.timeline import HoldingRow, timeline
from congvu.kernel.duties.rules import OPEN, STATE_LABELS, UNDOABLE
from congvu.kernel.org.models import Person


@dataclass(frozen=True, slots=True)
class DutyPage:
    """All that the page, the API and the print view say of one duty.

    `sight`: "full", "part" (coordinators and consulted people: no talk on the duty), "title" (văn thư: no words).
    `progress`: closed parts and all parts, the product of the whole counted as one part.
    `undo`: the verb that the person may still take back until `undo_until`, else "".
    """

    duty: Duty
    sight: str
    now: datetime
    status: str
    six_ro: tuple[RoRow, ...]
    holdings: tuple[HoldingRow, ...]
    entries: tuple[EntryRow, ...]
    children: tuple[Duty, ...]
    progress: tuple[int, int]
    consultations: tuple[Duty, ...]
    coordinators: tuple[Coordinator, ...]
    moves: tuple[OpenMove, ...]
    deadline: Explanation | None
    held_since: datetime | None
    undo: str
    undo_until: datetime | None


_RELATED = (
    "holder", "holder_post__body", "body", "accountable_post__body", "deciding_post__body", "issuer_post__body",
    "assigner", "assigner_post", "submitter", "submitter_post", "document", "parent", "consulted_by",
)  # fmt: skip


def duty_page(person: Person, duty_id: int) -> DutyPage:
    """Everything about a duty that a person may see; raises Duty.DoesNotExist for the unseen. At most 15 statements."""
    place = standing(duty_id, person.pk, None, None)
    sight = sight_of(person, duty_id, place.now) if place else ""
    if place is None or not sight:
        raise Duty.DoesNotExist
    duty = Duty.objects.select_related(*_RELATED).defer("document__text", "document__search_fold").get(pk=duty_id)
    entries = journal(duty_id, sight)
    below = Duty.objects.filter(Q(parent=duty_id) | Q(consulted_by=duty_id)).exclude(state="draft")
    related = list(below.select_related("holder", "submitter", "body").order_by("pk"))
    parts = tuple(one for one in related if one.parent_id == duty_id)
    undo, until = _undo(entries, person, place.now)
    holdings = timeline(duty, entries, place.now)
    return DutyPage(
        duty=duty,
        sight=sight,
        now=place.now,
        status=STATE_LABELS[duty.state],
        six_ro=six_ro(duty, words=sight != "title"),
        holdings=holdings,
        entries=entries,
        children=parts,
        progress=progress_of(duty, parts),
        consultations=tuple(one for one in related if one.consulted_by_id == duty_id),
        coordinators=tuple(Coordinator.objects.filter(duty=duty_id).select_related("body", "person").order_by("pk")),
        moves=offers(person, duty, place),
        deadline=explanation(duty, entries, place.now),
        held_since=holdings[-1].starts_at if holdings and duty.state in OPEN else None,
        undo=undo,
        undo_until=until,
    )


def progress_of(duty: Duty, parts: tuple[Duty, ...]) -> tuple[int, int]:
    """Closed parts and all parts, cancelled ones left out, the own product of the whole one more (design.md §4).

    Parts of parts are counted within their part, so nothing is counted twice.
    """
    counted = [part for part in parts if part.state != "cancelled"]
    closed = sum(part.state == "closed" for part in counted) + (duty.state == "closed")
    return closed, len(counted) + 1


def _undo(entries: tuple[EntryRow, ...], person: Person, now: datetime) -> tuple[str, datetime | None]:
    last = entries[-1] if entries else None
    if last is None or last.verb not in UNDOABLE or last.actor is None or last.actor.pk != person.pk:
        return "", None
    until = last.at + timedelta(seconds=settings.UNDO_SECONDS)
    return (last.verb, until) if now <= until else ("", None)


def open_moves(person: Person, duty: Duty) -> tuple[OpenMove, ...]:
    """The moves that a person may make now, the one next lawful step first; nothing for the unseen."""
    place = standing(duty.pk, person.pk, None, None)
    if place is None or not sight_of(person, duty.pk, place.now):
        return ()
    return offers(person, duty, place)
