"""Event logs: ten million events measured, ours against DuckDB and pm4py; a log imported; a store advanced.

The peers are no dependency: CONGVU_BENCH_PEERS names a Python that has duckdb and pm4py; without it only our own
figures are shown. Equal results are asserted before a ratio is shown. CONGVU_BENCH_COPIES makes the log smaller (37
copies). CPU seconds, best of five in one process; pm4py and the imports once.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.logs import municipal
from bench.row import Row
from congvu.kit.log_store import Store

COPIES = int(os.environ.get("CONGVU_BENCH_COPIES", "37"))
FEW = min(COPIES, 4)  # pm4py does not end on ten million events
PEERS = os.environ.get("CONGVU_BENCH_PEERS")
SCRIPT = Path(__file__).parent / "logs" / "peers.py"
MOST_MB = 1_500


def run() -> list[Row]:
    if municipal.FOLDER is None:
        print("analytics: the real logs are not beside this checkout, so no figures.")
        return []
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        events = _written(where)
        print(f"analytics: {events:,} events; peers: {PEERS or 'none'}", flush=True)
        store, coded = ours("store", where / "store"), ours("coded", where / "coded.parquet")
        assert store["found"] == coded["found"], (store, coded)
        rows = _measured(events, store, coded, where)
        rows.append(Row(f"A6 memory, {events:,} events from the store", store["mb"], ratio=store["mb"] / MOST_MB,
                        at_least=1.0, unit="MB", more_is_better=False))  # fmt: skip
        return [*rows, _with_pm4py(where), _appended(), *_imported(where)]


def _written(where: Path) -> int:
    log = municipal.copies(COPIES)
    Store.create(where / "store", municipal.CLOCK).add(log, "bench", "bench")
    municipal.write_coded(log, where / "coded.parquet")
    return len(log)


def _measured(events: int, store: dict[str, Any], coded: dict[str, Any], where: Path) -> list[Row]:
    """A1, A2, A3, A5: the five measures against a bare scan and against SQL."""
    what = "handovers, ping-pong, follows, quantiles, lateness"
    scan, sql = peer("scan", where / "coded.parquet"), peer("sql", where / "coded.parquet")
    if sql:
        assert sql["found"] == store["found"], (sql["found"], store["found"])
        print(f"analytics: equal in all: {store['found']}", flush=True)
    return [
        _faster(f"A1 {what}: from the store", store, scan, "DuckDB scan", 1.5, slower=True),
        _faster("A2 the same from coded Parquet in time order", coded, scan, "DuckDB scan", 3.0, slower=True),
        _faster("A3 the same from the store, against one window in SQL", store, sql, "DuckDB", 3.0),
        _faster("A5 the same from coded Parquet in time order, against SQL", coded, sql, "DuckDB", 1.2),
    ]


def _with_pm4py(where: Path) -> Row:
    log = municipal.copies(FEW)
    municipal.write_names(log, where / "names.parquet")
    mine, theirs = ours("names", FEW), peer("pm4py", where / "names.parquet")
    if theirs:
        found = theirs["found"]
        assert found["follows"] == mine["found"]["follows"], (found, mine)
        assert found["handovers"] == mine["found"]["handovers"][:1], (found, mine)
    return _faster(f"A4 the same from a log in memory, {len(log):,} events", mine, theirs, "pm4py", 100.0)


def _appended() -> Row:
    one = ours("append", COPIES)
    ratio = one["append"] / one["whole"]
    return Row(f"A7 {one['events']:,} events added to what is kept, against the whole", one["append"], one["whole"],
               ratio, 0.03, "CPU s", "CPU s", more_is_better=False)  # fmt: skip


def _imported(where: Path) -> list[Row]:
    assert municipal.FOLDER is not None
    path = municipal.FOLDER / "road_traffic_fines.xes.gz"
    mine, theirs = ours("import", path, where / "out.parquet"), peer("read_xes", path)
    assert mine["found"]["first_day"] == "2000-01-01"  # pm4py tells 31/12/1999: it drops the zone
    if theirs:
        assert theirs["found"]["events"] == mine["found"]["events"]
    memory = mine["mb"] / theirs["mb"] if theirs else None
    return [
        _faster("I1 XES to Parquet, 185 MB of XML", mine, theirs, "pm4py.read_xes", 2.5, slower=True),
        Row("I1 its memory", mine["mb"], theirs and theirs["mb"], memory, 1 / 3 if theirs else None, "MB",
            "pm4py.read_xes", more_is_better=False),
    ]  # fmt: skip


def _faster(
    what: str, mine: dict[str, Any], theirs: dict[str, Any] | None, name: str, aim: float, *, slower: bool = False
) -> Row:
    """How many times faster; with `slower`, how many times the peer's time we may take."""
    if theirs is None:
        return Row(what, mine["cpu"], unit="CPU s", more_is_better=False)
    ratio = mine["cpu"] / theirs["cpu"] if slower else theirs["cpu"] / mine["cpu"]
    return Row(what, mine["cpu"], theirs["cpu"], ratio, aim, "CPU s", f"CPU s {name}", more_is_better=not slower)


def ours(what: str, *arguments: object) -> dict[str, Any]:
    """Our own run in a process of its own, so that its memory is its own."""
    return _answer([sys.executable, "-m", "bench.logs.ours", what, *arguments])


def peer(what: str, path: Path) -> dict[str, Any] | None:
    return _answer([PEERS, SCRIPT, what, path]) if PEERS else None


def _answer(command: list[object]) -> dict[str, Any]:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command[:4]))}: {done.stderr.strip()[-800:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
