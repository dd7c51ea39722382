"""How somebody stands to a duty at this instant: all that a move is decided on, in one indexed read.

No ORM objects here: this read and the one write after it are the whole of a move (design.md §2).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import places
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org.rules import HEADING
from congvu.kit.prepared import Decoder, Prepared, flag, ids, moment, octets, text


@dataclass(slots=True)
class Standing:
    """A duty as it is, and the posts, led bodies and receiver that matter for one person's move on it."""

    id: int
    state: str
    paused_at: datetime | None
    seq: int
    last_at: datetime | None
    last_leaf: bytes | None
    holder_id: int | None
    holder_post_id: int | None
    body_id: int | None
    accountable_post_id: int | None
    deciding_post_id: int | None
    issuer_post_id: int | None
    assigner_id: int | None
    assigner_post_id: int | None
    submitter_id: int | None
    submitter_post_id: int | None
    due_rule: str | None
    due_start_at: datetime | None
    due_proposed: bool
    current_due_at: datetime | None
    step: str
    step_due_at: datetime | None
    step_lapsed: bool
    wrong_person_returns: int
    settled: bool
    matter: str
    consulted_by_id: int | None
    now: datetime
    my_posts: list[int]
    lent_posts: list[int]
    led: list[int | None] = field(default_factory=list)
    lineage: list[int] = field(default_factory=list)
    receiver_post_id: int | None = None
    receiver_body_id: int | None = None
    receiver_lineage: list[int] = field(default_factory=list)
    receiver_away: bool = False

    @property
    def led_bodies(self) -> list[int]:
        """The bodies that the person heads."""
        return [body_id for body_id in self.led if body_id is not None]

    @property
    def paused(self) -> bool:
        return self.paused_at is not None


_COLUMNS: dict[str, Decoder] = {
    "state": text, "paused_at": moment, "seq": int, "last_at": moment, "last_leaf": octets, "holder_id": int,
    "holder_post_id": int, "body_id": int, "accountable_post_id": int, "deciding_post_id": int, "issuer_post_id": int,
    "assigner_id": int, "assigner_post_id": int, "submitter_id": int, "submitter_post_id": int, "due_rule": text,
    "due_start_at": moment, "due_proposed": flag, "current_due_at": moment, "step": text, "step_due_at": moment,
    "step_lapsed": flag, "wrong_person_returns": int, "settled": flag, "matter": text, "consulted_by_id": int,
}  # fmt: skip

_HELD = """array(select a.post_id from appointment a
          where a.person_id = {}::bigint and a.starts_at <= clock.now and (a.ends_at is null or a.ends_at > clock.now)
          order by a.id)"""

STANDING_SQL = f"""
select d.id, {", ".join(f"d.{name}" for name in _COLUMNS)}, clock.now,
    {_HELD.format("$2")},
    array(select g.from_post_id from delegation g left join authority_line l on l.id = g.line_id
          where g.to_person_id = $2::bigint and g.closed_at is null
            and (clock.now at time zone 'Asia/Ho_Chi_Minh')::date between g.starts_on and g.ends_on
            and (g.line_id is null or authority_covers(l.matter_fold, d.matter))),
    {_HELD.format("$3")},
    exists(select from absence b where b.person_id = $3::bigint and b.cancelled_at is null
           and (clock.now at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on)
from (select congvu_now() as now) clock cross join duty d
where d.id = $1::bigint
"""
_STANDING = Prepared("duty_standing", STANDING_SQL, (int, *_COLUMNS.values(), moment, ids, ids, ids, flag))


def raw(sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
    """Run one of the rarer statements on Django's connection, values and arrays as psycopg writes them."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        rows: list[tuple[Any, ...]] = connection.connection.execute(sql, parameters).fetchall()
        return rows


def standing(duty_id: int, person_id: int, receiver_id: int | None, receiver_post_id: int | None) -> Standing | None:
    """The duty and how the person stands to it; None when there is no such duty."""
    rows = _STANDING(duty_id, person_id, receiver_id)
    if not rows:
        return None
    *columns, receiver_posts, receiver_away = rows[0]
    duty = Standing(*columns)
    duty.receiver_away = receiver_away
    duty.led = [spot.body_id if spot.role in HEADING else None for spot in places.of(duty.my_posts)]
    if duty.body_id is not None:
        duty.lineage = places.lineage(duty.body_id)
    if receiver_posts:
        spots = zip(receiver_posts, places.of(receiver_posts), strict=True)
        duty.receiver_post_id, spot = min(
            spots, key=lambda one: (one[0] != receiver_post_id, one[1].body_id != duty.body_id, one[1].order)
        )
        duty.receiver_body_id, duty.receiver_lineage = spot.body_id, places.lineage(spot.body_id)
    return duty


def relations(duty: Standing, person_id: int) -> dict[str, int | None]:
    """In which relations a person stands to a duty, each with the post by which he acts.

    A delegation gives the relations of the post it comes from, but nobody approves his own matter through it.
    """
    found: dict[str, int | None] = {}
    if duty.holder_id == person_id and duty.state in OPEN:
        found["holder"] = duty.holder_post_id
    own = person_id in (duty.holder_id, duty.submitter_id)
    posts = duty.my_posts if own else [*duty.my_posts, *duty.lent_posts]
    for relation, post_id in (
        ("issuer", duty.issuer_post_id),
        ("decider", duty.deciding_post_id),
        ("accountable", duty.accountable_post_id),
    ):
        if post_id in posts:
            found[relation] = post_id
    for post_id, body_id in zip(duty.my_posts, duty.led, strict=True):
        if body_id is not None and body_id in duty.lineage:
            found["addressee" if duty.state == "draft" else "head"] = post_id
    if duty.state == "draft" and duty.holder_post_id in duty.my_posts:
        found["addressee"] = duty.holder_post_id
    return found


VISIBLE_SQL = """
select 1 from audience a
where a.duty_id = $1::bigint and a.ended_at is null
  and (a.person_id = $2::bigint
       or a.body_id in (select q.body_id from appointment x join post q on q.id = x.post_id
                        where x.person_id = $2::bigint and x.starts_at <= congvu_now()
                          and (x.ends_at is null or x.ends_at > congvu_now())
                          and q.role in ('leader', 'head', 'deputy', 'clerk')))
limit 1
"""

_VISIBLE = Prepared("duty_visible", VISIBLE_SQL, (int,))


def is_visible(duty_id: int, person_id: int) -> bool:
    """Whether the person sees the duty at all."""
    return bool(_VISIBLE(duty_id, person_id))


def bare(duty: Duty, at: datetime) -> Standing:
    """The same from a row already read, for verbs on many duties that look nobody's posts up one by one."""
    values = {name: getattr(duty, name) for name in _COLUMNS}
    if duty.due_rule is not None:
        values["due_rule"] = json.dumps(duty.due_rule)
    if duty.last_leaf is not None:
        values["last_leaf"] = bytes(duty.last_leaf)
    return Standing(
        id=duty.pk,
        **values,
        now=at,
        my_posts=[],
        lent_posts=[],
    )
