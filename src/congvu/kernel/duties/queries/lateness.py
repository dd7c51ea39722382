"""True lateness of duties: how late, and which part of it lies with whom (design.md §2; engines/analytics).

Read for one duty or for thousands in the same few statements: holds, entries, parts and opinions, outages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from congvu.engines.analytics import Part, Span, attribute, cut
from congvu.engines.worktime import Calendar, working_seconds_outside
from congvu.kernel.duties.models import Duty, Holding, Outage
from congvu.kernel.duties.queries.replay import replay
from congvu.kernel.duties.queries.timeline import WITHOUT_PRODUCT, pauses_of, seconds_of_rule
from congvu.kernel.duties.rules import STEP_RULES
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person, Post

EXPLAIN = "explain"  # a question why it is late: its own lateness delays nothing
DEPTH = 8  # parts of parts; deeper than any body divides its work
WAITING = frozenset({"submitted", "disputed"})
WORKING = frozenset({"assigned", "in_hand"})
_COLUMNS = (
    "pk", "state", "issued_at", "due_start_at", "current_due_at", "completed_at", "closed_at", "paused_at", "parent_id",
    "consulted_by_id", "demand_kind", "holder_id", "holder_post_id", "title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LatePart:
    """A part of a delay: whose it is, how long, of how much time against which allowance, and the entries behind it.

    `duty_id` is where its entries stand: the duty itself, or the late part or opinion that held it up (`via`: "child"
    or "consulted", else empty). `first_seq` begins it, `last_seq` ends it; 0 where it has no entry of its own.
    """

    kind: str
    person: Person | None
    post: Post | None
    seconds: int
    used: int
    allowance: int
    duty_id: int
    via: str
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a duty is or was, in working seconds; `parts` add up to `seconds`, the largest first."""

    duty_id: int
    seconds: int
    used: int
    term: int
    parts: tuple[LatePart, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a key of the engine stands for."""

    duty_id: int
    person: Person | None
    post: Post | None
    first_seq: int
    last_seq: int


@dataclass(slots=True)
class _Material:
    """Everything read, by duty."""

    duties: dict[int, Duty]
    calendar: Calendar
    holdings: dict[int, list[Holding]] = field(default_factory=dict)
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    below: dict[int, list[Duty]] = field(default_factory=dict)
    outages: list[Outage] = field(default_factory=list)
    sources: dict[str, _Source] = field(default_factory=dict)


def lateness_of(duties: Iterable[Duty], now: datetime, *, known_at: datetime | None = None) -> dict[int, Lateness]:
    """By id, the lateness of those duties that are late at `now` or were handed in late; at most 4 statements a level.

    Handed in: judged at that instant. Not handed in: until now. A cancelled duty is not late. With `known_at` nothing
    recorded from then on counts: for a report that is made again. `duties` are then those that `as_known` gives.
    """
    wanted = [duty for duty in duties if is_late(duty, now)]
    material = _read(wanted, now, known_at)
    found: dict[int, Lateness] = {}
    for duty in wanted:
        late = _Case(material, duty, now).lateness()
        if late is not None:
            found[duty.pk] = late
    return found


def lateness(duty: Duty, now: datetime) -> Lateness | None:
    """The lateness of one duty; None while it is in time."""
    return lateness_of([duty], now).get(duty.pk)


def is_late(duty: Duty, now: datetime) -> bool:
    """Past its limit when it was handed in, or now."""
    if duty.current_due_at is None or duty.state in ("draft", "cancelled"):
        return False
    return end_of(duty, now) > duty.current_due_at


def end_of(duty: Duty, now: datetime) -> datetime:
    """Until when a duty is judged."""
    return duty.completed_at or duty.closed_at or duty.paused_at or now


def as_known(duties: Iterable[Duty], at: datetime) -> list[Duty]:
    """These duties with the columns that they had at an instant, by what had been recorded; later ones are left out."""
    rows = [duty for duty in duties if duty.issued_at is not None and duty.issued_at < at]
    moved = [duty.pk for duty in rows if duty.last_at is not None and duty.last_at >= at]
    entries: dict[int, list[Entry]] = {}
    if moved:
        found = Entry.objects.filter(room="duties", subject="duty", subject_id__in=moved, recorded_at__lt=at)
        for entry in found.defer("leaf").order_by("subject_id", "seq"):
            entries.setdefault(entry.subject_id, []).append(entry)
    for duty in rows:
        if duty.pk in entries:
            for name, value in replay(entries[duty.pk]).items():
                setattr(duty, name, value)
    return rows


def _read(wanted: Sequence[Duty], now: datetime, known_at: datetime | None) -> _Material:
    """The duties and what held them up, level by level, then holds and entries of all of them at once."""
    calendar = org.calendar_known_at(known_at) if known_at else org.calendar()
    material = _Material({duty.pk: duty for duty in wanted}, calendar)
    level = list(material.duties)
    for _ in range(DEPTH):
        if not level:
            break
        rows = Duty.objects.filter(Q(parent__in=level) | Q(consulted_by__in=level)).exclude(state="draft")
        below = as_known(rows, known_at) if known_at else rows.only(*_COLUMNS)
        late = [duty for duty in below if duty.demand_kind != EXPLAIN and is_late(duty, now)]
        for duty in late:
            material.below.setdefault(duty.parent_id or duty.consulted_by_id or 0, []).append(duty)
        level = [duty.pk for duty in late if duty.pk not in material.duties]
        material.duties |= {duty.pk: duty for duty in late}
    ids = list(material.duties)
    if not ids:
        return material
    known = {"recorded_at__lt": known_at} if known_at else {}
    held = {"starts_at__lt": known_at} if known_at else {}
    for hold in (
        Holding.objects.filter(duty__in=ids, **held).select_related("person", "post__body").order_by("starts_at")
    ):
        if known_at and hold.ended_at and hold.ended_at >= known_at:
            hold.ended_at = None
        material.holdings.setdefault(hold.duty_id, []).append(hold)
    rows_of_entries = Entry.objects.filter(room="duties", subject="duty", subject_id__in=ids, **known)
    for entry in rows_of_entries.defer("leaf", "leaf_hash").order_by("subject_id", "seq"):
        material.entries.setdefault(entry.subject_id, []).append(entry)
    first = min(_start(duty) for duty in material.duties.values())
    outages = Outage.objects.filter(ends_at__gt=first, **({"registered_at__lt": known_at} if known_at else {}))
    material.outages = list(outages.order_by("starts_at"))
    return material


def _start(duty: Duty) -> datetime:
    """A limit may count from a day before the duty was given; nobody had it then."""
    assert duty.issued_at is not None
    return max(duty.issued_at, duty.due_start_at or duty.issued_at)


class _Case:
    """One duty on its axis of working seconds."""

    def __init__(self, material: _Material, duty: Duty, now: datetime) -> None:
        self.material, self.duty, self.now = material, duty, now
        self.calendar = material.calendar
        self.start, self.end = _start(duty), end_of(duty, now)
        self.entries = material.entries.get(duty.pk, [])
        self.holdings = material.holdings.get(duty.pk, [])
        shut = [(hold.starts_at, hold.ended_at or now) for hold in self.holdings if hold.person_id is None]
        self.out = [*pauses_of(self.entries, until=now), *shut]

    def lateness(self) -> Lateness | None:
        """The parts of the delay; None when no working second was late."""
        assert self.duty.current_due_at is not None
        term, used = self.at(max(self.duty.current_due_at, self.start)), self.at(self.end)
        parts = self.parts(term, used)
        if used <= term:
            return None
        shown = [self._shown(part) for part in sorted(parts, key=lambda part: (-part.seconds, part.key))]
        return Lateness(self.duty.pk, used - term, used, term, tuple(shown))

    def parts(self, term: int, used: int) -> list[Part]:
        """The engine's answer for this duty."""
        segments = cut(used, [*self._holds(), *self._causes(), *self._outages(), *self._held_up()])
        return attribute(segments, term)

    def at(self, moment: datetime) -> int:
        """Where an instant lies on the axis: working seconds from the start, pauses and closed time left out."""
        return max(working_seconds_outside(self.calendar, self.start, max(moment, self.start), self.out), 0)

    def _span(
        self, kind: str, begin: datetime, end: datetime, name: str, source: _Source, allowance: int | None = 0,
        within: tuple[Part, ...] = (),
    ) -> Span:  # fmt: skip
        key = f"{self.duty.pk}:{name}"
        self.material.sources[key] = source
        first = self.at(begin)
        bearer = source.person.pk if source.person else None
        return Span(kind, bearer, first, max(first, self.at(end)), key, allowance, within)

    def _holds(self) -> Iterable[Span]:
        """Each hold by the state it was in; a hold that passed the work on has the time for passing on."""
        states, ending = _States(self.entries), {entry.effective_at: entry for entry in self.entries}
        for hold in self.holdings:
            if hold.person_id is None:
                continue
            begun, ended = ending.get(hold.starts_at), ending.get(hold.ended_at) if hold.ended_at else None
            state = states.at(hold.starts_at)
            kind = "decision" if state in WAITING else "holder" if state in WORKING else "step"
            rule = STEP_RULES[state][1] if kind != "holder" else _passing(ended)
            allowance = seconds_of_rule(rule, hold.starts_at) if rule else None
            source = _Source(self.duty.pk, hold.person, hold.post, begun.seq if begun else 1, ended.seq if ended else 0)
            name = f"h{source.first_seq:06d}"
            yield self._span(kind, hold.starts_at, hold.ended_at or self.now, name, source, allowance)

    def _causes(self) -> Iterable[Span]:
        """Objective causes that were confirmed."""
        ruled = {
            entry.payload["claim"]: entry
            for entry in self.entries
            if entry.verb == "rule_on_cause" and entry.payload.get("outcome") == "confirmed"
        }
        for entry in self.entries:
            if entry.verb == "claim_cause" and entry.seq in ruled:
                begin, end = (datetime.fromisoformat(entry.payload[name]) for name in ("from", "until"))
                source = _Source(self.duty.pk, None, None, entry.seq, ruled[entry.seq].seq)
                yield self._span("cause", begin, end, f"c{entry.seq:06d}", source)

    def _outages(self) -> Iterable[Span]:
        """Registered faults of the machine that fell into the duty's time."""
        for outage in self.material.outages:
            if outage.starts_at < self.end and outage.ends_at > self.start:
                source = _Source(self.duty.pk, None, None, 0, 0)
                yield self._span("outage", outage.starts_at, outage.ends_at, f"o{outage.pk:06d}", source)

    def _held_up(self) -> Iterable[Span]:
        """From its limit until it came in: a late opinion, a late part of the work, with the parts of its own delay."""
        for one in self.material.below.get(self.duty.pk, []):
            assert one.current_due_at is not None
            kind = "consulted" if one.consulted_by_id == self.duty.pk else "child"
            inner = _Case(self.material, one, self.now)
            within = inner.parts(inner.at(max(one.current_due_at, inner.start)), inner.at(inner.end))
            source = _Source(one.pk, inner.last_holder(), None, 1, 0)
            end = one.completed_at or one.closed_at or self.now
            yield self._span(kind, one.current_due_at, end, f"{kind}{one.pk:09d}", source, 0, tuple(within))

    def last_holder(self) -> Person | None:
        held = [hold for hold in self.holdings if hold.person_id is not None]
        return held[-1].person if held else None

    def _shown(self, part: Part) -> LatePart:
        """The part with its people; the last piece of its key names it, the one before what it came through."""
        *through, last = part.key.split("/")
        source = self.material.sources[last]
        via = ("consulted" if ":consulted" in through[0] else "child") if through else ""
        return LatePart(
            part.kind, source.person, source.post, part.seconds, part.used, part.allowance, source.duty_id, via,
            source.first_seq, source.last_seq,
        )  # fmt: skip


def _passing(ended: Entry | None) -> str:
    """The rule for a hold that passed the work on; nothing for the work itself."""
    return "pass_on" if ended is not None and ended.verb in WITHOUT_PRODUCT else ""


class _States:
    """The state of a duty after each of its entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.steps: list[tuple[datetime, str]] = []
        for entry in entries:
            state = entry.payload.get("set", {}).get("state")
            if state:
                self.steps.append((entry.effective_at, state))

    def at(self, moment: datetime) -> str:
        """The state that began at or before an instant."""
        return next((state for at, state in reversed(self.steps) if at <= moment), "assigned")
