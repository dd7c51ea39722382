"""Many bodies, people and posts at once, in the caller's transaction: what an import writes, set-based.

New rows need no lock of their own subject: nobody else can know them before the transaction commits.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction

from congvu.engines.seal import SALT_BYTES, commit, leaf_halves, subject_key
from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.org.moves.entries import ROOM, OrgRefused, require, require_manager, write_entry
from congvu.kernel.org.queries import main_seat
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import now
from congvu.kit.vietnamese import fold, name_sort_key, nfc, sort_key

AT_ONCE = 2_000
# What may be corrected in place; a new name is a new body that succeeds the old one.
BODY_FIELDS = ("short_name", "symbol", "kind", "instrument")


@dataclass(frozen=True)
class NewBody:
    """A body to be added; `parent` is the code of another new one, or a body that is there."""

    code: str
    name: str
    valid_from: date
    parent: "Body | str | None" = None
    valid_to: date | None = None
    kind: str = ""
    branch: str = "state"
    level: str = "province"
    symbol: str = ""
    short_name: str = ""
    instrument: str = ""


@dataclass(frozen=True)
class NewPerson:
    """A named human being; signs in once somebody gives him a password."""

    username: str
    full_name: str
    courtesy: str = "ông/bà"
    email: str = ""


@dataclass(frozen=True)
class NewSeat:
    """A post and, when `person` is given, who sits in it; `post` when a post that is there is to be filled."""

    body: Body
    title: str
    role: str
    order: int
    starts_at: datetime
    valid_from: date
    person: Person | None = None
    post: Post | None = None
    kind: str = "chính thức"
    instrument: str = ""


@dataclass
class _Entry:
    subject_id: int
    payload: Mapping[str, object]
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_bodies(new: Sequence[NewBody], *, by: Person) -> list[Body]:
    """Add bodies, those above before those below; the caller has made sure that codes are free and form no circle."""
    require_manager(by)
    made: dict[str, Body] = {}
    waiting = list(new)
    while waiting:
        level = [row for row in waiting if not isinstance(row.parent, str) or row.parent in made]
        if not level:
            raise OrgRefused(f"Cơ quan {waiting[0].code} là cấp trên của chính nó.")
        rows = [_body(row, made[row.parent] if isinstance(row.parent, str) else row.parent) for row in level]
        for row, body in zip(level, Body.objects.bulk_create(rows, batch_size=AT_ONCE), strict=True):
            body.lineage = [*(body.parent.lineage if body.parent else ()), body.pk]
            made[row.code] = body
        Body.objects.bulk_update([made[row.code] for row in level], ["lineage"], batch_size=AT_ONCE)
        done = {row.code for row in level}
        waiting = [row for row in waiting if row.code not in done]
    bodies = [made[row.code] for row in new]
    _write_first("body", "add_body", [_Entry(body.pk, _told(body)) for body in bodies], by)
    return bodies


def _body(row: NewBody, parent: Body | None) -> Body:
    name = nfc(row.name).strip()
    return Body(
        code=row.code, name=name, short_name=nfc(row.short_name), symbol=row.symbol, branch=row.branch,
        level=row.level, kind=row.kind, parent=parent, valid_from=row.valid_from, valid_to=row.valid_to,
        instrument=nfc(row.instrument), name_fold=name_key(name), sort_key=sort_key(name),
    )  # fmt: skip


def _told(body: Body) -> dict[str, object]:
    return {"code": body.code, "name": body.name, "valid_from": body.valid_from.isoformat(), "kind": body.kind,
            "instrument": body.instrument}  # fmt: skip


@transaction.atomic
def add_people(new: Sequence[NewPerson], *, by: Person) -> list[Person]:
    """Add people without a password; the caller has made sure that the usernames are free."""
    require("account", by)
    rows = []
    for row in new:
        full_name = " ".join(nfc(row.full_name).split())
        person = Person(
            username=row.username, full_name=full_name, courtesy=row.courtesy, email=row.email,
            name_fold=fold(full_name), sort_key=name_sort_key(full_name),
        )  # fmt: skip
        # as set_unusable_password, which draws forty letters one by one: too slow for a hundred thousand
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
        rows.append(person)
    people = Person.objects.bulk_create(rows, batch_size=AT_ONCE)
    told = [_Entry(person.pk, {"administrator": 0}, {"full_name": person.full_name}) for person in people]
    _write_first("person", "add_person", told, by)
    return people


@transaction.atomic
def seat_many(new: Sequence[NewSeat], *, by: Person) -> list[Post]:
    """Add posts and seat people; the caller has made sure that no head is seated beside another."""
    require_manager(by)
    fresh = [row for row in new if row.post is None]
    posts = Post.objects.bulk_create(
        [
            Post(body=row.body, title=nfc(row.title).strip(), role=row.role, order=row.order, valid_from=row.valid_from)
            for row in fresh
        ],
        batch_size=AT_ONCE,
    )
    told = [
        _Entry(post.pk, {"body": post.body_id, "title": post.title, "role": post.role, "order": post.order})
        for post in posts
    ]
    _write_first("post", "add_post", told, by)
    made = iter(posts)
    of_row = [row.post or next(made) for row in new]
    seated = Appointment.objects.bulk_create(
        [
            Appointment(person=row.person, post=post, kind=row.kind, starts_at=row.starts_at, instrument=row.instrument)
            for row, post in zip(new, of_row, strict=True)
            if row.person is not None
        ],
        batch_size=AT_ONCE,
    )
    _write_first("appointment", "appoint", [_Entry(row.pk, _appointed(row)) for row in seated], by)
    return of_row


def _appointed(row: Appointment) -> dict[str, object]:
    return {"person": row.person_id, "post": row.post_id, "kind": row.kind, "from": row.starts_at.isoformat(),
            "instrument": row.instrument}  # fmt: skip


@transaction.atomic
def correct_body(body: Body, *, by: Person, **fields: str) -> Body:
    """Correct what describes a body (short name, symbol, kind, instrument); its name changes only by succession."""
    require_manager(by)
    if set(fields) - set(BODY_FIELDS):
        raise OrgRefused("Tên, mã, cấp trên và thời gian của cơ quan không sửa tại chỗ; hãy lập cơ quan kế thừa.")
    changed = {name: nfc(value) for name, value in fields.items() if getattr(body, name) != nfc(value)}
    if changed:
        payload = {name: [getattr(body, name), value] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(body, name, value)
        body.save(update_fields=list(changed))
        write_entry("body", body.pk, "correct_body", by=by, payload=payload)
    return body


_APPEND_MANY = """
SELECT count(*) FROM ledger_append_many(
    %s, %s, %s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[],
    %s::text[], %s::text[]::jsonb[], %s::bytea[], %s::bytea[], %s::jsonb, '')
"""


def _write_first(subject: str, verb: str, entries: Sequence[_Entry], by: Person) -> None:
    """The first entry of each of many new subjects."""
    at = now()
    seat = main_seat(by, at)
    post_id = seat.post.pk if seat else None
    for start in range(0, len(entries), AT_ONCE):
        part = entries[start : start + AT_ONCE]
        fields: list[dict[str, object]] = []
        halves = []
        for place, entry in enumerate(part, 1):
            words = [(name, secrets.token_bytes(SALT_BYTES), nfc(value)) for name, value in entry.texts.items()]
            fields += [{"i": place, "name": name, "salt": salt.hex(), "value": value} for name, salt, value in words]
            halves.append(
                leaf_halves(
                    subject=subject_key(ROOM, subject, entry.subject_id), seq=1, previous=None, verb=verb,
                    person=by.pk, post=post_id, payload=entry.payload,
                    commitments=[(name, commit(name, value, salt)) for name, salt, value in words],
                )
            )  # fmt: skip
        count = len(part)
        with connection.cursor() as cursor:
            cursor.execute(_APPEND_MANY, [
                ROOM, subject, [entry.subject_id for entry in part], [1] * count, [verb] * count, [by.pk] * count,
                [post_id] * count, [at] * count, [None] * count, [""] * count,
                [json.dumps(entry.payload) for entry in part], [head for head, _ in halves],
                [tail for _, tail in halves], json.dumps(fields),
            ])  # fmt: skip
            cursor.fetchone()
