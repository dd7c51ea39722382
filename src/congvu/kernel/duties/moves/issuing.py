"""Issuing: the leader with authority presses, and named persons hold the duties from that instant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from congvu.engines.lifecycle import Refusal
from congvu.engines.seal import instant
from congvu.kernel.duties.models import Coordinator, Duty
from congvu.kernel.duties.moves import seats
from congvu.kernel.duties.moves.drafts import approving_post, draft_many, existing, unclear
from congvu.kernel.duties.moves.limits import due_rule, duty_limit
from congvu.kernel.duties.moves.seats import Place
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.types import Moved, MoveRefused, NewDuty
from congvu.kernel.duties.moves.writer import MOST, Written, write_many
from congvu.kernel.duties.queries import past
from congvu.kernel.duties.queries.replay import BORN
from congvu.kernel.duties.queries.sight import SEEING
from congvu.kernel.duties.queries.sixro import missing_of
from congvu.kernel.duties.queries.standing import Standing, bare, is_visible, relations
from congvu.kernel.duties.rules import DUTY
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Person, Post
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc

ATTEMPTS = 3


def issue(duty_ids: Iterable[int], *, by: Person | None) -> list[int]:
    """Issue prepared duties in ascending order; all of a transaction (5,000) or none; issued ones are passed over.

    `by` None is the clock: what comes again by itself, under the authority of the issuing post of each (design.md §2).
    """
    ids = sorted(set(duty_ids))
    for start in range(0, len(ids), MOST):
        _issue(ids[start : start + MOST], by, approved())
    return ids


Approval = Callable[[Duty, Sequence[Post]], Post]


def approved() -> Approval:
    """The post with authority over the receiving body, asked once for each pair of issuing post and body."""
    known: dict[tuple[int | None, int | None], Post] = {}

    def approve(duty: Duty, posts: Sequence[Post]) -> Post:
        pair = (duty.issuer_post_id, duty.body_id)
        if pair not in known:
            known[pair] = approving_post(duty, posts)
        return known[pair]

    return approve


def issue_new(new: Sequence[NewDuty], *, by: Person | None) -> list[int]:
    """Prepare and issue; nothing twice per origin; `by` as in `issue`. Returns the ids in the order given."""
    with transaction.atomic():
        known = existing(new)
        fresh: list[NewDuty] = []
        for duty in new:
            origin = (duty.origin_kind, duty.origin_key)
            if not duty.origin_key or origin not in known:
                fresh.append(duty)
                if duty.origin_key:
                    known[origin] = 0
        made = iter(draft_many(fresh, by=by))
        ids = []
        for duty in new:
            origin = (duty.origin_kind, duty.origin_key)
            if not duty.origin_key:
                ids.append(next(made))
                continue
            known[origin] = known[origin] or next(made)
            ids.append(known[origin])
        issue(ids, by=by)
        return ids


def issue_consultation(new: NewDuty, *, of: int, by: Person) -> int:
    """A question put to anybody: no authority over him is needed."""
    (duty_id,) = draft_many([new], by=by, consulted_by=of)
    _issue([duty_id], by, lambda duty, posts: next(post for post in posts if post.pk == duty.issuer_post_id))
    return duty_id


def from_draft(verb: str, duty: Standing, by: Person, given: Mapping[str, Any]) -> Moved:
    """`assign` and `propose_limit` on a draft, as moves of the table."""
    related = relations(duty, by.pk)
    if not related and not is_visible(duty.id, by.pk):
        raise Duty.DoesNotExist
    answer = DUTY.decide(verb, "draft", related, given)
    if isinstance(answer, Refusal):
        raise MoveRefused(answer)
    if verb == "assign":
        _issue([duty.id], by, approved())
    else:
        _propose(duty, by, related["addressee"], given)
    last = past.last_entry(duty.id)
    row = Duty.objects.get(pk=duty.id)
    assert last is not None
    return Moved(last.pk, last.seq, last.recorded_at, row.state, row.holder_id)


def _propose(duty: Standing, by: Person, post_id: int | None, given: Mapping[str, Any]) -> None:
    """The receiving head names the limit of a draft that its issuer approved; it stands unless refused."""
    if duty.step != "propose_limit" or duty.assigner_id is None:
        raise refuse("propose_limit", "not_asked", "Người giao việc chưa duyệt nên chưa đề xuất thời hạn được.",
                     who="người giao việc")  # fmt: skip
    try:
        rule = due_rule(given["due"])
    except ValueError as error:
        raise refuse("propose_limit", "due", str(error), missing=("due",)) from error
    row = Duty.objects.get(pk=duty.id)
    row.due_rule = rule.to_json()
    issuer = Post.objects.get(pk=duty.assigner_post_id or 0)
    turn = _turn(row, by, issuer, now(), {}, "propose_limit")
    turn.post_id, turn.relation = post_id, "addressee"
    turn.set |= {"due_proposed": True, "assigner_id": duty.assigner_id, "assigner_post_id": duty.assigner_post_id}
    if given.get("reason"):
        turn.texts["reason"] = nfc(str(given["reason"]))
    _made(write_many([turn]))


def _issue(ids: Sequence[int], by: Person | None, approve: Approval) -> None:
    """One transaction: read, decide, write; somebody edited a draft meanwhile: again."""
    for _ in range(ATTEMPTS):
        at = now()
        known: dict[tuple[int | None, int | None], Place] = {}
        drafts = list(Duty.objects.filter(pk__in=ids, state="draft").order_by("pk"))
        posts = org.posts_of(by, at) if by is not None else _issuing_posts(drafts)
        turns = [_turn(duty, by, approve(duty, posts), at, known, "assign") for duty in drafts]
        _tell(turns)
        if all(row.outcome == "made" for row in write_many(turns)):
            return
    raise refuse("assign", "busy", "Dự thảo vừa bị sửa; hãy xem lại rồi giao.")


def _issuing_posts(drafts: Iterable[Duty]) -> list[Post]:
    """The posts that once ordered what the clock makes now; each must still have authority over the receiver."""
    ids = {duty.issuer_post_id or 0 for duty in drafts}
    if 0 in ids:
        raise refuse("assign", "issuer", "Việc do đồng hồ tạo phải có vị trí ban hành.")
    return list(Post.objects.select_related("body").filter(pk__in=ids))


def _made(rows: Sequence[Written]) -> None:
    if any(row.outcome != "made" for row in rows):
        raise refuse("propose_limit", "busy", "Dự thảo vừa bị sửa; hãy xem lại.")


def _turn(
    duty: Duty,
    by: Person | None,
    issuer: Post,
    at: datetime,
    known: dict[tuple[int | None, int | None], Place],
    verb: str,
) -> Turn:
    """The issue of one draft; refused while one of the six "rõ" is missing, saying which and whom to ask."""
    lacking = missing_of(duty)
    if lacking:
        raise unclear(duty, lacking)
    place = known.get((duty.holder_id, duty.holder_post_id)) or _receiver(duty, at)
    known[duty.holder_id, duty.holder_post_id] = place
    start = duty.due_start_at or at
    try:
        limit = duty_limit(past.rule_of(duty.due_rule or {}), start)
    except ValueError as error:
        raise refuse("assign", "due", f"“{duty.title}”: {error}", missing=("thoi_gian",)) from error
    if limit.at <= at:
        raise refuse("assign", "past", f"“{duty.title}”: thời hạn đã qua; hãy hỏi người giao việc về hạn mới.",
                     who="người giao việc", missing=("thoi_gian",))  # fmt: skip
    turn = _by_whom(duty, by, issuer, at, verb)
    turn.hold(place.person_id, place.post_id, place.body_id)
    turn.enter("assigned")
    due_at = instant(limit.at)
    turn.set |= {
        "accountable_post_id": duty.accountable_post_id, "deciding_post_id": duty.deciding_post_id,
        "basis": duty.basis, "issuer_post_id": issuer.pk, "due_rule": duty.due_rule, "due_start_at": instant(start),
        "first_due_at": due_at, "current_due_at": due_at, "due_provisional": limit.provisional,
    }  # fmt: skip
    turn.stamps.append("issued_at")
    turn.facts["born"] = {name: getattr(duty, name) for name in BORN}
    turn.texts = {name: getattr(duty, name) for name in ("title", "requirement", "product") if getattr(duty, name)}
    return turn


def _by_whom(duty: Duty, by: Person | None, issuer: Post, at: datetime, verb: str) -> Turn:
    """The turn of a person in his post; or of the clock, and then the duty is returned to whoever sits in that post."""
    if by is not None:
        turn = Turn(bare(duty, at), verb, "assigned", "issuer", by.pk, issuer.pk)
        turn.assigned_by_actor()
        return turn
    turn = Turn(bare(duty, at), verb, "assigned", "clock", None, None)
    sits = seats.whoever(issuer.pk, at)
    turn.set |= {"assigner_id": sits.person_id if sits else None, "assigner_post_id": issuer.pk}
    return turn


def _receiver(duty: Duty, at: datetime) -> Place:
    """The named person in his post; only the post named: whoever sits there."""
    place = seats.still_there(duty.holder_id, duty.holder_post_id, at)
    if place is None and duty.holder_id is not None and duty.holder_post_id is None:
        person = Person.objects.filter(pk=duty.holder_id, is_active=True).first()
        seat = org.main_seat(person, at) if person else None
        place = seats.of(seat) if seat else None
    if place is None and duty.holder_id is None:
        place = seats.whoever(duty.holder_post_id, at)
    if place is None:
        raise refuse("assign", "receiver", f"“{duty.title}”: người nhận không còn giữ vị trí đó; hãy chọn lại.",
                     who="người giao việc", missing=("nguoi",))  # fmt: skip
    return place


def _tell(turns: Sequence[Turn]) -> None:
    """Who else sees the duties: issuing chain, accountable and deciding posts, coordinators, document handlers."""
    ids = [turn.duty.id for turn in turns]
    helpers: dict[int, list[int]] = {}
    for duty_id, body_id in Coordinator.objects.filter(duty__in=ids).values_list("duty_id", "body_id"):
        if body_id is not None:
            helpers.setdefault(duty_id, []).append(body_id)
    posts = {turn.set[name] for turn in turns for name in _POSTS.values()}
    bodies = dict(Post.objects.filter(pk__in=posts).values_list("pk", "body_id"))
    people = _beside(posts)
    of_document = dict(
        Duty.objects.filter(pk__in=ids, document__body__isnull=False).values_list("pk", "document__body")
    )
    for turn in turns:
        if turn.set["assigner_id"] is not None:
            turn.audience.append({"person": turn.set["assigner_id"], "how": "issuer"})
        for how, name in _POSTS.items():
            post_id = turn.set[name]
            turn.audience.append({"body": bodies[post_id], "how": how})
            turn.audience += [{"person": person_id, "how": how} for person_id in people.get(post_id, ())]
        turn.audience += [{"body": body_id, "how": "coordinator"} for body_id in helpers.get(turn.duty.id, ())]
        if turn.duty.id in of_document:
            turn.audience.append({"body": of_document[turn.duty.id], "how": "document"})


_POSTS = {"issuer": "issuer_post_id", "accountable": "accountable_post_id", "decider": "deciding_post_id"}


def _beside(posts: Iterable[int]) -> dict[int, list[int]]:
    """Who sits in those of the posts that do not let him see what the body sees."""
    found: dict[int, list[int]] = {}
    rows = Appointment.objects.filter(post__in=list(posts), ends_at__isnull=True).exclude(post__role__in=SEEING)
    for post_id, person_id in rows.values_list("post_id", "person_id"):
        found.setdefault(post_id, []).append(person_id)
    return found
