"""A day off is published in a province of 1,000,000 duties, 100,000 of them open: every open limit is counted anew.

The generated duties carry limits of 20 days, their rules say 14 working days: each one moves, the worst that can be.
Measured from publishing until the last limit moved, entries included, and what the page asks before (the preview).
CONGVU_BENCH_DUTIES makes the province smaller where time is short; the aim is for the whole.
"""

import os
import time

from bench.database import fresh_database
from bench.generated import fill
from bench.row import Row

DUTIES = int(os.environ.get("CONGVU_BENCH_DUTIES", "1000000"))
OPEN = DUTIES // 10
AIM_SECONDS = 30.0


def run() -> list[Row]:
    with fresh_database() as cluster:
        fill(cluster, DUTIES)
        preview, counted, moved = _measure()
    size = f"{DUTIES:,} duties stored, {moved:,} open limits moved"
    return [
        Row(
            f"a calendar change, {size}",
            counted,
            AIM_SECONDS,
            counted / AIM_SECONDS,
            1.0,
            "s",
            "s aimed at",
            more_is_better=False,
        ),
        Row("the preview of it", preview, unit="s", more_is_better=False),
    ]


def _measure() -> tuple[float, float, int]:
    from congvu.kernel.duties import moves
    from congvu.kernel.duties.queries import calendar_effect
    from congvu.kernel.org import moves as org
    from congvu.kernel.org.models import Person
    from congvu.kit.clock import now

    leader = Person.objects.get(pk=1)
    draft = org.prepare_calendar(
        by=leader, title="Nghỉ tránh bão", instrument="Công điện 21/CĐ-UBND",
        days=[{"day": _day(), "kind": "holiday", "name": "Nghỉ tránh bão"}],
    )  # fmt: skip
    started = time.perf_counter()
    calendar_effect(draft, now())
    preview = time.perf_counter() - started
    started = time.perf_counter()
    moves.publish_calendar(draft, by=leader)
    moved = moves.recount_published(most=OPEN)
    return preview, time.perf_counter() - started, moved


def _day() -> str:
    """A working day near enough that most open limits lie after it."""
    from datetime import timedelta

    from congvu.kernel.org import queries as org
    from congvu.kit.clock import local_day, now

    calendar = org.calendar()
    return calendar.next_working(local_day(now()) + timedelta(days=1)).isoformat()
