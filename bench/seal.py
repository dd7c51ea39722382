"""How fast entries are sealed and proved, and whether proving needs more memory for more entries.

The entries are written set-based by the database itself, leaf and all; that they pass the verification is part of it.
"""

import os
import resource
import time
from typing import Any

from bench.database import fresh_database
from bench.row import Row, best_of
from congvu.engines.seal import Frontier

SUBJECTS = 40_000
SMALL = 1  # rounds: one entry of every subject each
LARGE = 6

# The leaf as engines/seal writes it; every other entry has words of its own.
_ROUND = """
with written as (
    select nextval('entry_id_seq') id, s subject_id, p.leaf_hash previous, sha256(s::text::bytea) salt16,
           'Ghi chú của việc ' || s || ' lần ' || {seq} words
    from generate_series(1, {subjects}) s
    left join entry p on p.room = 'bench' and p.subject = 'duty' and p.subject_id = s and p.seq = {seq} - 1
), told as (
    select w.*, clock_timestamp() + interval '1 microsecond' * {seq} as at, substring(salt16 for 16) salt
    from written w
), leaves as (
    select t.*, convert_to(
        '{{"at":"' || ledger_instant(at) || '","authority":"holder","commitments":['
        || case when subject_id % 2 = 0 then '["note","' || encode(sha256(
            'congvu/field/1note'::bytea || '\\x00'::bytea || salt || convert_to(words, 'UTF8')), 'hex') || '"]'
           else '' end
        || '],"files":[],"from":"assigned","ground":"","payload":{{"number":' || subject_id || ',"set":{{"holder_id":'
        || subject_id % 250 || ',"state":"in_hand"}}}},"person":0,"post":0,"previous":"'
        || coalesce(encode(previous, 'hex'), '') || '","seq":{seq},"subject":"bench/duty/' || subject_id
        || '","to":"in_hand","v":1,"verb":"note"}}', 'UTF8') leaf
    from told t
), entries as (
    insert into entry (id, room, subject, subject_id, seq, verb, recorded_at, effective_at, ground, payload, leaf,
                       leaf_hash)
    select id, 'bench', 'duty', subject_id, {seq}, 'note', at, at, '',
           jsonb_build_object('number', subject_id,
                              'set', jsonb_build_object('state', 'in_hand', 'holder_id', subject_id % 250)),
           leaf, sha256('\\x00'::bytea || leaf)
    from leaves returning id, leaf_hash
), waiting as (
    insert into unsealed (entry_id, leaf_hash) select id, leaf_hash from entries
)
insert into entry_field (entry_id, name, salt, value)
select id, 'note', salt, words from leaves where subject_id % 2 = 0
"""


def run() -> list[Row]:
    with fresh_database():
        from congvu.kernel.org.models import Installation

        Installation.objects.create(pk=1, name="Bench", level="province", origin="demo/bench", demonstration=True)
        _write(1, SMALL + 1)
        _seal()
        _verify()
        small = _resident()
        _write(SMALL + 1, LARGE + 1)
        sealed = _seal()
        proved = max(_verify(), _verify())
        large = _resident()
    hashed = _hash()
    return [
        Row("leaves hashed into a tree, in memory", hashed, ratio=hashed / 300_000, at_least=1, unit="/s"),
        Row("entries sealed, database and signature included", sealed, ratio=sealed / 300_000, at_least=1, unit="/s"),
        Row("entries verified: leaf, chain, words, heads", proved, ratio=proved / 100_000, at_least=1, unit="/s"),
        Row(f"memory for verifying, {LARGE}× the entries", large, ratio=large / small, at_least=1.2, unit="MB",
            peer=small, peer_name="MB", more_is_better=False),
    ]  # fmt: skip


def _write(first: int, end: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for seq in range(first, end):
            cursor.execute(_ROUND.format(seq=seq, subjects=SUBJECTS))


def _seal() -> float:
    from congvu.kernel.ledger import moves, queries

    waiting = queries.waiting()
    started = time.perf_counter()
    moves.seal_all()
    return waiting / (time.perf_counter() - started)


def _verify() -> float:
    from congvu.kernel.ledger import queries

    started = time.perf_counter()
    report: Any = queries.verify(helpers=queries.cores())  # as `congvu ledger verify` does
    took = time.perf_counter() - started
    if report.findings:
        raise AssertionError(report.findings[0].text)
    return float(report.entries / took)


def _hash() -> float:
    hashes = os.urandom(32 * 65_536)
    return 65_536 / best_of(5, lambda: Frontier().extend(hashes))


def _resident() -> float:
    """The most memory this process and the largest of its helpers ever held, in MB."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
