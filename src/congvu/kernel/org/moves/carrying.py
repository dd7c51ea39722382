"""Carrying a plan out, the organisation's part: the new stands before anything passes, the old ends when all passed.

Between the two both exist, so that no duty is for an instant without somebody who sits where he holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from congvu.kernel.org.models import (
    Appointment,
    AuthorityLine,
    Body,
    Delegation,
    Mandate,
    Person,
    PlannedBody,
    PlannedPost,
    Post,
    PostSuccession,
    Reorganisation,
)
from congvu.kernel.org.moves.bodies import succeed
from congvu.kernel.org.moves.bulk import NewBody, NewSeat, add_bodies, seat_many
from congvu.kernel.org.moves.entries import ORDERED, OrgRefused, write_entry
from congvu.kernel.org.moves.plans import fill_up
from congvu.kernel.org.queries.plans import PlanView
from congvu.kit.clock import now, today

State = Reorganisation.State


@contextmanager
def ordered(plan: Reorganisation) -> Iterator[Person]:
    """What was ordered is done in the name of who ordered it, with no further permission."""
    assert plan.ordered_by is not None
    token = ORDERED.set(plan.pk)
    try:
        yield plan.ordered_by
    finally:
        ORDERED.reset(token)


@transaction.atomic
def begin_plan(plan: Reorganisation, *, total: int) -> Reorganisation:
    """On its day: the new bodies with their seats and everybody in them, who succeeds whom, the matrix."""
    row = Reorganisation.objects.select_for_update(of=("self",)).select_related("ordered_by").get(pk=plan.pk)
    if row.state != State.ORDERED:
        return row
    if today() < row.day:
        raise OrgRefused(f"Chưa đến ngày {row.day:%d/%m/%Y}.")
    fill_up(row)
    view = PlanView.load(row, now())
    if faults := view.faults():
        raise OrgRefused(faults[0])
    with ordered(row) as by:
        _make_bodies(view, by)
        _make_posts(view, by)
        for one in view.successions:
            successor = view.bodies[one.into_id].body
            assert successor is not None
            succeed(one.old, successor, day=row.day, relation=one.relation, instrument=row.instrument, by=by)
        _follow_posts(view)
        _make_matters(view, by)
        _close_papers(view, by)
    row.state, row.started_at, row.total = State.RUNNING, now(), total
    row.save(update_fields=["state", "started_at", "total"])
    write_entry("reorganisation", row.pk, "begin_plan", by=by, payload={"duties": total})
    return row


def _make_bodies(view: PlanView, by: Person) -> None:
    """Those that are new, the upper before the lower."""
    waiting = [row for row in view.bodies.values() if row.existing_id is None]
    while waiting:
        level = [row for row in waiting if row.parent_planned_id is None or view.bodies[row.parent_planned_id].body]
        new = [_new_body(view, row) for row in level]
        for row, body in zip(level, add_bodies(new, by=by), strict=True):
            row.made = body
        PlannedBody.objects.bulk_update(level, ["made"])
        done = {row.pk for row in level}
        waiting = [row for row in waiting if row.pk not in done]


def _new_body(view: PlanView, row: PlannedBody) -> NewBody:
    above = view.bodies[row.parent_planned_id].body if row.parent_planned_id else row.parent
    return NewBody(
        code=row.code, name=row.name, valid_from=view.plan.day, parent=above, kind=row.kind, branch=row.branch,
        level=row.level, symbol=row.symbol, short_name=row.short_name, instrument=view.plan.instrument,
    )  # fmt: skip


def _make_posts(view: PlanView, by: Person) -> None:
    """A seat for each that stays, with all who sit in the old one, seated from this instant."""
    kept = [row for row in view.posts.values() if row.into_id is not None]
    at, first, more = now(), [], []
    for row in kept:
        body = view.bodies[row.into_id or 0].body
        assert body is not None
        sitting = view.sitting.get(row.old_id, [])
        first.append(_new_seat(view, row.title, row.role, row.order, body, sitting[0] if sitting else None, at))
        more += [(len(first) - 1, one) for one in sitting[1:]]
    posts = seat_many(first, by=by)
    for row, post in zip(kept, posts, strict=True):
        row.made = post
    PlannedPost.objects.bulk_update(kept, ["made"])
    seat_many(
        [
            _new_seat(view, posts[n].title, posts[n].role, posts[n].order, posts[n].body, one, at, posts[n])
            for n, one in more
        ],
        by=by,
    )


def _new_seat(
    view: PlanView, title: str, role: str, order: int, body: Body, one: Appointment | None, at: object,
    post: Post | None = None,
) -> NewSeat:  # fmt: skip
    return NewSeat(
        body=body, title=title, role=role, order=order, starts_at=at, valid_from=view.plan.day,  # type: ignore[arg-type]
        person=one.person if one else None, post=post, kind=one.kind if one else "chính thức",
        instrument=view.plan.instrument,
    )  # fmt: skip


def _follow_posts(view: PlanView) -> None:
    """Whatever names an old seat finds the one that carries it on."""
    rows = []
    for row in view.posts.values():
        where = view.destination(row)
        successor = getattr(where, "made_id", None) or getattr(getattr(where, "post", None), "pk", None)
        if successor is not None:
            rows.append(PostSuccession(predecessor_id=row.old_id, successor_id=successor, day=view.plan.day))
    PostSuccession.objects.bulk_create(rows, ignore_conflicts=True)


def _make_matters(view: PlanView, by: Person) -> None:
    last = view.plan.day - timedelta(days=1)
    for row in view.matters:
        into = view.bodies[row.into_id] if row.into_id else None
        body = into.body if into is not None else (row.line.body if row.line.body_id not in view.old_bodies else None)
        line = row.line
        line.valid_to = max(last, line.valid_from)
        line.save(update_fields=["valid_to"])
        write_entry("authority_line", line.pk, "end_authority", by=by, payload={"last_day": last.isoformat(),
                    "instrument": view.plan.instrument})  # fmt: skip
        if body is None:
            continue
        planned = view.posts.get(row.deciding_id or 0)
        where = view.destination(planned) if planned else None
        deciding = getattr(where, "made_id", None) or getattr(getattr(where, "post", None), "pk", None)
        row.made = AuthorityLine.objects.create(
            matter=line.matter, matter_fold=line.matter_fold, body=body, deciding_post_id=deciding,
            instrument=line.instrument, article=line.article, valid_from=view.plan.day, source=line.source,
            origin_key=f"reorganisation/{view.plan.pk}/{line.pk}",
        )  # fmt: skip
        row.save(update_fields=["made"])
        payload = {
            "matter": line.matter, "body": body.pk, "deciding_post": deciding or 0, "instrument": line.instrument,
            "source": line.source, "origin": row.made.origin_key,
        }  # fmt: skip
        write_entry("authority_line", row.made.pk, "rule_authority", by=by, payload=payload)


def _close_papers(view: PlanView, by: Person) -> None:
    """Delegations and mandates of seats that end, end too: a new head signs his own."""
    at, last = now(), view.plan.day - timedelta(days=1)
    for delegation in view.delegations():
        Delegation.objects.filter(pk=delegation.pk).update(closed_at=at)
        write_entry("delegation", delegation.pk, "close_delegation", by=by, payload={"plan": view.plan.pk})
    for mandate in view.mandates():
        Mandate.objects.filter(pk=mandate.pk).update(ends_on=max(last, mandate.starts_on))
        write_entry("mandate", mandate.pk, "end_mandate", by=by, payload={"plan": view.plan.pk})


def note_passed(plan: Reorganisation, count: int) -> None:
    """How many open duties have passed so far, for the page that shows the progress."""
    Reorganisation.objects.filter(pk=plan.pk).update(passed=F("passed") + count)


@transaction.atomic
def finish_plan(plan: Reorganisation) -> Reorganisation:
    """All passed: the old appointments, seats and bodies end; who sits nowhere any more cannot sign in."""
    row = Reorganisation.objects.select_for_update(of=("self",)).select_related("ordered_by").get(pk=plan.pk)
    if row.state != State.RUNNING:
        return row
    view, at, last = PlanView.load(row, now()), now(), row.day - timedelta(days=1)
    with ordered(row) as by:
        for appointment in (one for rows in view.sitting.values() for one in rows):
            Appointment.objects.filter(pk=appointment.pk).update(ends_at=at)
            payload: dict[str, object] = {"until": at.isoformat(), "plan": row.pk}
            write_entry("appointment", appointment.pk, "end_appointment", by=by, payload=payload)
        for planned in view.posts.values():
            Post.objects.filter(pk=planned.old_id).update(valid_to=max(last, planned.old.valid_from))
            write_entry("post", planned.old_id, "close_post", by=by, payload={"last_day": last.isoformat()})
        for body in view.old_bodies.values():
            Body.objects.filter(pk=body.pk).update(valid_to=max(last, body.valid_from))
            payload = {"last_day": last.isoformat(), "instrument": row.instrument}
            write_entry("body", body.pk, "close_body", by=by, payload=payload)
        _close_accounts(view)
    row.state, row.done_at = State.DONE, at
    row.save(update_fields=["state", "done_at"])
    write_entry("reorganisation", row.pk, "finish_plan", by=by, payload={"duties": row.passed})
    return row


def _close_accounts(view: PlanView) -> None:
    people = {one.person_id for rows in view.sitting.values() for one in rows}
    open_ones = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now()), person__in=people)
    gone = people - set(open_ones.values_list("person_id", flat=True))
    Person.objects.filter(pk__in=gone, is_administrator=False).update(is_active=False)
