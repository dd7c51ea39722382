"""The peers' side of the bench, for a Python that has them; nothing of ours is imported. One JSON line, as in `ours`.

PYTHON bench/logs/peers.py scan|sql coded.parquet
PYTHON bench/logs/peers.py pm4py names.parquet
PYTHON bench/logs/peers.py read_xes log.xes.gz
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

RUNS = 5
SLOTS = [
    (day * 86_400 + start, day * 86_400 + end)
    for day in range(5)
    for start, end in ((25_200, 41_400), (48_600, 61_200))
]  # the week's office hours, as `calendar_of("week")` has them
SCAN = """select max("case"), max(act), max(res), max(ts + interval 1 second), max(due + interval 1 second) from '{}'"""
WINDOW = """
create or replace temp table steps as
select "case", act, res, clock, due_clock, pos,
       lag(act) over one as act0, lag(res) over one as res0, lag(clock) over one as clock0
from '{}' window one as (partition by "case" order by ts, pos)
"""
PARTS = {
    "handovers": """select count(*), sum(n)::bigint
                    from (select count(*) n from steps where res <> res0 group by res0, res)""",
    "ping_pong": """select count(*), coalesce(sum(n), 0)::bigint from (
                      select count(*) n from (
                        select res0, res, lag(res0) over (partition by "case" order by clock, pos) as back
                        from steps where res <> res0) where back = res group by back, res0)""",
    "follows": """select count(*), sum(n)::bigint
                  from (select count(*) n from steps where act0 is not null group by act0, act)""",
    "held": """select sum(total)::bigint, sum(half)::bigint, sum(most)::bigint from (
                 select sum(clock - clock0) total, quantile_disc(clock - clock0, 0.5) half,
                        quantile_disc(clock - clock0, 0.9) most
                 from steps where act0 is not null group by act)""",
    "late": """select count(*), sum(late)::bigint from (
                 select max(clock) - any_value(due_clock) late from steps group by "case") where late > 0""",
}


def scan(path):
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    return timed(lambda: base.execute(SCAN.format(path)).fetchone()[0])


def sql(path):
    """One window in a table, then the aggregates: the best of several ways of saying it in SQL."""
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")

    def work():
        base.execute(WINDOW.format(path))
        return {name: list(base.execute(query).fetchone()) for name, query in PARTS.items()}

    return timed(work)


def pm4py_measures(path):
    import pandas as pd
    import pm4py

    frame = pm4py.format_dataframe(pd.read_parquet(path))

    def work():
        network = pm4py.discover_handover_of_work_network(frame)
        follows, _, _ = pm4py.discover_dfg(frame)
        pm4py.discover_performance_dfg(frame, business_hours=True, business_hour_slots=SLOTS)
        pm4py.get_all_case_durations(frame, business_hours=True, business_hour_slots=SLOTS)
        pairs = [pair for pair in network.connections if pair[0] != pair[1]]
        return {"handovers": [len(pairs)], "follows": [len(follows), sum(follows.values())]}

    return timed(work, 1)


def read_xes(path):
    import pm4py

    def work():
        frame = pm4py.read_xes(path)
        return {"events": len(frame), "first": str(frame["time:timestamp"].min())}

    return timed(work, 1)


def timed(work, runs=RUNS):
    best, found = float("inf"), None
    for _ in range(runs):
        begun = time.process_time()
        found = work()
        best = min(best, time.process_time() - begun)
    return {"cpu": best, "found": found}


def most_memory():
    """MiB; not by getrusage, which tells a child what its parent had."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    chosen = {"scan": scan, "sql": sql, "pm4py": pm4py_measures, "read_xes": read_xes}[sys.argv[1]]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        answer = chosen(sys.argv[2])
    print(json.dumps(answer | {"mb": most_memory()}))
