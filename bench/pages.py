"""Việc của tôi and the page of a duty, on a small province and on one a hundred times as large.

People are as busy in both; the large one has more of them. What is timed is the read: the queries' own faces, as pages
and API call them. CONGVU_BENCH_DUTIES makes the large one smaller where time is short.
"""

import os
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.database import fresh_database
from bench.generated import fill
from bench.row import Row

SMALL = 10_000
LARGE = int(os.environ.get("CONGVU_BENCH_DUTIES", "1000000"))
SAMPLES = 300
MOST = 1.5


def run() -> list[Row]:
    small, large = _times(SMALL), _times(LARGE)
    rows = []
    for what, (p95, statements) in large.items():
        before = small[what][0]
        label = f"{what}, p95 with {LARGE:,} duties ({statements} statements)"
        rows.append(Row(label, p95, before, p95 / before, MOST, "ms", f"ms with {SMALL:,}", more_is_better=False))
    return rows


def _times(duties: int) -> dict[str, tuple[float, int]]:
    """For each read: p95 in milliseconds and how many statements it took at most."""
    home = os.environ.get("CONGVU_BENCH_HOME")
    if home:
        os.environ["CONGVU_BENCH_HOME"] = str(Path(home) / str(duties))
    try:
        with fresh_database() as cluster:
            if not _filled():
                fill(cluster, duties)
            return _measure(duties)
    finally:
        if home:
            os.environ["CONGVU_BENCH_HOME"] = home


def _filled() -> bool:
    from congvu.kernel.duties.models import Duty

    return Duty.objects.exists()


def _measure(duties: int) -> dict[str, tuple[float, int]]:
    from congvu.kernel.duties import queries
    from congvu.kernel.duties.models import Duty
    from congvu.kernel.org.models import Person
    from congvu.kit.clock import now

    at, chance = now(), random.Random(1)
    officials = list(Person.objects.filter(pk__gte=1_000_000).order_by("pk")[:5_000])
    heads = list(Person.objects.filter(pk__gte=100_000, pk__lt=1_000_000).order_by("pk"))
    people = chance.choices(officials, k=SAMPLES)
    ids = chance.choices(range(1, duties + 1), k=SAMPLES)
    known = Person.objects.in_bulk()
    holder = {pk: known[one] for pk, one in Duty.objects.filter(pk__in=ids).values_list("pk", "holder") if one}
    return {
        "Việc của tôi, official": _read([partial(queries.inbox, one, at) for one in people]),
        "Việc của tôi, head": _read([partial(queries.inbox, one, at) for one in chance.choices(heads, k=SAMPLES)]),
        "trang việc": _read([partial(queries.duty_page, holder[one], one) for one in ids]),
        "tìm kiếm": _read([partial(queries.search, holder[one], f"ho so {one}") for one in ids[:100]]),
    }


def _read(reads: list[Callable[[], object]]) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for read in reads[:20]:
        with CaptureQueriesContext(connection) as statements:
            read()
        most = max(most, len(statements))
    times = []
    for read in reads:
        started = time.perf_counter()
        read()
        times.append(time.perf_counter() - started)
    return sorted(times)[int(len(times) * 0.95)] * 1000, most
