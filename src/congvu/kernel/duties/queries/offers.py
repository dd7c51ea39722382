"""What a person may do with a duty now: the table's answer, in the order in which it is offered."""

from dataclasses import dataclass, replace
from datetime import datetime

from congvu.engines.lifecycle import Move
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.standing import Standing, relations
from congvu.kernel.duties.rules import ACTION_ORDER, DUTY, FIELDS, Field
from congvu.kernel.org.models import Appointment, Person
from congvu.kit.clock import local_day
from congvu.reference import pause_grounds

# Made by issuing, by the clock or by the ten-second bar: never a button.
_NOT_OFFERED = frozenset({"withdraw", "lapse", "recompute"})


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that I may make now: its row of the table and the fields to fill in, needed ones first."""

    move: Move
    fields: tuple[Field, ...]
    next_holder: str

    @property
    def verb(self) -> str:
        return self.move.verb

    @property
    def label(self) -> str:
        return self.move.label


def offers(person: Person, duty: Duty, place: Standing) -> tuple[OpenMove, ...]:
    """The moves open to somebody who sees the duty, each verb once, the one next lawful step first."""
    related = {*relations(place, person.pk), "party"}
    found: dict[str, Move] = {}
    for row in DUTY.open_to(duty.state, related, paused=place.paused):
        if row.verb not in _NOT_OFFERED and _sensible(row, place):
            found.setdefault(row.verb, row)
    names = _next_names(duty, person, place.now)
    moves = sorted(found.values(), key=lambda row: ACTION_ORDER.index(row.verb))
    return tuple(OpenMove(row, _fields(row, place.now), names.get(row.holder_after, "")) for row in moves)


def _sensible(row: Move, place: Standing) -> bool:
    """Open by the table, but refused for certain by what the duty is: no button."""
    if row.verb == "extend":
        return place.current_due_at is not None and place.now <= place.current_due_at
    if row.verb == "propose_limit":
        return place.step == "propose_limit"
    return not (row.verb == "consult" and place.consulted_by_id is not None)


def _fields(row: Move, now: datetime) -> tuple[Field, ...]:
    """Needed fields first, in the order of the form; the grounds of a pause come from reference data."""
    names = [name for name in FIELDS if name in row.needs] + [name for name in FIELDS if name in row.optional]
    fields = []
    for name in names:
        field = FIELDS[name]
        if name == "pause_ground":
            grounds = pause_grounds.grounds(local_day(now))
            field = replace(field, choices=tuple((ground.key, ground.label) for ground in grounds))
        fields.append(field)
    return tuple(fields)


def _next_names(duty: Duty, person: Person, now: datetime) -> dict[str, str]:
    """Who holds the duty after a move, in words, by the table's word for it. One statement."""
    posts = [duty.deciding_post_id, duty.issuer_post_id, duty.accountable_post_id]
    rows = Appointment.objects.filter(post__in=[one for one in posts if one], ends_at__isnull=True, starts_at__lte=now)
    sitting: dict[int, Person] = {}
    for row in rows.select_related("person").order_by("-pk"):
        if row.person_id != person.pk:
            sitting[row.post_id] = row.person
    issuer = sitting.get(duty.issuer_post_id or 0) or sitting.get(duty.accountable_post_id or 0)
    seats = {
        "decider": sitting.get(duty.deciding_post_id or 0),
        "verifier": issuer,
        "assigner": duty.assigner,
        "submitter": duty.submitter,
    }
    return {word: f"{one.courtesy} {one.full_name}" for word, one in seats.items() if one is not None}
