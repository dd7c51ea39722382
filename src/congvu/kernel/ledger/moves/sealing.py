"""Sealing: waiting entries become leaves of the tree, and a signed head says so."""

from typing import Any

from django.db import connection, transaction

from congvu.engines.seal import Checkpoint, Frontier, NoteError, Signer
from congvu.kernel.ledger import keys
from congvu.kernel.ledger.keys import KeyLost
from congvu.kernel.ledger.models import Log, TreeHead
from congvu.kernel.ledger.moves.entries import append
from congvu.kernel.org.models import Installation

LOCK = 0x5EA1  # whoever seals holds this advisory lock; writers of entries never wait for it
AT_ONCE = 65_536


def seal(limit: int = AT_ONCE) -> TreeHead | None:
    """Give at most `limit` waiting entries their places and sign the head over all; None when nothing waited.

    Raises KeyLost when the key of this ledger is not on this machine: a head of another key would prove nothing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("select exists (select from unsealed)")
        if cursor.fetchone() == (False,):
            return None
        return _seal(cursor, current_log(cursor), limit)


def seal_all() -> TreeHead | None:
    """Seal until nothing waits; the last head."""
    last = None
    while head := seal():
        last = head
    return last


def current_log(cursor: Any) -> Log:
    """The log that grows; the first one is opened with the installation's origin. The sealer's lock is held."""
    log = Log.objects.order_by("-pk").first()
    return log or _open(cursor, 1, Installation.objects.get(pk=1).origin, "")


def open_new_origin(lost_head: str = "") -> Log:
    """After a restore: leave the log and go on under a new origin, whose first entry says what may be lost.

    `lost_head` is the last head known outside (a saved file, a witness); heads of the old origin that are ahead of
    this database are then explained, neither fraud nor silence.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        before = current_log(cursor)
        kept = TreeHead.objects.filter(log=before).order_by("-size").first()
        kept_size = kept.size if kept else 0
        lost_size = _size_of(lost_head, before) if lost_head else kept_size
        origin = Installation.objects.get(pk=1).origin
        log = _open(cursor, before.pk + 1, f"{origin}/{before.pk + 1}", lost_head)
        written = append(
            room="ledger",
            subject="log",
            subject_id=log.pk,
            verb="open",
            by=None,
            payload={
                "origin": log.origin,
                "before": before.origin,
                "kept": kept_size,
                "lost": [kept_size, max(kept_size, lost_size)],
                "lost_head": lost_head,
            },
        )
        # It is the first leaf of the new log: what waited from before the restore comes after it.
        _seal(cursor, log, 1, only_entry=written.entry_id)
        return log


def _open(cursor: Any, number: int, origin: str, lost_head: str) -> Log:
    signer = Signer(origin, keys.seed() or keys.make())
    cursor.execute("select congvu_now()")
    (opened_at,) = cursor.fetchone()
    return Log.objects.create(
        pk=number, origin=origin, public_key=str(signer.verifier), opened_at=opened_at, lost_head=lost_head
    )


def _signer(log: Log) -> Signer:
    signer = keys.signer(log.origin)
    if signer is None:
        raise KeyLost(f"Thiếu tệp khóa niêm phong {keys.path()}. Hãy đặt lại tệp từ bản sao lưu khóa.")
    if str(signer.verifier) != log.public_key:
        raise KeyLost(f"Tệp khóa {keys.path()} không phải khóa của sổ cái “{log.origin}”.")
    return signer


def _seal(cursor: Any, log: Log, limit: int, only_entry: int | None = None) -> TreeHead | None:
    signer = _signer(log)
    last = TreeHead.objects.filter(log=log).order_by("-size").first()
    frontier = Frontier.from_bytes(last.size, bytes(last.frontier)) if last else Frontier()
    hashes = _take(log, frontier.size, limit, only_entry)
    if not hashes:
        return None
    before = frontier.size
    for level, row in frontier.extend(hashes).items():
        cursor.execute("select ledger_keep_nodes(%s::smallint, %s, %s, %s)", [log.pk, level, before >> level, row])
    root = frontier.root()
    cursor.execute("select congvu_now()")
    (signed_at,) = cursor.fetchone()
    return TreeHead.objects.create(
        log=log,
        size=frontier.size,
        root=root,
        frontier=frontier.to_bytes(),
        checkpoint=Checkpoint(log.origin, frontier.size, root).signed_by(signer),
        signed_at=signed_at,
    )


def _take(log: Log, first: int, limit: int, only_entry: int | None) -> bytes:
    """Hashes of the entries that got their places, as they come: spelled in hexadecimal they would be twice as long."""
    with connection.connection.cursor(binary=True) as cursor:
        cursor.execute("select ledger_take(%s::smallint, %s, %s, %s)", [log.pk, first, limit, only_entry])
        (taken,) = cursor.fetchone()
    return taken or b""


def _size_of(head: str, log: Log) -> int:
    try:
        checkpoint = Checkpoint.parse(head)
    except NoteError:
        return 0
    return checkpoint.size if checkpoint.origin == log.origin else 0
