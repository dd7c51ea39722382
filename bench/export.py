"""The whole ledger to Parquet and CSV: how fast, and that memory does not grow with the number of entries.

CONGVU_BENCH_EXPORT=10000000 sets how many entries are made (1,000,000 unless told).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.database import fresh_database
from bench.row import Row

MOST_MB = 400
FEW = 100_000
# Entries as moves write them: the columns that are read, with a leaf of the usual size.
_MAKE = """
insert into entry (room, subject, subject_id, seq, verb, actor_id, post_id, recorded_at, effective_at, ground, payload,
                   leaf, leaf_hash)
select 'duties', 'duty', n / 4 + 1, n % 4 + 1, (array['assign', 'accept', 'complete', 'verify'])[n % 4 + 1],
       n % 6000 + 1, null, t.at, t.at, '',
       jsonb_build_object('set', jsonb_build_object('state',
           (array['assigned', 'in_hand', 'handed_in', 'closed'])[n % 4 + 1], 'holder_id', n % 6000 + 1)),
       l.leaf, sha256('\\x00'::bytea || l.leaf)
from generate_series(%(first)s::bigint, %(last)s::bigint) n,
     lateral (select now() - interval '400 days' + n * interval '3 seconds' as at) t,
     lateral (select convert_to(repeat('x', 500) || n, 'UTF8') as leaf) l
"""
_CHILD = """
import json, resource, sys, time
from pathlib import Path
import django; django.setup()
from django.db import connection
from congvu.faces.exchange.exports import take
from congvu.faces.exchange.exports.scope import Scope
began = time.perf_counter()
scope = Scope("e.id <= %(most)s", {"most": int(sys.argv[3])})
taken = take(connection, sys.argv[1], scope, Path(sys.argv[2]), lambda n: None)
print(json.dumps([taken.lines, taken.size, time.perf_counter() - began,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run() -> list[Row]:
    lines = int(os.environ.get("CONGVU_BENCH_EXPORT", "1000000"))
    with fresh_database() as cluster, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(cluster.urls().owner, autocommit=True) as connection:
            for first in range(0, lines, 500_000):
                last = min(first + 500_000, lines) - 1
                connection.execute(_MAKE.replace("n % ", "n %% "), {"first": first, "last": last})
            connection.execute("analyze entry")
        rows = []
        for name in ("parquet", "csv", "xes", "ocel-json"):
            most = lines if name in ("parquet", "csv") else min(lines, FEW)
            taken, size, seconds, memory = _take(cluster.urls().app, folder, name, most)
            _, _, _, less = _take(cluster.urls().app, folder, name, min(most, FEW) // 10)
            rows.append(Row(f"{name}: {taken:,} entries, {size / 2**20:,.0f} MB", taken / seconds, unit="entries/s"))
            rows.append(
                Row(f"{name}: memory (with {min(most, FEW) // 10:,} entries: {less:,.0f} MB)", memory, unit="MB",
                    ratio=memory, at_least=MOST_MB, more_is_better=False)
            )  # fmt: skip
        return rows


def _take(url: str, folder: str, name: str, most: int) -> tuple[int, int, float, float]:
    """In a process of its own, so that its memory is its own."""
    path = Path(folder) / f"{name}-{time.monotonic_ns()}"
    env = {**os.environ, "CONGVU_APP_URL": url, "DJANGO_SETTINGS_MODULE": "congvu.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, name, str(path), str(most)], env=env, capture_output=True, text=True, check=True
    )
    path.unlink()
    lines, size, seconds, memory = json.loads(done.stdout)
    return lines, size, seconds, memory
