"""What a person may do with a duty now: the table's answer, in the order in which it is offered."""

from dataclasses import dataclass, replace
from datetime import datetime

from congvu.engines.lifecycle import Move, Refusal
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.past import open_claims
from congvu.kernel.duties.queries.standing import Standing, relations, standing
from congvu.kernel.duties.rules import ACTION_ORDER, DUTY, FIELDS, Field
from congvu.kernel.org.models import Appointment, Person
from congvu.kit.clock import local_day
from congvu.reference import pause_grounds

# Made by issuing, by the clock or by the ten-second bar: never a button.
_NOT_OFFERED = frozenset({"withdraw", "lapse", "recompute", "reseat"})


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that I may make now: its row of the table and the fields to fill in, in the order of the form."""

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
        if row.verb not in _NOT_OFFERED and _sensible(row, place, related, person.pk):
            found.setdefault(row.verb, row)
    names = _next_names(duty, person, place.now)
    moves = sorted(found.values(), key=lambda row: ACTION_ORDER.index(row.verb))
    return tuple(OpenMove(row, _fields(row, place.now), names.get(row.holder_after, "")) for row in moves)


def _sensible(row: Move, place: Standing, related: set[str], person_id: int) -> bool:
    """Open by the table, but refused for certain by what the duty is, or addressed to oneself: no button."""
    holds = "holder" in related
    if row.verb == "extend":
        late = place.current_due_at is None or place.now > place.current_due_at
        return not late and ("issuer" in related or not holds)
    if row.verb == "urge" or (row.verb == "take_over" and row.target == "assigned"):
        return not holds  # who holds it passes it on by `forward`
    if row.verb == "rule_on_cause":
        return bool(open_claims(place.id, person_id))
    if row.verb == "propose_limit":
        return place.step == "propose_limit"
    return not (row.verb == "consult" and place.consulted_by_id is not None)


def _fields(row: Move, now: datetime) -> tuple[Field, ...]:
    """In the order of the form; the grounds of a pause come from reference data."""
    names = [name for name in FIELDS if name in row.needs | row.optional]
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


def why_closed(person: Person, duty: Duty, verb: str) -> Refusal:
    """Why a move that is not offered is not open to a person, by the table; a POST gets the exact answer."""
    place = standing(duty.pk, person.pk, None, None)
    related = {*relations(place, person.pk), "party"} if place else {"party"}
    answer = DUTY.decide(verb, duty.state, related, FIELDS, paused=duty.paused_at is not None)
    if isinstance(answer, Refusal):
        return answer
    text, law = "Lúc này không có bước nào của đồng chí ở việc này.", DUTY.words.laws.get(answer.move.law, "")
    if verb == "extend" and place and place.current_due_at and place.now > place.current_due_at:
        text = "Đã quá hạn nên không gia hạn được nữa; hãy ghi nguyên nhân chậm."
    elif verb == "extend":
        text = "Không tự gia hạn việc mình đang giữ; hãy đề nghị người giao việc."
    elif verb == "rule_on_cause":
        text = "Không có nguyên nhân nào chờ kết luận."
    return Refusal(verb, "closed", text, law)
