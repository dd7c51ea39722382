"""Who may call, see and keep a meeting."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import leaders_prepared_for, posts_of
from congvu.kernel.org.rules import LEADING as LEADING
from congvu.kit.clock import now
from congvu.sources.meetings.models import Invitee, Meeting

CALLING = (*LEADING, Post.Role.CLERK)


def calling_bodies(person: Person, at: datetime) -> list[Body]:
    """The bodies whose meetings a person may call: those he leads or keeps the papers of; for whom prepares for a
    leader that leader's body; a clerk of the office of a people's committee calls those of the committee.
    """
    found: dict[int, Body] = {}
    for post in [*posts_of(person, at), *leaders_prepared_for(person, at)]:
        if post.role not in CALLING:
            continue
        of_office = post.body.kind.startswith("van_phong") and post.body.parent_id is not None
        if of_office and post.body.parent is not None:
            found.setdefault(post.body.parent_id or 0, post.body.parent)
        found.setdefault(post.body_id, post.body)
    return list(found.values())


def answers_for(person: Person, at: datetime) -> QuerySet[Body]:
    """The bodies a person leads, with all below them."""
    led = [post.body_id for post in posts_of(person, at) if post.role in LEADING]
    return Body.objects.filter(_under(led)) if led else Body.objects.none()


def _under(bodies: Iterable[int]) -> Q:
    found = Q(pk__in=[])
    for body_id in bodies:
        found |= Q(lineage__contains=[body_id])
    return found


def visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Meeting]:
    """Meetings that he keeps or is invited to, those of the bodies he leads, and those to which their people are
    invited. The unseen does not exist for him.
    """
    bodies = answers_for(person, at or now()).values("pk")
    invited = Invitee.objects.filter(meeting=OuterRef("pk"))
    mine = Q(chair=person) | Q(secretary=person) | Q(called_by=person) | Q(body__in=bodies)
    asked = Exists(invited.filter(Q(person=person) | Q(stand_in=person) | Q(body__in=bodies)))
    return Meeting.objects.filter(mine | Q(asked)).select_related("body", "chair", "secretary")


def find_meeting(person: Person, meeting_id: int) -> Meeting:
    """The meeting, or Meeting.DoesNotExist when there is none or the person may not see it."""
    return visible_to(person).select_related("called_by", "conclusion").get(pk=meeting_id)


def sees_whole(person: Person, meeting_id: int) -> bool:
    """Whether he may see every word about a meeting, reasons of absence too: who keeps it."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    return meeting is not None and keeps(person, meeting)


def keeps(person: Person, meeting: Meeting) -> bool:
    """Chair, secretary and who called it change a meeting and write down who came."""
    return person.pk in (meeting.chair_id, meeting.secretary_id, meeting.called_by_id)
