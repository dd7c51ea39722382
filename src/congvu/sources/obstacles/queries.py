"""Everything that is read of obstacles, always from what a person may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to as duties_visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import posts_of
from congvu.kernel.org.rules import LEADING
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.kit.digest import DigestLine
from congvu.kit.extras import DutyExtra
from congvu.kit.vietnamese import shortened
from congvu.sources.obstacles import rules
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup

MOST = 500


def _below(bodies: Collection[int]) -> QuerySet[Body]:
    """These bodies and everything below them."""
    found = Q(pk__in=[])
    for body_id in bodies:
        found |= Q(lineage__contains=[body_id])
    return Body.objects.filter(found)


def visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Obstacle]:
    """One's own records, those on duties that one sees, those of the bodies whose papers one handles."""
    bodies = _below(handled_bodies(person, at or now())).values("pk")
    duties = duties_visible_to(person).values("pk")
    seen = Q(person=person) | Q(body__in=bodies) | Q(duty__in=duties)
    return Obstacle.objects.filter(seen, withdrawn_at__isnull=True).select_related("duty", "person", "body", "group")


def groups_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[ObstacleGroup]:
    """Groups of the bodies whose papers one handles, groups with a record that one sees, and what one has to answer."""
    moment = at or now()
    bodies = _below(handled_bodies(person, moment)).values("pk")
    mine = Obstacle.objects.filter(pk__in=visible_to(person, at=moment).values("pk")).values("group")
    duties = duties_visible_to(person).values("pk")
    seen = Q(body__in=bodies) | Q(pk__in=mine) | Q(duty__in=duties) | Q(question__in=duties)
    return ObstacleGroup.objects.filter(seen).select_related(
        "body", "to_body", "made_by", "answered_by", "duty", "question"
    )


def gathers(person: Person, at: datetime) -> list[Body]:
    """The bodies for which a person puts records together, the highest first: he handles their papers."""
    found = Body.objects.filter(pk__in=handled_bodies(person, at))
    return sorted(found, key=lambda body: (len(body.lineage), body.sort_key))


def sending_post(person: Person, body: Body, at: datetime) -> Post | None:
    """The post by which somebody sends a group of a body up: he leads the body, or one above it."""
    posts = [post for post in posts_of(person, at) if post.role in LEADING]
    return next((post for post in posts if post.body_id in body.lineage), None)


@dataclass(frozen=True)
class ClauseRow:
    """How often a clause was met: `records`, the duties it stopped, those still open, the bodies; `group` once grouped.

    Each number opens the records themselves.
    """

    instrument: str
    clause: str
    key: str
    group: ObstacleGroup | None
    records: int
    duties: int
    open_duties: int
    bodies: int
    first_at: datetime
    last_at: datetime


def by_clause(person: Person, *, at: datetime | None = None) -> list[ClauseRow]:
    """One line a group, then one a clause that nobody has grouped; the most frequent first. Two statements."""
    seen = visible_to(person, at=at).select_related(None)
    counts = {
        "records": Count("pk"),
        "duties": Count("duty", distinct=True),
        "open_duties": Count("duty", distinct=True, filter=~Q(duty__state__in=sorted(FINAL))),
        "bodies": Count("body", distinct=True),
        "first_at": Min("recorded_at"),
        "last_at": Max("recorded_at"),
    }
    names = ("records", "duties", "open_duties", "bodies", "first_at", "last_at")
    grouped = list(seen.filter(group__isnull=False).values("group").annotate(**counts).values_list("group", *names))
    groups = ObstacleGroup.objects.in_bulk([row[0] for row in grouped])
    rows = [ClauseRow(groups[pk].instrument, groups[pk].clause, "", groups[pk], *numbers) for pk, *numbers in grouped]
    alone = (
        seen.filter(group__isnull=True)
        .values("clause_key")
        .annotate(instrument_text=Min("instrument"), clause_text=Min("clause"), **counts)
    )
    found = alone.values_list("clause_key", "instrument_text", "clause_text", *names)
    rows += [ClauseRow(instrument, clause, key, None, *numbers) for key, instrument, clause, *numbers in found[:MOST]]
    return sorted(rows, key=lambda row: (-row.duties, row.instrument, row.clause))


def of_clause(person: Person, key: str) -> list[Obstacle]:
    """The records of a clause that nobody has grouped yet."""
    return list(visible_to(person).filter(clause_key=key, group__isnull=True).order_by("recorded_at", "pk")[:MOST])


def find_obstacle(person: Person, obstacle_id: int) -> Obstacle:
    """The record, or Obstacle.DoesNotExist."""
    return visible_to(person).get(pk=obstacle_id)


@dataclass(frozen=True)
class GroupPage:
    """A group with its records and what this person may do: put more in, send it up, answer, close it."""

    group: ObstacleGroup
    records: tuple[Obstacle, ...]
    hidden: int
    may_gather: bool
    may_send: bool
    may_answer: bool
    may_close: bool
    waits_with: Duty | None
    duty_opens: bool

    @property
    def state_label(self) -> str:
        return _(rules.STATES[self.group.state])

    @property
    def outcome_label(self) -> str:
        return _(rules.OUTCOMES[self.group.outcome]) if self.group.outcome else ""


def answering_duty(group: ObstacleGroup) -> Duty | None:
    """Whose holder answers: the question put to a body above, else the duty issued or kept to follow."""
    return group.question or group.duty


def group_page(person: Person, group_id: int, *, at: datetime | None = None) -> GroupPage:
    """Raises ObstacleGroup.DoesNotExist for the unseen. `hidden`: records that this person may not open."""
    moment = at or now()
    group = groups_visible_to(person, at=moment).get(pk=group_id)
    live = group.obstacles.filter(withdrawn_at__isnull=True)
    told = visible_to(person, at=moment).filter(group=group).order_by("recorded_at", "pk")
    records = list(told[:MOST])
    waits = answering_duty(group) if group.state == "sent" else None
    leads = sending_post(person, group.body, moment) is not None
    return GroupPage(
        group=group,
        records=tuple(records),
        hidden=live.count() - len(records),
        may_gather=group.state == "open" and any(body.pk in group.body.lineage for body in gathers(person, moment)),
        may_send=group.state == "open" and leads,
        may_answer=waits is not None and waits.holder_id == person.pk,
        may_close=group.state == "answered" and leads,
        waits_with=waits,
        duty_opens=duties_visible_to(person).filter(pk=group.duty_id or 0).exists(),
    )


def answered_for(person: Person) -> QuerySet[Obstacle]:
    """One's own records whose answer one has not opened yet."""
    found = Obstacle.objects.filter(person=person, withdrawn_at__isnull=True, answer_seen_at__isnull=True)
    answered = found.filter(group__state__in=["answered", "closed"])
    return answered.select_related("group", "duty").order_by("-group__answered_at")


def digest_lines(person: Person, since: datetime, at: datetime) -> list[DigestLine]:
    """For the daily digest: answers to what one recorded. What one has to answer is a duty, and told as such."""
    return [
        DigestLine(
            text=_("Vướng mắc %(clause)s, %(instrument)s đã có trả lời")
            % {"clause": row.clause, "instrument": row.instrument},
            url=reverse("obstacles:page", args=[row.pk]),
            number=row.code,
        )
        for row in answered_for(person)
    ]


def duty_extras(person: Person, duty: Duty) -> list[DutyExtra]:
    """On the page of a duty: record what stops it, and what was recorded on it. One statement."""
    rows = Obstacle.objects.filter(duty=duty, withdrawn_at__isnull=True).select_related("group").order_by("pk")
    extras = [
        DutyExtra(
            label=_("Vướng mắc: %(clause)s, %(instrument)s")
            % {"clause": row.clause, "instrument": shortened(row.instrument, 60)},
            url=reverse("obstacles:page", args=[row.pk]),
            icon="barrier-block",
            note=_(rules.STATES[row.group.state]) if row.group else _("Chưa gộp, chưa gửi"),
        )
        for row in rows
    ]
    if duty.state not in ("draft", *FINAL):
        url = reverse("obstacles:record") + f"?viec={duty.pk}"
        extras.append(DutyExtra(label=_("Ghi vướng mắc pháp luật"), url=url, icon="barrier-block"))
    return extras


def origin_of(duty: Duty) -> tuple[str, str]:
    """The group that a duty of ours came of."""
    what, number = duty.origin_key.split("/")[:2]
    if what != "group":
        return "", ""
    return reverse("obstacles:group", args=[int(number)]), _("Xem vướng mắc và các việc bị chặn")
