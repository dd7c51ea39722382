"""The leader's page: what waits for his decision, what is about to break, what goes round, his own lateness; units.

Short lists are read live along indexes and only of what he may see; figures of units are those that the job kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.duties.queries.figures import Figures, Kept, days_of, kept, soon_ends
from congvu.kernel.duties.queries.sight import visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.duties.rules.trend import risen
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.rules import LEADING
from congvu.kit.clock import local_day

SHOWN = 6  # of a list, before "all of them"
READ_AHEAD = 60  # rows read to find SHOWN that the person may see
DECIDING = ("submitted", "handed_in", "disputed", "unplaced")
_OPEN = ~Q(state__in=["draft", *sorted(FINAL)])  # the words of the partial indexes
_RUNNING = Q(paused_at__isnull=True, completed_at__isnull=True, consulted_by__isnull=True)
KINDS = ("late", "soon", "bounced", "deciding")


@dataclass(frozen=True, slots=True)
class Handed:
    """What was put to whoever decides: by whom, when, in what words."""

    person: Person | None
    at: datetime
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """A duty that waits for the person's decision, with what was handed to him."""

    duty: Duty
    handed: Handed | None


@dataclass(frozen=True, slots=True)
class Bounced:
    """A duty that goes round: how often it was passed on without a product, and by which bodies it went."""

    duty: Duty
    times: int
    route: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A body with everything below it: figures now, and how many were late week by week, the present week last."""

    body: Body
    now: Figures
    late: tuple[int, ...]

    @property
    def risen(self) -> bool:
        """Clearly more late than in its own past weeks."""
        return risen(self.late)


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """All that the page, the API and the print say; `figures_at` is the hour of every number of units."""

    now: datetime
    figures_at: datetime
    bodies: tuple[Body, ...]
    own_late: tuple[Duty, ...]
    deciding: tuple[Deciding, ...]
    breaking: tuple[Duty, ...]
    bounced: tuple[Bounced, ...]
    bounced_count: int
    whole: Figures
    units: tuple[Unit, ...]
    weeks: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Realm:
    """What a person holds and leads, everything below that, and the unit under which each body is counted."""

    posts: tuple[Post, ...]
    led: tuple[Body, ...]
    units: tuple[Body, ...]
    unit_of: dict[int, int]

    @property
    def ids(self) -> list[int]:
        return list(self.unit_of)


def realm_of(person: Person, now: datetime) -> Realm:
    """What a person leads as leader, head or deputy; empty when he leads nothing."""
    posts = tuple(org.posts_of(person, now))
    led = {post.body_id: post.body for post in posts if post.role in LEADING}
    if not led:
        return Realm(posts, (), (), {})
    below = Q()
    for body_id in led:
        below |= Q(lineage__contains=[body_id])
    rows = list(org.bodies_on(local_day(now)).filter(below).order_by("sort_key"))
    units = [body for body in rows if body.parent_id in led and body.pk not in led]
    tops = {body.pk for body in units}
    unit_of = {body.pk: next((one for one in body.lineage if one in tops), body.pk) for body in rows}
    return Realm(posts, tuple(led.values()), tuple(units), unit_of)


def leader_page(person: Person, now: datetime) -> LeaderPage:
    """The page of whoever leads something; at most 10 statements, whatever the size of the database."""
    realm = realm_of(person, now)
    figures = kept(now)
    held = _held(person, now)
    soon = list(_soon(realm, now).order_by("current_due_at", "pk").values_list("pk", flat=True)[:READ_AHEAD])
    times = {duty_id: count for duty_id, count, body_id in figures.bounced if body_id in realm.unit_of}
    seen = _seen(person, realm, [*soon, *list(times)[:READ_AHEAD]])
    whole = Figures()
    for body_id, one in figures.days[local_day(now)].items():
        if body_id in realm.unit_of:
            whole.add(one)
    return LeaderPage(
        now=now,
        figures_at=figures.at,
        bodies=realm.led,
        own_late=tuple(duty for duty in held if _is_late(duty, now)),
        deciding=_deciding([duty for duty in held if duty.state in DECIDING]),
        breaking=tuple(seen[one] for one in soon if one in seen)[:SHOWN],
        bounced=_bounced(seen, times),
        bounced_count=len(times),
        whole=whole,
        units=_units(realm, figures, local_day(now)),
        weeks=tuple(days_of(local_day(now))),
    )


def leader_rows(person: Person, kind: str, now: datetime, offset: int, size: int) -> list[Duty]:
    """The rows behind a number of the page, from `offset`, one more than `size` where there are more."""
    realm = realm_of(person, now)
    if kind == "bounced":
        ids = [duty_id for duty_id, _times, body_id in kept(now).bounced if body_id in realm.unit_of]
        rows = visible_to(person, realm.posts).filter(_OPEN, pk__in=ids)
    elif kind == "deciding":
        rows = Duty.objects.filter(_OPEN, holder=person, state__in=DECIDING)
    else:
        chosen = _soon(realm, now) if kind == "soon" else _late(realm, now)
        rows = visible_to(person, realm.posts).filter(_RUNNING, pk__in=chosen.values("pk"))
    shown = rows.select_related("holder", "holder_post", "body", "document").defer("document__text")
    return list(shown.order_by("current_due_at", "pk")[offset : offset + size + 1])


def _soon(realm: Realm, now: datetime) -> QuerySet[Duty]:
    return Duty.objects.filter(
        _OPEN, _RUNNING, body__in=realm.ids, current_due_at__gt=now, current_due_at__lte=soon_ends(now)
    )


def _late(realm: Realm, now: datetime) -> QuerySet[Duty]:
    return Duty.objects.filter(_OPEN, _RUNNING, body__in=realm.ids, current_due_at__lte=now)


def _seen(person: Person, realm: Realm, ids: Sequence[int]) -> dict[int, Duty]:
    """Those that the person may see: chosen along other indexes first, so that the audience is asked of few."""
    rows = visible_to(person, realm.posts).filter(_OPEN, pk__in=ids) if ids else Duty.objects.none()
    related = ("holder", "holder_post", "body", "document")
    return {duty.pk: duty for duty in rows.select_related(*related).defer("document__text")}


def _held(person: Person, now: datetime) -> list[Duty]:
    """What the person holds that waits for his decision or is late: the work, or a step beyond its limit."""
    work = Q(state__in=["assigned", "in_hand"], paused_at__isnull=True, current_due_at__lte=now)
    rows = Duty.objects.filter(_OPEN, work | Q(state__in=DECIDING), holder=person)
    related = ("submitter", "submitter_post__body", "body", "document", "consulted_by")
    nearest = F("step_due_at").asc(nulls_last=True)
    return list(rows.select_related(*related).defer("document__text").order_by(nearest, "current_due_at", "pk")[:70])


def _is_late(duty: Duty, now: datetime) -> bool:
    limit = duty.step_due_at if duty.state in DECIDING else duty.current_due_at
    return limit is not None and limit <= now


def _deciding(duties: Sequence[Duty]) -> tuple[Deciding, ...]:
    """What waits for the person, the nearest limit first, with what was put to him: two statements."""
    handed = _handed([duty.pk for duty in duties])
    return tuple(Deciding(duty, handed.get(duty.pk)) for duty in duties)


def _handed(ids: Sequence[int]) -> dict[int, Handed]:
    """The last thing that was submitted or handed in, by duty."""
    if not ids:
        return {}
    rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=ids, verb__in=["submit", "complete"])
    found: dict[int, Handed] = {}
    for row in rows.select_related("actor").prefetch_related("fields").defer("leaf").order_by("subject_id", "seq"):
        texts = tuple(field.value for field in row.fields.all() if field.name in ("draft", "product", "reason"))
        found[row.subject_id] = Handed(row.actor, row.effective_at, texts)
    return found


def _bounced(seen: dict[int, Duty], times: dict[int, int]) -> tuple[Bounced, ...]:
    duties = [seen[duty_id] for duty_id in times if duty_id in seen][:SHOWN]
    routes = _routes([duty.pk for duty in duties])
    return tuple(Bounced(duty, times[duty.pk], routes.get(duty.pk, ())) for duty in duties)


def _routes(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """By which bodies duties went, each stay once: a hand-over inside one body is no way."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Holding.objects.filter(duty__in=wanted, person__isnull=False).select_related("post__body")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("duty_id", "starts_at"):
        assert row.post is not None
        name = row.post.body.short_name or row.post.body.name
        way = found.setdefault(row.duty_id, [])
        if not way or way[-1] != name:
            way.append(name)
    return {duty_id: tuple(way) for duty_id, way in found.items()}


def _units(realm: Realm, figures: Kept, today: date) -> tuple[Unit, ...]:
    """The bodies right below those that the person leads, by the catalogue and never by their figures."""
    now: dict[int, Figures] = {body.pk: Figures() for body in realm.units}
    late: dict[int, list[int]] = {body.pk: [0] * len(days_of(today)) for body in realm.units}
    for place, day in enumerate(days_of(today)):
        for body_id, one in figures.days.get(day, {}).items():
            unit = realm.unit_of.get(body_id)
            if unit in late:
                late[unit][place] += one.late
                if day == today:
                    now[unit].add(one)
    return tuple(Unit(body, now[body.pk], tuple(late[body.pk])) for body in realm.units if now[body.pk].open)
