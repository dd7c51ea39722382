"""A merger or split carried out: every open duty passes, in portions, resumable, without an instant without a holder.

The new seats stand first (`org.moves.begin_plan`), then the duties pass to them, and the old seats end when none is
left (`finish_plan`). Killed in between it goes on where it stopped: what has passed names no old seat any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.passing import pass_many
from congvu.kernel.duties.moves.seats import Place, whoever
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.verbs import end_pause
from congvu.kernel.duties.moves.writer import MOST
from congvu.kernel.duties.queries.reorganising import held_there, named_duties
from congvu.kernel.duties.queries.standing import bare, raw
from congvu.kernel.duties.rules import DUTY
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org.models import Appointment, PlannedPost, Reorganisation
from congvu.kernel.org.queries import PlanView
from congvu.kit.clock import now, today

_LOCK = 0x5350  # half of the key of an advisory lock; the other half is the plan
_NAMING = ("accountable_post_id", "deciding_post_id", "issuer_post_id", "assigner_post_id", "submitter_post_id")
Told = Callable[[int, int], None]


def carry_out(plan_id: int, *, told: Told = lambda done, total: None) -> Reorganisation:
    """Carry out an ordered plan whose day has come, from where it stopped. Somebody else at it: nothing is done."""
    plan = Reorganisation.objects.get(pk=plan_id)
    if plan.state not in (Reorganisation.State.ORDERED, Reorganisation.State.RUNNING):
        return plan
    if not raw("select pg_try_advisory_lock(%s, %s)", (_LOCK, plan_id))[0][0]:
        return plan
    try:
        return _carry_out(plan, told)
    finally:
        raw("select pg_advisory_unlock(%s, %s)", (_LOCK, plan_id))


def due_plans() -> list[Reorganisation]:
    """Plans whose day has come, and those that were interrupted."""
    states = [Reorganisation.State.ORDERED, Reorganisation.State.RUNNING]
    return list(Reorganisation.objects.filter(state__in=states, day__lte=today()).order_by("day", "pk"))


def _carry_out(plan: Reorganisation, told: Told) -> Reorganisation:
    if plan.state == Reorganisation.State.ORDERED:
        plan = org_moves.begin_plan(plan, total=len(named_duties(PlanView.load(plan, now()))))
    way, before = Way.of(PlanView.load(plan, now()), plan.ordered_by_id), 0
    while (ids := named_duties(way.view)) and len(ids) != before:
        before = len(ids)
        for start in range(0, len(ids), MOST):
            with transaction.atomic():
                org_moves.note_passed(plan, _pass(ids[start : start + MOST], way))
            told(min(start + MOST, len(ids)), len(ids))
    _follow(way)
    with transaction.atomic():
        if held_there(way.view):  # issued while the last ones passed: the next run goes on
            return plan
        return org_moves.finish_plan(plan)


@dataclass(frozen=True)
class Way:
    """Where each old seat leads, and who goes along with his seat."""

    view: PlanView
    actor_id: int | None
    seats: dict[int, tuple[int, int]]  # old seat: new seat, new body
    stays: frozenset[tuple[int, int]]  # (person, old seat) that go along and sit in the new one

    @classmethod
    def of(cls, view: PlanView, actor_id: int | None) -> "Way":
        found = {}
        for old_id, row in view.posts.items():
            where = view.destination(row)
            post = where.made if isinstance(where, PlannedPost) else where.post if where else None
            if post is not None:
                found[old_id] = (post.pk, post.body_id)
        made = {row.made_id: row.old_id for row in view.posts.values() if row.made_id is not None}
        seated = Appointment.objects.filter(post__in=list(made), ends_at__isnull=True)
        stays = {(person_id, made[post_id]) for person_id, post_id in seated.values_list("person_id", "post_id")}
        return cls(view, actor_id, found, frozenset(stays))

    def receiver(self, old_id: int, at: datetime) -> Place:
        """Who takes what lies on a seat that vanishes, or whose holder left meanwhile."""
        place = whoever(self.seats[old_id][0], at) if old_id in self.seats else None
        if place is None:
            post = self.view.posts[old_id].old
            raise refuse("take_over", "nobody", f"Không còn ai nhận các việc của {post}; hãy bổ nhiệm người đứng đầu.")
        return place


def _pass(ids: list[int], way: Way) -> int:
    """One transaction: who goes along is reseated, what changes hands is taken over."""
    going: list[int] = []
    changing: list[int] = []
    for duty_id, person_id, post_id in (
        Duty.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "holder_id", "holder_post_id")
    ):
        along = post_id not in way.view.posts or (person_id, post_id) in way.stays
        (going if along else changing).append(duty_id)
    count = 0
    for part, make in ((going, _reseated), (changing, _taken)):
        if part:
            count += len(pass_many(part, lambda duty, at, make=make: make(duty, at, way)))  # type: ignore[misc]
    return count


def _reseated(duty: Duty, at: datetime, way: Way) -> Turn:
    """The same person, the same state, the same limits: only the seats are others."""
    turn = Turn(bare(duty, at), "reseat", duty.state, "clock", way.actor_id, None)
    if duty.holder_post_id in way.seats and duty.holder_id is not None:
        post_id, body_id = way.seats[duty.holder_post_id]
        turn.hold(duty.holder_id, post_id, body_id)
    return _renamed(turn, duty, way)


def _taken(duty: Duty, at: datetime, way: Way) -> Turn:
    """The seat vanishes: whoever is named for it, or heads what carries its body on, takes it over."""
    place = way.receiver(duty.holder_post_id or 0, at)
    row = next(row for row in DUTY.rows("take_over") if duty.state in row.sources)
    turn = Turn(bare(duty, at), "take_over", row.target or duty.state, "clock", way.actor_id, None)
    if duty.paused_at is not None:
        end_pause(turn)
    turn.hold(place.person_id, place.post_id, place.body_id)
    turn.enter(turn.target)
    return _renamed(turn, duty, way)


def _renamed(turn: Turn, duty: Duty, way: Way) -> Turn:
    for name in _NAMING:
        seat = way.seats.get(getattr(duty, name) or 0)
        if seat is not None:
            turn.set[name] = seat[0]
    turn.facts["reorganisation"] = way.view.plan.pk
    return turn


def _follow(way: Way) -> None:
    """Audience of whatever the old bodies saw, coordinators, drafts; in portions, and nothing twice."""
    old, new = [], []
    for row in way.view.successions:
        body = way.view.bodies[row.into_id].body
        if body is not None:
            old.append(row.old_id)
            new.append(body.pk)
    posts = list(way.seats)
    raw("select duty_redirect(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])",
        (old, new, posts, [way.seats[one][0] for one in posts]))  # fmt: skip
    for _ in _portions(old, new):
        pass


def _portions(old: list[int], new: list[int]) -> Iterator[int]:
    after = 0
    while True:
        rows = raw("select duty_follow(%s::bigint[], %s::bigint[], %s::bigint, %s::int)", (old, new, after, MOST * 4))
        if rows[0][0] is None:
            return
        after = rows[0][0]
        yield after
