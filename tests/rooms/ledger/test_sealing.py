"""Whatever is committed is sealed once, in a tree whose heads stay true."""

import threading
import time
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.database import Database
from tests.rooms.ledger.given import ORIGIN, given_entries, given_installation

from congvu.engines import seal
from congvu.kernel.ledger import keys, moves, queries
from congvu.kernel.ledger.models import Entry, Log, SealedLeaf, TreeHead, Unsealed
from congvu.kernel.ledger.queries import Verdict


@pytest.mark.django_db
def test_a_head_is_signed_over_all_leaves_in_order() -> None:
    entries = given_entries(10)
    head = moves.seal()
    assert head is not None and head.size == 10
    leaves = [seal.leaf_hash(bytes(entry.leaf)) for entry in entries]
    signed = seal.Checkpoint.parse(head.checkpoint)
    assert (signed.origin, signed.size) == (ORIGIN, 10)
    assert signed.root == seal.root(10, seal.nodes_of(leaves))
    assert signed.signers([seal.Verifier.parse(Log.objects.get().public_key)])
    assert moves.seal() is None


@pytest.mark.django_db
def test_a_tree_that_grew_in_many_sealings_gives_proofs_for_every_leaf() -> None:
    entries = given_entries(700)
    for limit in (1, 255, 1, 3, 300, 65536):
        moves.seal(limit)
    head = queries.head()
    assert head is not None and head.size == 700
    nodes = seal.nodes_of([bytes(entry.leaf_hash) for entry in entries])
    assert bytes(head.root) == seal.root(700, nodes)
    stored = queries.TreeNodes(head.log_id)
    for index in (0, 1, 255, 256, 257, 511, 512, 699):
        place = queries.place_of(entries[index].pk)
        assert place == queries.Place(1, index)
        proof = seal.inclusion_proof(index, 700, stored)
        assert proof == seal.inclusion_proof(index, 700, nodes)
        assert seal.verify_inclusion(bytes(entries[index].leaf_hash), index, 700, proof, bytes(head.root))
    for old in TreeHead.objects.all():
        proof = seal.consistency_proof(old.size, 700, stored)
        assert seal.verify_consistency(old.size, 700, proof, bytes(old.root), bytes(head.root))


@pytest.mark.django_db(transaction=True)
def test_transactions_that_commit_out_of_order_leave_nothing_unsealed(database: Database) -> None:
    given_installation()
    stop = threading.Event()

    def append(session: psycopg.Connection[Any], subject: int, seq: int) -> None:
        halves = seal.leaf_halves(
            subject=f"tests/thing/{subject}", seq=seq, previous=None, verb="note", person=None, post=None
        )
        session.execute(
            "select ledger_append('tests', 'thing', %s, %s, 'note', null, null, congvu_now(), null, '', '{}',"
            " %s, %s, '[]', '')",
            [subject, seq, *halves],
        )

    def write(subject: int) -> None:
        with psycopg.connect(database.url()) as session:
            for seq in range(1, 41):
                append(session, subject, seq)
                time.sleep(0.001 * (subject % 4))
                if seq % 5 == 0:
                    session.rollback()
                else:
                    session.commit()

    def keep_sealing() -> None:
        while not stop.is_set():
            moves.seal()
        connections.close_all()

    with psycopg.connect(database.url()) as late:
        append(late, 99, 1)  # has its id, and commits only when later ids have long been sealed
        writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
        for thread in writers + sealers:
            thread.start()
        for thread in writers:
            thread.join()
        moves.seal_all()  # so that the late one stands alone in the last batch
        late.commit()
    stop.set()
    for thread in sealers:
        thread.join()
    moves.seal_all()
    sealed = [pk for row in SealedLeaf.objects.order_by("first_index") for pk in row.entries]
    assert len(sealed) == len(set(sealed)) == Entry.objects.count() == 8 * 32 + 1
    assert sealed[-1] == min(sealed)
    assert not Unsealed.objects.exists()
    head = queries.head()
    assert head is not None and head.size == len(sealed)


@pytest.mark.django_db
def test_nobody_signs_without_the_key_of_the_ledger() -> None:
    given_entries(1)
    moves.seal()
    given_entries(1)
    kept = keys.path().read_bytes()
    try:
        keys.path().write_text("AAAA")
        with pytest.raises(keys.KeyLost):
            moves.seal()
        keys.path().unlink()
        with pytest.raises(keys.KeyLost):
            moves.seal()
        keys.make()
        with pytest.raises(keys.KeyLost):
            moves.seal()
    finally:
        keys.path().write_bytes(kept)
    assert moves.seal() is not None


@pytest.mark.django_db
def test_the_key_is_readable_by_its_owner_alone() -> None:
    given_entries(1)
    moves.seal()
    assert keys.path().stat().st_mode & 0o777 == 0o600
    before = keys.path().read_bytes()
    assert keys.make() == keys.seed() and keys.path().read_bytes() == before
    assert list(keys.path().parent.iterdir()) == [keys.path()]


@pytest.mark.django_db
def test_a_restore_opens_the_next_origin_and_says_what_was_lost() -> None:
    given_entries(5)
    moves.seal()
    lost = seal.Checkpoint(ORIGIN, 9, bytes(32)).signed_by(seal.Signer(ORIGIN, keys.seed() or b""))
    given_entries(2)
    log = moves.open_new_origin(lost)
    assert (log.pk, log.origin, log.lost_head) == (2, f"{ORIGIN}/2", lost)
    first = Entry.objects.get(pk=SealedLeaf.objects.get(log=log).entries[0])
    assert (first.verb, first.payload["lost"], first.payload["before"]) == ("open", [5, 9], ORIGIN)
    moves.seal_all()
    head = queries.head()
    assert head is not None and (head.log_id, head.size) == (2, 3)
    report = queries.verify()
    assert (report.verdict, report.findings, report.leaves) == (Verdict.PROVEN, [], 8)
    ahead = queries.check_head(lost)
    assert ahead.verdict is Verdict.NOT_PROVEN and "6 đến 9" in ahead.text
    receipt = queries.receipt(Entry.objects.order_by("pk")[0], with_text=False)
    assert receipt is not None and receipt.verify(queries.verifiers()).head.origin == ORIGIN
