"""How long the database takes to be made and to start again."""

import shutil
import tempfile
import time
from pathlib import Path

from bench.row import Row
from congvu.kit.cluster import Cluster


def run() -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="congvu-bench-"))
    folder.chmod(0o711)
    try:
        cluster = Cluster(folder)
        started = time.perf_counter()
        cluster.start()
        made = time.perf_counter() - started
        cluster.stop()
        started = time.perf_counter()
        cluster.start()
        again = time.perf_counter() - started
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Row("PostgreSQL made and started", made, unit="s"),
        Row("PostgreSQL started again", again, ratio=again / 10, at_least=1, unit="s", more_is_better=False),
    ]
