"""The only statements that change duties: each is one call of an SQL function (sql/30_move.sql, sql/40_many.sql)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from congvu.kernel.duties.moves.turn import Turn
from congvu.kernel.duties.queries.standing import raw
from congvu.kit.prepared import Prepared, moment, text

MOST = 5_000

_MOVE = Prepared(
    "duty_move",
    """
select outcome, entry_id, at from duty_move(
    $1::bigint, $2::integer, $3::text, $4::text, $5::bigint, $6::bigint, $7::timestamptz, $8::text, $9::jsonb,
    $10::bytea, $11::bytea, $12::jsonb, $13::text, $14::jsonb, $15::bigint[], $16::text, $17::text, $18::bytea)
""",
    (text, int, moment),
)

_MANY_SQL = """
select place, outcome, entry_id, at from duty_move_many(
    %s::bigint[], %s::integer[], %s::text, %s::text[], %s::bigint, %s::bigint[], %s::timestamptz[], %s::text,
    %s::jsonb[], %s::bytea[], %s::bytea[], %s::jsonb, %s::text, %s::jsonb)
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What the database said: outcome made, changed, key, children or absent."""

    outcome: str
    entry_id: int
    at: datetime


def write(turn: Turn, *, key: str | None = None, digest: bytes | None = None) -> Written:
    """Make one move."""
    leaf, duty = turn.leaf(), turn.duty
    files = "{" + ",".join(map(str, turn.files)) + "}" if turn.files else None
    rows = _MOVE(
        duty.id, duty.seq, turn.verb, turn.target, turn.actor_id, turn.post_id, turn.effective_at, turn.ground,
        leaf.payload, leaf.head, leaf.tail, json.dumps(leaf.fields) if leaf.fields else None, f"duty.{turn.verb}",
        json.dumps(turn.audience) if turn.audience else None, files, turn.purpose, key, digest,
    )  # fmt: skip
    return Written(*rows[0])


def write_many(turns: Sequence[Turn]) -> list[Written]:
    """Make one verb on many duties, given in ascending order of id, by one actor: all of them or none.

    All made: one row each. Somebody moved one of them meanwhile: nothing is made, and that row says "changed".
    """
    if not turns:
        return []
    first = turns[0]
    leaves = [turn.leaf() for turn in turns]
    fields = [field | {"i": place} for place, leaf in enumerate(leaves, 1) for field in leaf.fields]
    audience = [row | {"i": place} for place, turn in enumerate(turns, 1) for row in turn.audience]
    rows = raw(_MANY_SQL, (
        [turn.duty.id for turn in turns], [turn.duty.seq for turn in turns], first.verb,
        [turn.target for turn in turns], first.actor_id, [turn.post_id for turn in turns],
        [turn.effective_at for turn in turns], first.ground, [leaf.payload for leaf in leaves],
        [leaf.head for leaf in leaves], [leaf.tail for leaf in leaves], json.dumps(fields), f"duty.{first.verb}",
        json.dumps(audience),
    ))  # fmt: skip
    return [Written(outcome, entry_id, at) for _, outcome, entry_id, at in rows]
