"""A hand-over through the product's Python call, permission included, beside pgbench's TPC-B-like on the same server.

TPC-B-like is run as pgbench runs it by default; a line without an aim shows it with prepared statements, too. The same
second sees both: rounds of a few seconds are interleaved, because other programs share the machine. As many processes
as there are cores serve the clients with as many threads each as `congvu serve` has; a client whose request is done
stands in line again. So the program never holds more connections than threads; pgbench holds one for each client.
"""

import multiprocessing
import os
import queue
import random
import re
import statistics
import subprocess
import threading
import time
from typing import Any

from bench.database import fresh_database
from bench.generated import UNIT, fill
from bench.row import Row
from congvu.faces.cli.serve import THREADS
from congvu.kit.cluster import Cluster

DUTIES = 50_000  # a fifth of them open, 40 an official
ROUNDS = 3
SECONDS = 4.0
WARM = 4.0  # a new connection plans every statement of a move anew; those of the program live for hours
SEALED_SECONDS = 22.0  # as long as from one sealing to the next in operation, and the sealing itself
AIM = {8: 0.60, 32: 0.50}


def run() -> list[Row]:
    with fresh_database() as cluster:
        fill(cluster, DUTIES)
        duties = _open_duties()
        _pgbench(cluster, "-i", "-s", "20", "-q")
        ours: dict[int, list[float]] = {}
        sealed: dict[bool, list[float]] = {}
        peer: dict[tuple[int, str], list[float]] = {}
        for _ in range(ROUNDS):
            for clients in AIM:
                peer.setdefault((clients, "simple"), []).append(_tpcb(cluster, clients, "simple"))
                ours.setdefault(clients, []).append(_hand_over(duties, clients))
            peer.setdefault((8, "prepared"), []).append(_tpcb(cluster, 8, "prepared"))
            for sealing in (False, True):
                sealed.setdefault(sealing, []).append(_hand_over(duties, 8, seconds=SEALED_SECONDS, sealing=sealing))
        _check()
    return _rows(ours, peer, sealed)


def _rows(
    ours: dict[int, list[float]], peer: dict[tuple[int, str], list[float]], sealed: dict[bool, list[float]]
) -> list[Row]:
    rows = []
    for clients, aim in AIM.items():
        mine, theirs = statistics.median(ours[clients]), statistics.median(peer[clients, "simple"])
        rows.append(
            Row(f"hand-over by moves.move, {clients} clients", mine, theirs, mine / theirs, aim, "/s", "/s TPC-B-like")
        )
    mine, prepared = statistics.median(ours[8]), statistics.median(peer[8, "prepared"])
    rows.append(Row("the same beside prepared TPC-B-like", mine, prepared, mine / prepared, None, "/s", "/s prepared"))
    off, on = statistics.median(sealed[False]), statistics.median(sealed[True])
    rows.append(Row("sealed as in operation, 8 clients", on, off, on / off, 0.95, "/s", "/s without"))
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


def _tpcb(cluster: Cluster, clients: int, protocol: str) -> float:
    said = _pgbench(cluster, "-n", "-c", str(clients), "-j", "2", "-T", str(int(SECONDS)), "-M", protocol)
    found = re.search(r"tps = ([0-9.]+)", said)
    assert found is not None
    return float(found.group(1))


# --- ours ---------------------------------------------------------------------------------------


def _open_duties() -> list[int]:
    """Duties that somebody has to do, in random order."""
    from congvu.kernel.duties.models import Duty

    ids = list(Duty.objects.filter(state__in=["assigned", "in_hand"]).values_list("pk", flat=True))
    random.Random(1).shuffle(ids)
    return ids


def _hand_over(duties: list[int], clients: int, *, seconds: float = SECONDS, sealing: bool = False) -> float:
    """Hand-overs a second for so many clients, served by as many processes as the machine has cores.

    All are counted in one window, the same for every client: it begins when all are warm.
    """
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    processes = min(clients, os.cpu_count() or 1)
    counts: Any = fork.Array("q", clients)
    start = fork.Barrier(processes + 1)
    window: Any = fork.Array("d", 2)
    stop = fork.Event()
    shares = [range(first, clients, processes) for first in range(processes)]
    work = [fork.Process(target=_process, args=(duties, clients, share, start, window, counts)) for share in shares]
    work += [fork.Process(target=_sealer, args=(stop,))] if sealing else []
    for process in work:
        process.start()
    window[0] = time.monotonic() + 3600
    start.wait()
    window[:] = [time.monotonic() + WARM, time.monotonic() + WARM + seconds]
    for process in work[:processes]:
        process.join()
    stop.set()
    for process in work:
        process.join()
    return float(sum(counts)) / seconds


def _process(duties: list[int], clients: int, places: range, start: Any, window: Any, counts: Any) -> None:
    from congvu.kernel.duties.models import Duty
    from congvu.kernel.org.models import Person

    people = Person.objects.in_bulk()
    holder = dict(Duty.objects.filter(pk__in=duties).values_list("pk", "holder_id"))
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for place in places:
        waiting.put(place)
    threads = [
        threading.Thread(target=_serve, args=(duties, clients, people, holder, waiting, window, counts))
        for _ in range(min(len(places), THREADS))
    ]
    start.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _serve(
    duties: list[int], clients: int, people: Any, holder: Any, waiting: queue.SimpleQueue[int], window: Any, counts: Any
) -> None:
    """One request after another: the next client's duty goes to the next colleague of its holder's unit."""
    from django.db import connection

    from congvu.kernel.duties import moves

    choose = random.Random(threading.get_ident()).randrange
    while True:
        place = waiting.get()
        duty_id = duties[place + clients * choose(len(duties) // clients)]
        giver = holder[duty_id] or 0
        receiver = giver - giver % UNIT + (giver + 1) % UNIT
        moves.move("forward", duty_id=duty_id, by=people[giver], given={"receiver": receiver})
        holder[duty_id] = receiver
        at = time.monotonic()
        if window[0] < at <= window[1]:
            counts[place] += 1
        waiting.put(place)
        if at > window[1]:
            break
    connection.close()


def _sealer(stop: Any) -> None:
    """Seals as often as the program does in operation."""
    from django.conf import settings

    from congvu.kernel.ledger import moves

    while not stop.wait(settings.SEAL_EVERY_SECONDS):
        moves.seal_all()


def _check() -> None:
    """What was measured kept every promise."""
    from django.db import connection

    from congvu.kernel.duties import invariants

    faults = invariants.check(connection)
    if faults:
        raise AssertionError(faults[0])
