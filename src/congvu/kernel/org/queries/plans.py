"""A plan of merging or splitting as a whole: read in a few statements, whatever the number of bodies."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from congvu.kernel.org.models import (
    Appointment,
    Body,
    Delegation,
    Mandate,
    Person,
    PlannedBody,
    PlannedMatter,
    PlannedPost,
    PlannedSuccession,
    Post,
    Reorganisation,
)
from congvu.kernel.org.queries.seats import heads_of
from congvu.kernel.org.queries.sitting import Seat
from congvu.kernel.org.rules import HEADING
from congvu.kernel.org.rules.merging import Faulty, faults


def plans() -> QuerySet[Reorganisation]:
    """All plans, the newest first."""
    return Reorganisation.objects.select_related("prepared_by", "ordered_by").order_by("-pk")


@dataclass
class PlanView:
    """The rows of one plan in memory, and who sits in its old seats at an instant."""

    plan: Reorganisation
    at: datetime
    bodies: dict[int, PlannedBody] = field(default_factory=dict)
    successions: list[PlannedSuccession] = field(default_factory=list)
    posts: dict[int, PlannedPost] = field(default_factory=dict)  # by the old seat
    matters: list[PlannedMatter] = field(default_factory=list)
    sitting: dict[int, list[Appointment]] = field(default_factory=dict)  # by the old seat

    @classmethod
    def load(cls, plan: Reorganisation, at: datetime) -> "PlanView":
        """Five statements."""
        view = cls(plan, at)
        bodies = plan.bodies.select_related("existing", "parent", "parent_planned", "made").order_by("pk")
        view.bodies = {row.pk: row for row in bodies}
        view.successions = list(plan.successions.select_related("old", "into__existing").order_by("pk"))
        posts = plan.posts.select_related("old__body", "into__existing", "receiver__body", "made").order_by("pk")
        view.posts = {row.old_id: row for row in posts}
        matters = plan.matters.select_related("line__body", "line__deciding_post", "into__existing", "deciding")
        view.matters = list(matters.order_by("line__matter_fold"))
        seated = Appointment.objects.select_related("person", "post").filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at), post__in=list(view.posts), starts_at__lte=at
        )
        for row in seated.order_by("pk"):
            view.sitting.setdefault(row.post_id, []).append(row)
        return view

    @cached_property
    def old_bodies(self) -> dict[int, Body]:
        """The bodies that end, by id, in the order of the plan."""
        return {row.old_id: row.old for row in self.successions}

    @cached_property
    def main(self) -> dict[int, int]:
        """Old body: the planned body that carries it on, of several the main one."""
        return {row.old_id: row.into_id for row in sorted(self.successions, key=lambda row: row.main)}

    def faults(self) -> list[str]:
        """What makes the plan impossible whatever the day."""
        ids = {row.existing_id for row in self.bodies.values()} | {row.parent_id for row in self.bodies.values()}
        lineages = dict(Body.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "lineage"))
        return faults(
            Faulty(
                old=set(self.old_bodies),
                old_names={pk: body.name for pk, body in self.old_bodies.items()},
                existing={pk: row.existing_id for pk, row in self.bodies.items() if row.existing_id},
                names={pk: str(row) for pk, row in self.bodies.items()},
                parents={pk: row.parent_planned_id for pk, row in self.bodies.items() if row.parent_planned_id},
                above={pk: row.parent_id for pk, row in self.bodies.items() if row.parent_id},
                lineages=lineages,
            )
        )

    @cached_property
    def heads(self) -> dict[int, PlannedPost]:
        """Planned body: its head's seat, where the plan gives it one."""
        found: dict[int, PlannedPost] = {}
        for row in sorted(self.posts.values(), key=lambda row: (row.order, row.pk)):
            if row.into_id and row.role in HEADING and row.order == 1:
                found.setdefault(row.into_id, row)
        return found

    @cached_property
    def own_heads(self) -> dict[int, Seat]:
        """Planned body: who heads it already, where it exists and goes on."""
        existing = {row.existing_id: row.existing for row in self.bodies.values() if row.existing}
        heads = heads_of(existing.values(), self.at)
        return {
            pk: heads[row.existing_id]
            for pk, row in self.bodies.items()
            if row.existing_id in heads and heads[row.existing_id].post.body_id == row.existing_id
        }

    def destination(self, row: PlannedPost) -> "PlannedPost | Seat | None":
        """Where that goes which lies on a seat: the seat it becomes; where it vanishes the one named for it, else the
        head of the body that carries its body on, or of one above that; None: nobody.
        """
        seen: set[int] = set()
        here: PlannedPost | Seat | None = row
        while isinstance(here, PlannedPost) and here.into_id is None:
            if here.pk in seen:
                return None
            seen.add(here.pk)
            here = self.posts.get(here.receiver_id) if here.receiver_id else self._head_for(here)
        return here

    def _head_for(self, row: PlannedPost) -> "PlannedPost | Seat | None":
        """Up the planned bodies until one of them has a head."""
        heads, planned = self.heads, self.main.get(row.old.body_id)
        while planned is not None:
            if planned in self.own_heads:
                return self.own_heads[planned]
            if planned in heads and heads[planned].pk != row.pk and self.person_in(heads[planned]):
                return heads[planned]
            planned = self.bodies[planned].parent_planned_id
        return None

    def person_in(self, row: PlannedPost) -> Person | None:
        """Who sits in an old seat and goes along: the appointed one first."""
        rows = sorted(self.sitting.get(row.old_id, ()), key=lambda one: (one.kind != "chính thức", one.pk))
        return rows[0].person if rows else None

    def delegations(self) -> list[Delegation]:
        """Those that end with the seats they come from."""
        rows = Delegation.objects.select_related("from_post__body", "to_person", "line")
        return list(rows.filter(from_post__in=list(self.posts), closed_at=None).order_by("pk"))

    def mandates(self) -> list[Mandate]:
        """Those of leaders whose seats end."""
        day = self.plan.day - timedelta(days=1)
        rows = Mandate.objects.select_related("leader_post__body", "person")
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        return list(rows.filter(lasting, leader_post__in=list(self.posts)).order_by("pk"))


def plan_posts(body: Body) -> QuerySet[Post]:
    """The seats of a body that have not ended."""
    return Post.objects.filter(body=body, valid_to__isnull=True).order_by("order", "pk")
