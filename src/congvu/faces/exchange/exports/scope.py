"""Which entries somebody may take, and the one statement that reads them."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from congvu.kernel.duties.queries.sight import IN_PART
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import posts_of
from congvu.kit.clock import day_start, now
from congvu.kit.refusal import Refused

# Named one by one: a room to come is taken along only once somebody has thought about what its verbs betray.
ROOMS = (
    "org", "ledger", "records", "duties", "directives", "programmes", "meetings", "obstacles", "regulations", "reports",
    "exchange",
)  # fmt: skip
LEADING = ("leader", "head", "deputy")
AT_ONCE = 10_000
_SUBJECT = re.compile(r"([a-z_]+)(?:/([a-z_]+)(?:/(\d{1,18}))?)?")


@dataclass(frozen=True)
class Scope:
    """Entries to be taken: the WHERE of the statement with its values, and whether persons are named."""

    where: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)
    names: bool = False


def scope_of(
    person: Person, *, since: date | None = None, until: date | None = None, subject: str = "", names: bool = False
) -> Scope:
    """What a person may take of what he asks for. `until` is the last day. Raises Refused on what makes no sense."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if since and until and until < since:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", "den_ngay")
    if since:
        parts.append("e.recorded_at >= %(since)s")
        values["since"] = day_start(since)
    if until:
        parts.append("e.recorded_at < %(until)s")
        values["until"] = day_start(until + timedelta(days=1))
    if subject:
        found = _SUBJECT.fullmatch(subject.strip())
        if found is None:
            raise Refused("Đối tượng viết như duties, duties/duty hoặc duties/duty/12.", "doi_tuong")
        for name, value in zip(("room", "subject", "subject_id"), found.groups(), strict=True):
            if value is not None:
                parts.append(f"e.{name} = %({name})s")
                values[name] = int(value) if name == "subject_id" else value
    if person.is_administrator:
        parts.append("e.room = any(%(rooms)s)")
        values["rooms"] = list(ROOMS)
    else:
        parts.append(_SEEN)
        posts = posts_of(person, now())
        values |= {"me": person.pk, "part": sorted(IN_PART)}
        values["bodies"] = [post.body_id for post in posts if post.role in LEADING]
    return Scope(" and ".join(parts), values, names)


# The same rule as duties.queries.sight.sight_of == "full": an entry is taken only by who sees the whole duty.
_SEEN = """e.room = 'duties' and e.subject = 'duty' and exists (
    select from audience a where a.duty_id = e.subject_id and a.ended_at is null and a.how <> all(%(part)s)
       and (a.person_id = %(me)s or a.body_id = any(%(bodies)s)))"""


# One row an entry. A pseudonym is the beginning of a hash with a key that is not in the database.
_PSEUDONYM = "'P' || left(encode(sha256(convert_to(current_setting('congvu.pseudonym') || {0}, 'UTF8')), 'hex'), 12)"
_NAMED = "(select full_name || ' (' || username || ')' from person where person.id = {0})"
_SELECT = """
select e.id, e.room, e.subject, e.subject_id, e.seq, e.verb, e.recorded_at, e.effective_at, e.ground,
       case when e.actor_id is null then 'clock' else {actor} end as actor, actor_body.code as actor_body,
       e.payload -> 'set' ->> 'state' as state,
       case when e.payload -> 'set' ? 'holder_id' and e.payload -> 'set' ->> 'holder_id' is not null
            then {holder} end as holder,
       body.code as body, encode(e.leaf_hash, 'hex') as leaf_hash
from entry e
left join post on post.id = e.post_id
left join body actor_body on actor_body.id = post.body_id
left join body on body.id = (e.payload -> 'set' ->> 'body_id')::bigint
where {where}
"""
COLUMNS = (
    "entry_id", "room", "subject", "subject_id", "seq", "verb", "recorded_at", "effective_at", "ground", "actor",
    "actor_body", "state", "holder", "body", "leaf_hash",
)  # fmt: skip


def statement(scope: Scope) -> str:
    """The statement, without an order."""
    shown = _NAMED if scope.names else _PSEUDONYM
    holder = "(e.payload -> 'set' ->> 'holder_id')"
    if scope.names:
        return _SELECT.format(
            actor=shown.format("e.actor_id"), holder=shown.format(f"{holder}::bigint"), where=scope.where
        )
    return _SELECT.format(actor=shown.format("e.actor_id::text"), holder=shown.format(holder), where=scope.where)


@contextmanager
def snapshot(connection: Any) -> Iterator[Any]:
    """One instant, seen through a transaction that writes nothing (or the caller's, when he is in one); gives
    psycopg's own connection.
    """
    alone = not connection.in_atomic_block
    if alone:
        connection.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            if alone:
                cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute("select set_config('congvu.pseudonym', %s, true)", [_key()])
        yield connection.connection
    finally:
        if alone:
            connection.rollback()
            connection.set_autocommit(True)


def _key() -> str:
    """The same person is the same pseudonym in every export of this installation, and in no other's."""
    return hashlib.sha256(b"congvu/pseudonym" + settings.SECRET_KEY.encode()).hexdigest()


def rows(raw: Any, scope: Scope, order: str) -> Iterator[tuple[Any, ...]]:
    """The rows through a server-side cursor: memory does not grow with their number."""
    with raw.cursor(name="congvu_export") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(f"{statement(scope)} order by {order}", scope.values)
        yield from cursor


def count(connection: Any, scope: Scope) -> int:
    """How many entries there are to take."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from entry e where {scope.where}", scope.values)
        return int(cursor.fetchone()[0])
