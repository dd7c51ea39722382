"""A unit: how much lies with whom, who waits for whom between units, what is handed over, what is late and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from congvu.engines.worktime import DueRule, due
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.figures import Figures, kept
from congvu.kernel.duties.queries.lateness import Lateness, lateness_of
from congvu.kernel.duties.queries.leader import Realm, realm_of
from congvu.kernel.duties.queries.sight import visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Absence, Appointment, Body, Person, Post
from congvu.kit.clock import local_day

SOON_DAYS = 5
LATE_LOOKED_AT = 200  # late duties whose cause is worked out for one page
AHEAD = timedelta(days=14)  # an absence that begins within two weeks is told
OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial indexes


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What lies with a person, each open duty in one column: the first that fits of late, paused, waiting, soon."""

    person: Person
    post: Post | None
    late: int = 0
    soon: int = 0
    run: int = 0
    waiting: int = 0
    paused: int = 0

    @property
    def open(self) -> int:
        """All that he holds."""
        return self.late + self.soon + self.run + self.waiting + self.paused


@dataclass(frozen=True, slots=True)
class Wait:
    """What lies between this unit and another one: how many, since when the longest, how many beyond their limit."""

    body: Body
    count: int
    oldest_at: datetime
    late: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who goes (`until`) or is away, and how many open duties lie with him."""

    person: Person
    post: Post
    until: date
    back: date | None
    open: int


@dataclass(frozen=True, slots=True)
class Below:
    """A body right below, with everything under it, by the figures of the hour."""

    body: Body
    now: Figures


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The page of one body. `realm` is all that the person leads; `ids` the body and everything below it."""

    body: Body
    realm: Realm
    ids: tuple[int, ...]
    now: datetime
    figures_at: datetime
    loads: tuple[UnitLoad, ...]
    middle: float
    below: tuple[Below, ...]
    leaving: tuple[Leaving, ...]
    we_wait: tuple[Wait, ...]
    they_wait: tuple[Wait, ...]

    @property
    def overloaded(self) -> tuple[UnitLoad, ...]:
        """Who holds far more than the middle of the unit."""
        return tuple(one for one in self.loads if one.open >= self.middle + 5 and one.open >= 1.7 * self.middle >= 1.7)

    @property
    def idle(self) -> tuple[UnitLoad, ...]:
        """Who holds far less, where there is work to give."""
        return tuple(one for one in self.loads if self.middle >= 4 and one.open <= self.middle / 4)


def unit_page(person: Person, body_id: int | None, now: datetime) -> UnitPage | None:
    """The page of a body that a person leads or that lies below; None where he leads nothing or may not look."""
    realm = realm_of(person, now)
    if not realm.led:
        return None
    body = realm.led[0] if body_id is None else Body.objects.filter(pk__in=realm.ids, pk=body_id).first()
    if body is None:
        return None
    below = list(org.bodies_under(body, local_day(now)).order_by("sort_key"))
    ids = tuple(one.pk for one in below)
    loads = _loads(person, body, now)
    counts = [one.open for one in loads if one.post is None or one.post.role not in ("leader",)]
    figures = kept(now)
    today = figures.days[local_day(now)]
    children = [one for one in below if one.parent_id == body.pk]
    return UnitPage(
        body=body,
        realm=realm,
        ids=ids,
        now=now,
        figures_at=figures.at,
        loads=loads,
        middle=median(counts) if counts else 0,
        below=tuple(Below(one, _sum(one, below, today)) for one in children),
        leaving=_leaving(ids, now),
        we_wait=_waits(ids, now, ours_first=True),
        they_wait=_waits(ids, now, ours_first=False),
    )


def _sum(top: Body, bodies: Sequence[Body], today: dict[int, Figures]) -> Figures:
    whole = Figures()
    for body in bodies:
        if top.pk in body.lineage and body.pk in today:
            whole.add(today[body.pk])
    return whole


def columns(now: datetime) -> dict[str, Q]:
    """The condition of each column of a load; together every open duty once."""
    soon_at = due(org.calendar(), DueRule.within(SOON_DAYS, "working_days"), now).at
    running = Q(paused_at__isnull=True)
    late = running & Q(completed_at__isnull=True, current_due_at__lte=now)
    waiting = running & ~late & Q(waits=True)
    soon = running & ~late & Q(waits=False, current_due_at__lte=soon_at)
    return {
        "late": late,
        "soon": soon,
        "run": running & ~late & ~soon & Q(waits=False),
        "waiting": waiting,
        "paused": Q(paused_at__isnull=False),
    }


def open_of(person: Person, bodies: Sequence[int]) -> QuerySet[Duty]:
    """The open duties of bodies that a person may see, each with `waits`: an open part or opinion of another holder."""
    others = Duty.objects.filter(OPEN, Q(parent=OuterRef("pk")) | Q(consulted_by=OuterRef("pk")))
    rows = visible_to(person).filter(OPEN, body__in=list(bodies), consulted_by__isnull=True)
    return rows.annotate(waits=Exists(others.exclude(holder=OuterRef("holder"))))


def _loads(person: Person, body: Body, now: datetime) -> tuple[UnitLoad, ...]:
    """Everybody who sits in the body, by the order of the posts; last who holds something without sitting there."""
    shares = {name: Count("pk", filter=condition) for name, condition in columns(now).items()}
    rows = open_of(person, [body.pk]).values("holder").annotate(**shares).order_by()
    counts = {row[0]: dict(zip(shares, row[1:], strict=True)) for row in rows.values_list("holder", *shares)}
    loads, seen = [], set()
    for seat in org.seats_of_body(body, now):
        if seat.person.pk not in seen:
            seen.add(seat.person.pk)
            loads.append(UnitLoad(seat.person, seat.post, **counts.get(seat.person.pk, {})))
    rest = Person.objects.filter(pk__in=set(counts) - seen).order_by("sort_key")
    return (*loads, *(UnitLoad(one, None, **counts[one.pk]) for one in rest))


def _leaving(ids: Sequence[int], now: datetime) -> tuple[Leaving, ...]:
    """Whose appointment ends, and who is or will soon be away, and still holds something."""
    today = local_day(now)
    ends = Appointment.objects.filter(post__body__in=ids, starts_at__lte=now, ends_at__gt=now)
    found: list[tuple[Person, Post, date, date | None]] = [
        (row.person, row.post, local_day(row.ends_at), None)
        for row in ends.select_related("person", "post__body").order_by("ends_at")
        if row.ends_at is not None
    ]
    away = Absence.objects.filter(cancelled_at__isnull=True, ends_on__gte=today, starts_on__lte=today + AHEAD)
    sitting = Appointment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), post__body__in=ids, person__in=away.values("person")
    ).select_related("post__body")
    posts = {row.person_id: row.post for row in sitting}
    for one in away.filter(person__in=posts).select_related("person").order_by("starts_on"):
        found.append((one.person, posts[one.person_id], one.starts_on, one.ends_on))
    held = Duty.objects.filter(OPEN, holder__in=[row[0].pk for row in found], body__in=ids).values("holder")
    counts = {row["holder"]: row["n"] for row in held.annotate(n=Count("pk")).order_by()}
    return tuple(Leaving(*row, counts[row[0].pk]) for row in found if row[0].pk in counts)


# One duty stands behind another: a part or an opinion; or it lies with who decides or verifies it.
WAITS_SQL = """
with ours as (select unnest(%(ids)s::bigint[]) as id),
lies as (
    select p.body_id as asks, c.body_id as owes, c.issued_at as since, c.current_due_at as due, c.paused_at
    from duty c join duty p on p.id = coalesce(c.consulted_by_id, c.parent_id)
    where c.state not in ('draft', 'closed', 'cancelled') and p.state not in ('draft', 'closed', 'cancelled')
      and (c.parent_id is not null or c.consulted_by_id is not null) and {mine_child}
    union all
    select q.body_id, d.body_id, d.last_at, d.step_due_at, d.paused_at
    from duty d join post q on q.id = d.submitter_post_id
    where d.state in ('submitted', 'handed_in') and {mine_put}
)
select {other}, count(*), min(since), count(*) filter (where paused_at is null and due <= %(now)s)
from lies where asks <> owes group by 1 order by 1
"""
_WE = WAITS_SQL.format(
    mine_child="p.body_id in (select id from ours) and c.body_id not in (select id from ours)",
    mine_put="q.body_id in (select id from ours) and d.body_id not in (select id from ours)",
    other="owes",
)
_THEY = WAITS_SQL.format(
    mine_child="c.body_id in (select id from ours) and p.body_id not in (select id from ours)",
    mine_put="d.body_id in (select id from ours) and q.body_id not in (select id from ours)",
    other="asks",
)


def _waits(ids: Sequence[int], now: datetime, *, ours_first: bool) -> tuple[Wait, ...]:
    """What we wait for from others, or others from us, by the catalogue of bodies."""
    with connection.cursor() as cursor:
        cursor.execute(_WE if ours_first else _THEY, {"ids": list(ids), "now": now})
        rows = cursor.fetchall()
    bodies = Body.objects.in_bulk([row[0] for row in rows])
    found = [Wait(bodies[row[0]], row[1], row[2], row[3]) for row in rows if row[0] in bodies]
    return tuple(sorted(found, key=lambda one: one.body.sort_key))


def late_of(person: Person, ids: Sequence[int], now: datetime) -> list[tuple[Duty, Lateness]]:
    """The open late duties of bodies with the parts of their delay, the nearest limits first."""
    rows = visible_to(person).filter(
        OPEN, body__in=list(ids), consulted_by__isnull=True, paused_at__isnull=True, completed_at__isnull=True,
        current_due_at__lte=now,
    )  # fmt: skip
    duties = list(rows.select_related("holder", "body").order_by("-current_due_at", "pk")[:LATE_LOOKED_AT])
    found = lateness_of(duties, now)
    return [(duty, found[duty.pk]) for duty in duties if duty.pk in found]
