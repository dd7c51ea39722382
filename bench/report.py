"""A yearly report of a whole province, made as the job makes it; then made again, and one figure opened.

CONGVU_BENCH_DUTIES makes the province smaller where time is short.
"""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bench.database import fresh_database
from bench.generated import fill
from bench.row import Row

DUTIES = int(os.environ.get("CONGVU_BENCH_DUTIES", "1000000"))
MOST_SECONDS = 10


def run() -> list[Row]:
    with fresh_database() as cluster:
        from congvu.kernel.duties.models import Duty

        if not Duty.objects.exists():
            fill(cluster, DUTIES)
        return _measure()


def _measure() -> list[Row]:
    from congvu.judgement.reports import moves, queries
    from congvu.judgement.reports.models import Report
    from congvu.kernel.org.models import Person
    from congvu.kit.clock import today
    from congvu.kit.work.models import Job
    from congvu.kit.work.moves import run_waiting

    chairman, day = Person.objects.get(pk=1), today()
    rows, months = [], (("year", day), ("month", day - timedelta(days=31)))
    for kind, of in months:
        asked = moves.ask(by=chairman, body_id=1, period_kind=kind, day=of)
        seconds, steps = _timed(run_waiting), Job.objects.order_by("-pk").values_list("total", flat=True)[0]
        report = Report.objects.select_related("body").get(pk=asked.report.pk)
        what = f"{report.title}, {DUTIES:,} duties ({steps} steps shown)"
        rows.append(Row(what, seconds, ratio=seconds / MOST_SECONDS, at_least=1, unit="s", more_is_better=False))
        moves.make_again(report.pk, by=chairman)
        again = _timed(run_waiting)
        report.refresh_from_db()
        if report.checked_same is not True:
            raise AssertionError("made again, the figures are others")
        rows.append(Row("the same, made again and compared", again, unit="s"))
        whole = partial(queries.opened, chairman, report, section="summary", line="all", column="total")
        unit = partial(queries.opened, chairman, report, section="bodies", line="10", column="overdue")
        told = [_timed(whole), _timed(unit)]
        rows.append(Row("a figure opened, the slower of two", max(told), unit="s"))
    return rows


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
