"""A hand-over through the product's Python call, permission included, beside pgbench's TPC-B-like on the same server.

The same second sees both: rounds of a few seconds are interleaved, because other programs share the machine. Each
client is a process with its own connection, as each worker of the server is; pgbench drives its clients by two threads.
"""

import multiprocessing
import os
import random
import re
import statistics
import subprocess
import time
from collections.abc import Callable
from typing import Any

from bench.database import fresh_database
from bench.row import Row
from congvu.kit.cluster import Cluster

DUTIES = 20_000
ROUNDS = 3
SECONDS = 3.0
WARM = 0.7
AIM = {8: 0.60, 32: 0.50}


def run() -> list[Row]:
    with fresh_database() as cluster:
        holders, people = _prepare()
        _pgbench(cluster, "-i", "-s", "20", "-q")
        ours: dict[tuple[int, bool], list[float]] = {}
        peer: dict[int, list[float]] = {}
        for _ in range(ROUNDS):
            for clients in AIM:
                peer.setdefault(clients, []).append(_tpcb(cluster, clients))
                ours.setdefault((clients, False), []).append(_hand_over(holders, people, clients))
                if clients == 8:
                    ours.setdefault((clients, True), []).append(_hand_over(holders, people, clients, sealing=True))
        _check()
    return _rows(ours, peer)


def _rows(ours: dict[tuple[int, bool], list[float]], peer: dict[int, list[float]]) -> list[Row]:
    rows = []
    for clients, aim in AIM.items():
        mine, theirs = statistics.median(ours[clients, False]), statistics.median(peer[clients])
        rows.append(
            Row(f"hand-over by moves.move, {clients} clients", mine, theirs, mine / theirs, aim, "/s", "/s TPC-B-like")
        )
    on, off = statistics.median(ours[8, True]), statistics.median(ours[8, False])
    rows.append(Row("the same while the sealer runs, 8 clients", on, off, on / off, 0.95, "/s", "/s without"))
    return rows


# --- TPC-B-like ---------------------------------------------------------------------------------


def _pgbench(cluster: Cluster, *arguments: str) -> str:
    from urllib.parse import parse_qs, urlsplit

    parts = urlsplit(cluster.superuser_url("postgres"))
    query = parse_qs(parts.query)
    environment = os.environ | {
        "PGHOST": query["host"][0], "PGPORT": query["port"][0], "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "", "PGDATABASE": "postgres",
    }  # fmt: skip
    command = [str(cluster.tool("pgbench")), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def _tpcb(cluster: Cluster, clients: int) -> float:
    said = _pgbench(cluster, "-n", "-c", str(clients), "-j", "2", "-T", str(int(SECONDS)), "-M", "prepared")
    found = re.search(r"tps = ([0-9.]+)", said)
    assert found is not None
    return float(found.group(1))


# --- ours ---------------------------------------------------------------------------------------


def _prepare() -> tuple[list[tuple[int, int]], Any]:
    """An office and duties held by two colleagues, through the real moves; (duty, holder) in random order."""
    from tests.office import given_office

    from congvu.kernel.duties import moves
    from congvu.kernel.org.models import Installation

    Installation.objects.create(pk=1, name="Bench", level="province", origin="demo/bench", demonstration=True)
    office = given_office()
    new = [office.new("lan", title=f"Việc {place}") for place in range(DUTIES)]
    ids = moves.issue_new(new, by=office["binh"])
    pairs = [(duty_id, office["lan"].pk) for duty_id in ids]
    random.Random(1).shuffle(pairs)
    return pairs, {office["lan"].pk: office["tu"].pk, office["tu"].pk: office["lan"].pk}


def _hand_over(pairs: list[tuple[int, int]], people: dict[int, int], clients: int, *, sealing: bool = False) -> float:
    """Hand-overs a second by so many processes, each on its own share of the duties."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    counts, start = fork.Array("q", clients), fork.Barrier(clients + 1)
    stop = fork.Event()
    shares = [[duty_id for duty_id, _ in pairs[place::clients]] for place in range(clients)]
    work = [
        fork.Process(target=_client, args=(shares[place], people, start, counts, place)) for place in range(clients)
    ]
    work += [fork.Process(target=_sealer, args=(stop,))] if sealing else []
    for process in work:
        process.start()
    start.wait()
    for process in work[:clients]:
        process.join()
    stop.set()
    for process in work:
        process.join()
    return sum(counts) / SECONDS


def _client(share: list[int], other: dict[int, int], start: Any, counts: Any, place: int) -> None:
    from congvu.kernel.duties import moves
    from congvu.kernel.duties.models import Duty
    from congvu.kernel.org.models import Person

    people = Person.objects.in_bulk(list(other))
    holder = dict(Duty.objects.filter(pk__in=share).values_list("pk", "holder_id"))
    choose = random.Random(place).choice

    def hand_over() -> None:
        duty_id = choose(share)
        receiver = other[holder[duty_id]]
        moves.move("forward", duty_id=duty_id, by=people[holder[duty_id]], given={"receiver": receiver})
        holder[duty_id] = receiver

    start.wait()
    _for(WARM, hand_over)
    counts[place] = _for(SECONDS, hand_over)


def _for(seconds: float, work: Callable[[], None]) -> int:
    end, count = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        work()
        count += 1
    return count


def _sealer(stop: Any) -> None:
    """Seals every second, twenty times as often as in operation."""
    from congvu.kernel.ledger import moves

    while not stop.wait(1.0):
        moves.seal_all()


def _check() -> None:
    """What was measured kept every promise."""
    from django.db import connection

    from congvu.kernel.duties import invariants

    faults = invariants.check(connection)
    if faults:
        raise AssertionError(faults[0])
