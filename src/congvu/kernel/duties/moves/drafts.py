"""Drafts: prepared by anyone, held by nobody, changed freely until somebody with authority issues them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields as fields_of
from typing import Any

from django.db import transaction

from congvu.engines.seal import instant
from congvu.engines.worktime import DueRule
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.limits import step_limit
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.duties.moves.types import MoveRefused, NewDuty
from congvu.kernel.duties.queries.sixro import missing_of
from congvu.kernel.duties.queries.standing import is_visible, raw
from congvu.kernel.duties.rules import Missing
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person, Post
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc

_PLAIN = frozenset(field.name for field in fields_of(NewDuty)) - {"due_rule", "start_at", "coordinators"}


def row_of(values: dict[str, Any]) -> dict[str, Any]:
    """Columns of a draft from fields of a NewDuty."""
    row: dict[str, Any] = {}
    for name, value in values.items():
        if name == "due_rule":
            row["due_rule"] = value.to_json() if isinstance(value, DueRule) else value
        elif name == "start_at":
            row["due_start_at"] = instant(value) if value else None
        elif name == "coordinators":
            row["coordinators"] = [str(body_id) for body_id in value]
        elif name in _PLAIN:
            row[name] = nfc(value) if isinstance(value, str) else value
        else:
            raise TypeError(f"a duty has no field {name!r}")
    return row


def draft_many(new: Sequence[NewDuty], *, by: Person | None, consulted_by: int | None = None) -> list[int]:
    """Prepare duties in one statement; `by` None is the clock. Returns their ids in the order given."""
    if not new:
        return []
    rows = []
    for duty in new:
        row = row_of({field.name: getattr(duty, field.name) for field in fields_of(NewDuty)})
        rows.append(row | {"consulted_by_id": consulted_by})
    prepared_by = by.pk if by is not None else None
    ids: list[int] = raw("select duty_draft_many(%s::jsonb, %s::bigint)", (json.dumps(rows), prepared_by))[0][0]
    return ids


def existing(new: Iterable[NewDuty]) -> dict[tuple[str, str], int]:
    """What was made before from the same origins."""
    keys = {(duty.origin_kind, duty.origin_key) for duty in new if duty.origin_key}
    rows = Duty.objects.filter(origin_key__in={key for _, key in keys}, origin_kind__in={kind for kind, _ in keys})
    found = {(kind, key): pk for kind, key, pk in rows.values_list("origin_kind", "origin_key", "pk")}
    return {origin: pk for origin, pk in found.items() if origin in keys}


def draft(new: NewDuty, *, by: Person) -> int:
    """Prepare a duty; it may lack any of the six "rõ". Returns its id: the earlier one of the same origin."""
    made = existing([new]).get((new.origin_kind, new.origin_key))
    return made if made is not None else draft_many([new], by=by)[0]


def edit_draft(duty_id: int, *, by: Person, **fields: object) -> None:
    """Change fields of a draft (names as in NewDuty); refused once it is issued."""
    duty = _own_draft(duty_id, by)
    row = row_of(dict(fields))
    coordinators = row.pop("coordinators", None)
    bodies = None if coordinators is None else [int(body_id) for body_id in coordinators]
    _edit(duty.pk, row, bodies)


def drop_draft(duty_id: int, *, by: Person) -> None:
    """Throw a draft away; an issued duty is cancelled instead."""
    _own_draft(duty_id, by)
    if not raw("select duty_drop_draft(%s::bigint)", (duty_id,))[0][0]:
        raise _issued()


def _edit(duty_id: int, row: dict[str, Any], bodies: list[int] | None = None) -> None:
    answer = raw("select duty_edit_draft(%s::bigint, %s::jsonb, %s::bigint[])", (duty_id, json.dumps(row), bodies))
    if not answer[0][0]:
        raise _issued()


def _issued() -> Exception:
    return refuse("edit", "issued", "Việc đã được giao nên không sửa dự thảo được nữa.", who="người giao việc")


def _own_draft(duty_id: int, by: Person) -> Duty:
    """The draft, for who prepared it and for the office of its issuer."""
    if not is_visible(duty_id, by.pk):
        raise Duty.DoesNotExist
    duty = Duty.objects.select_related("issuer_post").get(pk=duty_id)
    mine = duty.prepared_by_id == by.pk or (
        duty.issuer_post is not None
        and any(post.body_id == duty.issuer_post.body_id for post in org.posts_of(by, now()))
    )
    if not mine:
        raise refuse("edit", "relation", "Chỉ người soạn hoặc cơ quan giao việc sửa được dự thảo.")
    if duty.state != "draft":
        raise _issued()
    return duty


def ask_for_limits(duty_ids: Iterable[int], *, by: Person) -> None:
    """The issuer approves drafts that lack only the limit: the heads of the receiving bodies are asked for it."""
    at = now()
    posts = org.posts_of(by, at)
    with transaction.atomic():
        for duty in Duty.objects.filter(pk__in=list(duty_ids), state="draft").order_by("pk"):
            lacking = [row for row in missing_of(duty) if row.ro != "thoi_gian"]
            if lacking:
                raise refuse("ask", "unclear", f"“{duty.title}”: {lacking[0].message}; hỏi {lacking[0].ask}.")
            post = approving_post(duty, posts)
            limit = step_limit("propose_limit_within", at)
            _edit(duty.pk, {
                "step": "propose_limit", "step_due_at": instant(limit) if limit else None,
                "assigner_id": by.pk, "assigner_post_id": post.pk, "issuer_post_id": post.pk,
            })  # fmt: skip


def unclear(duty: Duty, lacking: Sequence[Missing]) -> MoveRefused:
    """The refusal of a draft that lacks some of the six "rõ": each, and whom to ask."""
    said = "; ".join(f"{row.message} (hỏi {row.ask})" for row in lacking)
    return refuse("assign", "unclear", f"Chưa giao được “{duty.title or 'việc chưa có tên'}”: {said}.",
                  law="Quy chế làm việc: đủ sáu rõ mới giao", who=lacking[0].ask,
                  missing=tuple(row.ro for row in lacking))  # fmt: skip


def approving_post(duty: Duty, posts: Sequence[Post]) -> Post:
    """The post of the approver that has authority over the receiving body."""
    mine = [post for post in posts if duty.issuer_post_id in (None, post.pk)]
    if not mine:
        raise refuse("assign", "relation", f"“{duty.title}”: chỉ người giao việc (vị trí ban hành) mới giao được.",
                     law="Quy chế làm việc: người có thẩm quyền giao việc", who="người giao việc")  # fmt: skip
    body_id = duty.body_id
    if body_id is None:
        raise unclear(duty, missing_of(duty))
    post = org.may_issue_to(mine, body_id)
    if post is None:
        text = f"“{duty.title}”: đơn vị nhận không thuộc thẩm quyền giao việc của đồng chí."
        raise refuse("assign", "authority", text,
                     law="Quy chế làm việc: người có thẩm quyền đối với người nhận thì giao việc",
                     who="người đứng đầu cấp trên của đơn vị nhận")  # fmt: skip
    return post
