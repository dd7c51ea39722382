"""A merger or split rehearsed: what would pass to whom, computed over the state of this instant without changing it.

The same `PlanView` that carries a plan out says where each seat leads; the duties are only counted by seat. So the
rehearsal of hundreds of thousands of open duties takes no lock and writes nothing. The other way (the real verbs in a
transaction that is rolled back) would hold every one of those duties for minutes while people work
(docs/decisions/0007).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.standing import raw
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org.models import (
    Appointment,
    AuthorityLine,
    Delegation,
    Mandate,
    Person,
    PlannedBody,
    PlannedPost,
    Post,
)
from congvu.kernel.org.queries import PlanView, Seat, with_several_posts
from congvu.kernel.org.rules import LEADING
from congvu.kit.clock import local_day


@dataclass(frozen=True)
class Passing:
    """What lies on one old seat, and where it goes; `to_post` empty: nowhere."""

    planned: PlannedPost
    holder: Person | None
    open: int
    late: int
    to_person: Person | None
    to_title: str
    to_body: str

    @property
    def vanishes(self) -> bool:
        return self.planned.into_id is None

    @property
    def changes_hands(self) -> bool:
        """Somebody else holds afterwards: he is asked to accept."""
        return self.open > 0 and self.to_person != self.holder


@dataclass(frozen=True)
class Target:
    """A body that carries on, and what it will have."""

    planned: PlannedBody
    sources: list[str]
    head: Person | None
    seats: int
    people: int
    open: int


@dataclass
class Rehearsal:
    """What would happen on the day; with `faults` the plan cannot be ordered."""

    version: int
    at: datetime
    targets: list[Target] = field(default_factory=list)
    passings: list[Passing] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    without_head: list[str] = field(default_factory=list)
    without_authority: list[AuthorityLine] = field(default_factory=list)
    undecided: list[tuple[Post, int]] = field(default_factory=list)
    two_posts: list[tuple[Person, list[str]]] = field(default_factory=list)
    without_post: list[Person] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    outside: int = 0

    @property
    def open(self) -> int:
        """Open duties in the bodies that end."""
        return sum(row.open for row in self.passings)

    @property
    def vanishing(self) -> list[Passing]:
        return [row for row in self.passings if row.vanishes]

    @property
    def changing(self) -> list[Passing]:
        return [row for row in self.passings if row.changes_hands]

    @property
    def nowhere(self) -> list[Passing]:
        """Duties that nobody would hold: never allowed."""
        return [row for row in self.passings if row.open and row.to_person is None]


_OPEN = "state not in ('draft', 'closed', 'cancelled')"
_HELD_SQL = f"""
select holder_post_id, holder_id, count(*),
       count(*) filter (where current_due_at < %s::timestamptz and paused_at is null and completed_at is null)
from duty where {_OPEN} and body_id = any(%s::bigint[]) group by holder_post_id, holder_id
"""
_DECIDED_SQL = f"""
select deciding_post_id, count(*) from duty
where {_OPEN} and deciding_post_id = any(%s::bigint[]) group by deciding_post_id
"""
NAMED_SQL = f"""
select id from duty
where {_OPEN} and (body_id = any(%s::bigint[]) or holder_post_id = any(%s::bigint[])
    or accountable_post_id = any(%s::bigint[]) or deciding_post_id = any(%s::bigint[])
    or issuer_post_id = any(%s::bigint[]) or assigner_post_id = any(%s::bigint[])
    or submitter_post_id = any(%s::bigint[]))
order by id
"""


def named_duties(view: PlanView) -> list[int]:
    """Open duties that are held in an ending body, or name one of its seats: one scan, ascending."""
    posts = list(view.posts)
    return [row[0] for row in raw(NAMED_SQL, (list(view.old_bodies), *[posts] * 6))]


def held_there(view: PlanView) -> bool:
    """Whether anything open is still held in a body or a seat that ends."""
    held = Duty.objects.filter(~Q(state__in=["draft", *sorted(FINAL)]))
    return held.filter(Q(body__in=list(view.old_bodies)) | Q(holder_post__in=list(view.posts))).exists()


def rehearse(view: PlanView) -> Rehearsal:
    """Work the plan out over what is open now. A fixed number of statements whatever the number of duties."""
    found = Rehearsal(view.plan.version, view.at)
    found.passings = list(_passings(view))
    found.targets = _targets(view, found.passings)
    found.without_head = [
        str(row.planned) for row in found.targets if row.head is None and any(
            one.into_id == row.planned.pk and one.role in LEADING for one in view.posts.values())
    ]  # fmt: skip
    found.without_authority = [row.line for row in view.matters if _is_lost(view, row.into_id, row.line)]
    found.undecided = _undecided(view)
    found.two_posts, found.without_post = _people(view)
    found.delegations, found.mandates = view.delegations(), view.mandates()
    found.outside = len(named_duties(view)) - found.open
    found.faults = [*view.faults(), *_faults(view, found)]
    return found


def _passings(view: PlanView) -> Iterable[Passing]:
    counts: dict[int, dict[int, tuple[int, int]]] = {}
    for post_id, person_id, held, late in raw(_HELD_SQL, (view.at, list(view.old_bodies))):
        counts.setdefault(post_id, {})[person_id] = (held, late)
    for row in sorted(view.posts.values(), key=_place):
        where = view.destination(row)
        title, body = _named(where)
        held = counts.get(row.old_id, {})
        sitting = {one.person_id: one.person for one in view.sitting.get(row.old_id, ())}
        for person_id in dict.fromkeys([*sitting, *held]) or [0]:
            person = sitting.get(person_id)
            goes_along = row.into_id is not None and person is not None
            to_person = person if goes_along else receiver_of(view, where)
            yield Passing(row, person, *held.get(person_id, (0, 0)), to_person, title, body)


def _place(row: PlannedPost) -> tuple[int, str, int, int]:
    return len(row.old.body.lineage), row.old.body.sort_key, row.old.order, row.old_id


def _named(where: "PlannedPost | Seat | None") -> tuple[str, str]:
    if isinstance(where, PlannedPost):
        return where.title, str(where.into)
    return (where.post.title, where.post.body.name) if where is not None else ("", "")


def receiver_of(view: PlanView, where: "PlannedPost | Seat | None") -> Person | None:
    """Who takes what lies on a seat that leads there."""
    if isinstance(where, PlannedPost):
        return view.person_in(where)
    return where.person if where is not None else None


def _targets(view: PlanView, passings: list[Passing]) -> list[Target]:
    """The bodies at the top of the plan, with all that comes into them and into what stands below them."""
    sources: dict[int, list[str]] = {}
    for one in view.successions:
        sources.setdefault(one.into_id, []).append(one.old.name)
    tops = [pk for pk, row in view.bodies.items() if row.parent_planned_id is None]
    held, seats, people = Counter[int](), Counter[int](), Counter[int]()
    for row in passings:
        held[_top(view, row.planned, tops)] += row.open
    for planned in view.posts.values():
        if planned.into_id:
            top = _top(view, planned, tops)
            seats[top] += 1
            people[top] += len(view.sitting.get(planned.old_id, ()))
    return [
        Target(view.bodies[pk], sources.get(pk, []), _head(view, pk), seats[pk], people[pk], held[pk]) for pk in tops
    ]


def _top(view: PlanView, planned: PlannedPost, tops: list[int]) -> int:
    """The planned body at the top under which a seat ends up; 0: none of the plan."""
    where = view.destination(planned)
    if isinstance(where, PlannedPost):
        here = where.into_id or 0
        while (above := view.bodies[here].parent_planned_id) is not None:
            here = above
        return here
    lineage = where.post.body.lineage if where is not None else []
    return next((pk for pk in tops if view.bodies[pk].existing_id in lineage), 0)


def _head(view: PlanView, planned: int) -> Person | None:
    if planned in view.own_heads:
        return view.own_heads[planned].person
    return view.person_in(view.heads[planned]) if planned in view.heads else None


def _is_lost(view: PlanView, into: int | None, line: AuthorityLine) -> bool:
    return into is None and line.body_id in view.old_bodies


def _undecided(view: PlanView) -> list[tuple[Post, int]]:
    """Deciding posts that vanish without anybody to take them over, with the open duties that wait for their word."""
    lost = {row.old_id: row.old for row in view.posts.values() if view.destination(row) is None}
    return [(lost[post_id], count) for post_id, count in raw(_DECIDED_SQL, (list(lost),))] if lost else []


def _people(view: PlanView) -> tuple[list[tuple[Person, list[str]]], list[Person]]:
    """Who would sit in two seats or more, and who nowhere."""
    seats: dict[int, list[str]] = {}
    people: dict[int, Person] = {}
    for row in view.posts.values():
        for one in view.sitting.get(row.old_id, ()):
            people[one.person_id] = one.person
            seats.setdefault(one.person_id, [])
            if row.into_id:
                seats[one.person_id].append(f"{row.title}, {row.into}")
    elsewhere = Appointment.objects.filter(ends_at__isnull=True, person__in=list(people))
    for one in elsewhere.exclude(post__in=list(view.posts)).select_related("post__body"):
        seats[one.person_id].append(str(one.post))
    before = set(with_several_posts(view.at))
    two = [(people[pk], told) for pk, told in seats.items() if len(told) > 1 and pk not in before]
    none = [people[pk] for pk, told in seats.items() if not told]
    return sorted(two, key=lambda one: one[0].sort_key), sorted(none, key=lambda one: one.sort_key)


def _faults(view: PlanView, found: Rehearsal) -> list[str]:
    faults = []
    if local_day(view.at) > view.plan.day:
        faults.append(f"Ngày {view.plan.day:%d/%m/%Y} đã qua; hãy đổi ngày thực hiện.")
    if held := sum(row.open for row in found.nowhere):
        faults.append(f"{held} việc sẽ không có người giữ; hãy nêu người nhận cho các vị trí không còn.")
    if found.undecided:
        waiting = sum(count for _, count in found.undecided)
        faults.append(f"{waiting} việc mất vị trí quyết định; hãy nêu vị trí nhận thẩm quyền.")
    heads = Counter(row.into_id for row in view.posts.values() if row.into_id and row.role == "head" and row.order == 1)
    faults += [f"{view.bodies[pk]} có {count} người đứng đầu." for pk, count in heads.items() if count > 1]
    faults += [f"{view.bodies[pk]} đã có người đứng đầu." for pk in heads if pk in view.own_heads]
    return faults
