"""The responsibility map of a body: every kind of work and every step of it beside the person; gaps and overlaps.

From the authority matrix, from the posts and who sits in them, and from the duties that are really held (M04).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from congvu.kernel.duties.queries.leader import realm_of
from congvu.kernel.duties.queries.unit import open_of
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import AuthorityLine, Body, Person, Post
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import local_day

STEPS = ("hold", "decide", "answer")


@dataclass(frozen=True, slots=True)
class Place:
    """A post of one step, who sits or stands in there now (None: nobody), and how many open duties say so."""

    post: Post
    person: Person | None
    count: int


@dataclass(slots=True)
class Matter:
    """One kind of work: its lines of the authority matrix, and by step the persons of the duties now held."""

    name: str
    lines: list[AuthorityLine] = field(default_factory=list)
    hold: list[Place] = field(default_factory=list)
    decide: list[Place] = field(default_factory=list)
    answer: list[Place] = field(default_factory=list)
    bodies: dict[int, Body] = field(default_factory=dict)
    open: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or an overlap. `kind`: vacant, no_decider, vacant_decider (gaps); lines, elsewhere (overlaps)."""

    kind: str
    matter: str
    what: str


@dataclass(frozen=True, slots=True)
class ResponsibilityMap:
    """The map of a body and everything below it.

    `unmatched`: what open duties are about that no line of the authority matrix speaks of, with how many of each.
    """

    body: Body
    now: datetime
    matters: tuple[Matter, ...]
    gaps: tuple[Finding, ...]
    overlaps: tuple[Finding, ...]
    unmatched: tuple[tuple[str, int], ...]


def responsibility_map(person: Person, body_id: int | None, now: datetime) -> ResponsibilityMap | None:
    """The map of a body that the person leads or that lies below; None where he may not look."""
    realm = realm_of(person, now)
    if not realm.led:
        return None
    body = realm.led[0] if body_id is None else Body.objects.filter(pk__in=realm.ids, pk=body_id).first()
    if body is None:
        return None
    ids = [one.pk for one in org.bodies_under(body, local_day(now))]
    matters = _lines(now)
    unmatched = _held(person, ids, matters)
    own = set(ids)
    here = [one for one in matters.values() if one.open or any(line.body_id in own for line in one.lines)]
    _seat(here, now)
    shown = sorted(here, key=lambda one: one.name.casefold())
    gaps = (*_vacant(ids, now), *_gaps(shown))
    return ResponsibilityMap(body, now, tuple(shown), gaps, _overlaps(shown), unmatched)


def _lines(now: datetime) -> dict[str, Matter]:
    """All lines of the authority matrix valid today, by the folded words of their matter."""
    day = local_day(now)
    rows = AuthorityLine.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    found: dict[str, Matter] = {}
    for line in rows.select_related("body", "deciding_post__body").order_by("matter_fold", "pk"):
        found.setdefault(line.matter_fold, Matter(line.matter)).lines.append(line)
    return found


def _matching(text: str, matters: Iterable[str]) -> str:
    """The matter that a duty is about: the same words, else the longest that its words contain whole; else none."""
    key = f" {name_key(text)} "
    return max((one for one in matters if f" {one} " in key), key=len, default="")


def _held(person: Person, ids: Sequence[int], matters: dict[str, Matter]) -> tuple[tuple[str, int], ...]:
    """Put the open duties to the lines that speak of them; returns what no line speaks of."""
    rows = open_of(person, ids).values_list(
        "matter", "title", "holder_post", "deciding_post", "accountable_post", "body"
    )
    counts = list(rows.annotate(n=Count("pk")).order_by())
    posts = Post.objects.select_related("body").in_bulk({post for row in counts for post in row[2:5] if post})
    bodies = Body.objects.in_bulk({row[5] for row in counts if row[5]})
    unmatched: dict[str, int] = {}
    tally: dict[tuple[str, str, int], int] = {}
    for matter, title, holding, deciding, accountable, body_id, n in counts:
        key = _matching(matter or title, matters)
        if not key:
            unmatched[matter or title] = unmatched.get(matter or title, 0) + n
            continue
        one = matters[key]
        one.open += n
        if body_id in bodies:
            one.bodies[body_id] = bodies[body_id]
        for step, post_id in zip(STEPS, (holding, deciding, accountable), strict=True):
            if post_id:
                tally[key, step, post_id] = tally.get((key, step, post_id), 0) + n
    for (key, step, post_id), n in tally.items():
        getattr(matters[key], step).append(Place(posts[post_id], None, n))
    return tuple(sorted(unmatched.items()))


def _seat(matters: Iterable[Matter], now: datetime) -> None:
    """Who sits in each post of the map, or stands in for it."""
    known: dict[int, Person | None] = {}

    def person_in(post: Post) -> Person | None:
        if post.pk not in known:
            seat = org.holder_of(post, now)
            known[post.pk] = seat.person if seat else None
        return known[post.pk]

    for matter in matters:
        named = {place.post.pk for place in matter.decide}
        for line in matter.lines:
            if line.deciding_post is not None and line.deciding_post.pk not in named:
                matter.decide.append(Place(line.deciding_post, None, 0))
        for step in STEPS:
            places = [Place(place.post, person_in(place.post), place.count) for place in getattr(matter, step)]
            setattr(matter, step, sorted(places, key=lambda place: (place.post.body.sort_key, place.post.order)))


def _vacant(ids: Sequence[int], now: datetime) -> tuple[Finding, ...]:
    """Posts of these bodies in which nobody sits."""
    day = local_day(now)
    sitting = Q(appointments__starts_at__lte=now) & (
        Q(appointments__ends_at__isnull=True) | Q(appointments__ends_at__gt=now)
    )
    rows = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), body__in=ids, valid_from__lte=day)
    empty = rows.annotate(n=Count("appointments", filter=sitting)).filter(n=0).select_related("body")
    return tuple(Finding("vacant", "", str(post)) for post in empty.order_by("body__sort_key", "order"))


def _gaps(matters: Iterable[Matter]) -> tuple[Finding, ...]:
    found = []
    for matter in matters:
        found += [Finding("no_decider", matter.name, str(line.body)) for line in matter.lines if not line.deciding_post]
        found += [Finding("vacant_decider", matter.name, str(one.post)) for one in matter.decide if one.person is None]
    return tuple(found)


def _overlaps(matters: Iterable[Matter]) -> tuple[Finding, ...]:
    """Two lines that give one kind of work to different bodies or posts; work held where no line puts it."""
    found = []
    for matter in matters:
        owners = {(line.body_id, line.deciding_post_id) for line in matter.lines}
        if len(owners) > 1:
            names = "; ".join(dict.fromkeys(line.body.name for line in matter.lines))
            found.append(Finding("lines", matter.name, names))
        named = {line.body_id for line in matter.lines}
        strange = [body for body in matter.bodies.values() if named and named.isdisjoint(body.lineage)]
        if strange:
            found.append(Finding("elsewhere", matter.name, "; ".join(body.name for body in strange)))
    return tuple(found)
