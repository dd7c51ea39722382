"""A merger of a hundred departments into fifty, with 200,000 open duties: rehearsed without changing anything.

The carrying out is measured on one pair of departments: it goes on in the background and shows its progress.
"""

import os
import time
from datetime import timedelta

from bench.database import fresh_database
from bench.generated import fill
from bench.row import Row

DUTIES = int(os.environ.get("CONGVU_BENCH_DUTIES", 1_000_000))  # a fifth of them open
REHEARSAL_SECONDS = 60.0


def run() -> list[Row]:
    with fresh_database() as cluster:
        fill(cluster, DUTIES)
        return _measure()


def _measure() -> list[Row]:
    from congvu.kernel.duties import moves as duties
    from congvu.kernel.duties.queries.reorganising import rehearse
    from congvu.kernel.org import moves, queries
    from congvu.kernel.org.models import Body, Person, Post, Reorganisation
    from congvu.kit.clock import now, today

    top = Body.objects.get(parent=None)
    by = Person.objects.get(pk=1_000_000)
    seat = Post.objects.create(body=top, title="Tổ chức", role="home_affairs", order=30, valid_from=top.valid_from)
    by.appointments.create(post=seat, starts_at=now() - timedelta(days=1))
    departments = list(Body.objects.filter(parent=top).order_by("pk"))

    def planned(pairs: int) -> Reorganisation:
        plan = moves.prepare_plan(name=f"Gộp {pairs} cặp", instrument="NQ 1", day=today(), by=by)
        for number in range(pairs):
            target = moves.plan_body(plan, code=f"n{plan.pk}-{number}", name=f"Sở mới {number}", parent=top, by=by)
            for old in departments[2 * number : 2 * number + 2]:
                moves.plan_ending(plan, old, [target], by=by)
        return plan

    whole = planned(len(departments) // 2)
    started = time.perf_counter()
    found = rehearse(queries.PlanView.load(whole, now()))
    rehearsed = time.perf_counter() - started
    assert not found.faults, found.faults
    one = planned(1)
    one.refresh_from_db()
    moves.note_rehearsed(one, one.version, faults=0)
    moves.order_plan(one, by=Person.objects.get(pk=1))
    started = time.perf_counter()
    done = duties.carry_out(one.pk)
    carried = time.perf_counter() - started
    what = f"rehearsal, {len(departments)} bodies, {found.open:,} open duties"
    return [
        Row(what, rehearsed, REHEARSAL_SECONDS, rehearsed / REHEARSAL_SECONDS, 1.0, "s", "s", more_is_better=False),
        Row(f"carried out, 2 bodies, {done.passed:,} duties", done.passed / carried, unit="/s"),
    ]
