"""The leader's page through the whole program, on a small province and on one with a hundred times its duties.

Both have 200 units. Timed is the answer to a browser: session, queries, template. The job that counts the figures is
timed beside it. CONGVU_BENCH_DUTIES makes the large one smaller where time is short.
"""

import os
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.database import fresh_database
from bench.generated import fill
from bench.row import Row, best_of
from congvu.kit.cluster import DATABASE, Cluster

SMALL = 10_000
LARGE = int(os.environ.get("CONGVU_BENCH_DUTIES", "1000000"))
OFFICIALS = 2_000
LEADER = 1
SAMPLES = 100
MOST = 1.5
MOST_STATEMENTS = 20

# Limits of open duties lie from ten days ago to a month ahead; eight wait for the leader, one in fifty goes round.
_SPREAD = """
set session_replication_role = replica;
update duty set current_due_at = now() + interval '1 hour' * (id % 960 - 240) where state in ('assigned', 'in_hand');
update duty set state = 'submitted', holder_id = 1, holder_post_id = 1, body_id = 1, submitter_id = assigner_id,
       submitter_post_id = assigner_post_id, step = 'decide', step_due_at = now() + interval '1 hour' * (id % 9)
where id in (select id from duty where state = 'in_hand' order by id limit 8);
create temporary table round as
select d.id, d.holder_id, d.holder_post_id, d.issued_at - interval '1 day' * n as since, n, d.last_leaf as leaf
from duty d cross join generate_series(1, 2) n where d.state = 'assigned' and d.id % 50 = 0;
insert into holding (duty_id, person_id, post_id, starts_at, ended_at, previous_ends_at)
select id, holder_id, holder_post_id, since, since + interval '1 day', since from round;
insert into entry (room, subject, subject_id, seq, verb, actor_id, post_id, recorded_at, effective_at, ground, payload,
                   leaf, leaf_hash)
select 'duties', 'duty', id, 90 + n, 'forward', holder_id, holder_post_id, now(), now(), '', '{}', leaf,
       sha256('\\x00'::bytea || leaf)
from round;
vacuum analyze duty, holding, entry;
"""


def run() -> list[Row]:
    small, large = _times(SMALL), _times(LARGE)
    label = f"bảng lãnh đạo, p95 with {LARGE:,} duties"
    rows = [Row(label, large[0], small[0], large[0] / small[0], MOST, "ms", f"ms with {SMALL:,}", more_is_better=False)]
    most = max(small[1], large[1])
    rows.append(Row("statements of the page", most, None, most / MOST_STATEMENTS, 1, "of 20", "", more_is_better=False))
    rows.append(Row(f"the job that counts {LARGE:,} duties", large[2], small[2], None, None, "s", f"s with {SMALL:,}"))
    return rows


def _times(duties: int) -> tuple[float, int, float]:
    """p95 of the page in milliseconds, its statements, and seconds of the job."""
    home = os.environ.get("CONGVU_BENCH_HOME")
    if home:
        os.environ["CONGVU_BENCH_HOME"] = str(Path(home) / f"leader-{duties}")
    try:
        with fresh_database() as cluster:
            from congvu.kernel.duties.models import Duty

            if not Duty.objects.exists():
                fill(cluster, duties, officials=OFFICIALS)
                _spread(cluster)
            return _measure()
    finally:
        if home:
            os.environ["CONGVU_BENCH_HOME"] = home


def _spread(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url(DATABASE), autocommit=True) as owner:
        owner.execute("set search_path = public")
        for statement in _SPREAD.split(";\n"):
            if statement.strip():
                owner.execute(statement.encode())


def _measure() -> tuple[float, int, float]:
    from django.db import connection
    from django.test import Client

    from congvu.kernel.duties.moves.figures import keep_figures
    from congvu.kernel.org.models import Person

    keep_figures()  # the first run also counts the weeks that lie behind
    job = best_of(2, keep_figures)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(Person.objects.get(pk=LEADER), backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(10):
        _page(browser)
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        _page(browser)
    times = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        _page(browser)
        times.append(time.perf_counter() - started)
    return sorted(times)[int(SAMPLES * 0.95)] * 1000, len(statements), job


def _page(browser: Any) -> None:
    answer = browser.get("/lanh-dao/")
    assert answer.status_code == 200, answer.status_code
