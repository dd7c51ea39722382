"""Every leaf is an entry, every entry a leaf once, and every signed head is the root over its leaves."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from congvu.engines.seal import Checkpoint, ForgedError, Frontier, NoteError, Verifier
from congvu.kernel.ledger.models import Log, TreeHead, TreeNode
from congvu.kernel.ledger.queries.heads import verifiers
from congvu.kernel.ledger.queries.report import Progress, Report

STAGE = "Dựng lại cây niêm phong"
SIZE = 32

# Entries are mostly sealed in an unbroken row of ids, which is read much faster than one by one.
_LEAVES = """
select s.log_id, s.first_index, s.entries, s.leaf_hashes, s.lowest, s.highest,
       case when s.highest - s.lowest + 1 = cardinality(s.entries) then (
           select string_agg(e.leaf_hash, ''::bytea order by e.id)
           from entry e where e.id between s.lowest and s.highest)
       else (
           select string_agg(coalesce(e.leaf_hash, ''), ''::bytea order by u.place)
           from unnest(s.entries) with ordinality u (id, place) left join entry e on e.id = u.id)
       end
from sealed_leaf s order by s.log_id, s.first_index
"""
_NOT_ONCE = """
select id, count(*) from (select unnest(entries) id from sealed_leaf union all select entry_id from unsealed) s
group by id having count(*) > 1 order by 1 limit 100
"""
_NEVER = """
select e.id, e.room || '/' || e.subject || '/' || e.subject_id, e.seq, e.verb
from entry e left join (select unnest(entries) id from sealed_leaf union all select entry_id from unsealed) s
  on s.id = e.id
where s.id is null order by 1 limit 100
"""
_WAITING = """
select min(u.entry_id), count(*), count(*) filter (where e.leaf_hash is distinct from u.leaf_hash),
       count(*) filter (where e.recorded_at < congvu_now() - interval '10 minutes')
from unsealed u left join entry e on e.id = u.entry_id
"""


@dataclass
class Sealed:
    """What is known of the ids met so far: while they ascend, none can have been met twice."""

    highest: int = 0
    ascending: bool = True

    def meet(self, entries: list[int]) -> bool:
        """Whether the ids of a row ascend; remembered is whether they ascend from row to row."""
        in_row = bool(entries) and None not in entries and all(map(operator.lt, entries, entries[1:]))
        self.ascending = self.ascending and in_row and entries[0] > self.highest
        if self.ascending:
            self.highest = entries[-1]
        return in_row


def run(report: Report, progress: Progress, total: int) -> Sealed:
    """Check leaves and heads; findings go to the report."""
    sealed = Sealed()
    logs = {log.pk: log for log in Log.objects.all()}
    keys = {verifier.name: verifier for verifier in verifiers()}
    for log in logs.values():
        if str(keys[log.origin]) != log.public_key:
            report.contradiction(f"Khóa công khai ghi trong sổ cái “{log.origin}” không phải khóa của máy này.")
    trees = {pk: _Tree(report, log, keys[log.origin]) for pk, log in logs.items()}
    for log_id, first, entries, hashes, lowest, highest, recorded in _rows():
        if log_id not in trees:
            report.contradiction(f"Có lá thuộc một sổ cái không tồn tại ({log_id}).")
            continue
        ends_known = sealed.meet(entries) and (entries[0], entries[-1]) == (lowest, highest)
        if not ends_known or hashes != recorded:
            _check_row(report, entries, hashes)
        trees[log_id].add(first, hashes)
        report.leaves += len(entries)
        progress(STAGE, report.leaves, total)
    for tree in trees.values():
        tree.end()
    return sealed


def _rows() -> Iterator[tuple[int, int, list[int], bytes, int, int, bytes | None]]:
    """Rows of leaves through a server-side cursor: heads and nodes are asked for between them."""
    connection.ensure_connection()
    with connection.connection.cursor(name="ledger_leaves") as cursor:
        cursor.itersize = 8
        cursor.execute(_LEAVES, binary=True)
        yield from cursor


class _Tree:
    """One log's tree, rebuilt from its leaves and compared with each of its heads on the way."""

    def __init__(self, report: Report, log: Log, key: Verifier) -> None:
        self.report, self.log, self.key = report, log, key
        self.frontier = Frontier()
        self.heads: Iterator[TreeHead] = TreeHead.objects.filter(log=log).order_by("size").iterator(chunk_size=500)
        self.head = next(self.heads, None)
        self.good = 0

    def add(self, first: int, hashes: bytes) -> None:
        """The next leaves; a head may stand anywhere among them."""
        if first != self.frontier.size:
            self._wrong(f"lá {self.frontier.size} được tiếp bằng lá {first}; giữa chúng có lá bị bỏ.")
        at = 0
        while self.head is not None and self.head.size <= self.frontier.size + (len(hashes) - at) // SIZE:
            step = max(0, self.head.size - self.frontier.size) * SIZE
            self._grow(hashes[at : at + step])
            at += step
            self._check_head(self.head)
            self.head = next(self.heads, None)
        self._grow(hashes[at:])

    def end(self) -> None:
        """A head beyond the last leaf, or leaves beyond the last head."""
        while self.head is not None:
            self._check_head(self.head)
            self.head = next(self.heads, None)
        if self.good != self.frontier.size:
            self._wrong(f"các lá từ {self.good} đến {self.frontier.size - 1} không có đầu cây nào ký.")

    def _wrong(self, told: str) -> None:
        self.report.contradiction(f"Sổ cái “{self.log.origin}”: {told}")

    def _grow(self, hashes: bytes) -> None:
        """Add leaves; the stored nodes above them, from which proofs are made, must be the same."""
        before = self.frontier.size
        for level, row in self.frontier.extend(hashes).items():
            first, count = before >> level, len(row) // SIZE
            stored = TreeNode.objects.filter(log=self.log, level=level, index__gte=first, index__lt=first + count)
            if b"".join(map(bytes, stored.order_by("index").values_list("hash", flat=True))) != row:
                self._wrong(f"các nút {first} đến {first + count - 1} ở tầng {level} không khớp với lá.")

    def _check_head(self, head: TreeHead) -> None:
        self.report.heads += 1
        told = f"Đầu cây {head.size} dòng của sổ cái “{self.log.origin}”"
        try:
            signed = Checkpoint.parse(head.checkpoint)
            signers = signed.signers([self.key])
        except ForgedError:
            self.report.contradiction(f"{told}: chữ ký không khớp.")
            return
        except NoteError:
            self.report.contradiction(f"{told}: không đọc được.")
            return
        if not signers:
            self.report.contradiction(f"{told}: không có chữ ký của khóa sổ cái.")
        elif (signed.origin, signed.size, signed.root) != (self.log.origin, head.size, bytes(head.root)):
            self.report.contradiction(f"{told}: nội dung ký khác với nội dung lưu.")
        elif head.size != self.frontier.size or signed.root != self.frontier.root():
            self.report.contradiction(
                f"{told}: không khớp với các lá; có lá từ {self.good} đến {head.size - 1} đã bị đổi sau khi ký."
            )
        if head.size == self.frontier.size:
            self.good = head.size


def _check_row(report: Report, entries: list[int], sealed: bytes) -> None:
    if len(sealed) != SIZE * len(entries):
        report.contradiction(f"Hàng lá bắt đầu từ dòng {entries[0] if entries else '?'} có số lá không khớp.")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, room || '/' || subject || '/' || subject_id, seq, verb, leaf_hash"
            " from entry where id = any(%s)",
            [entries],
        )
        found = {row[0]: row for row in cursor.fetchall()}
    for place, entry_id in enumerate(entries):
        row = found.get(entry_id)
        if row is None:
            report.contradiction(f"Dòng {entry_id} đã niêm phong nhưng đã bị xóa khỏi sổ cái.", entry_id)
        elif bytes(row[4]) != sealed[SIZE * place : SIZE * (place + 1)]:
            told = f"Dòng {entry_id} ({row[1]}, lần {row[2]}, “{row[3]}”)"
            report.contradiction(f"{told}: nội dung hiện nay khác nội dung đã niêm phong.", entry_id)


def check_coverage(report: Report, sealed: Sealed) -> None:
    """Nothing was left out and nothing sealed twice; asked when entries and leaves are counted."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        first_waiting, report.waiting, other, late = cursor.fetchone()
        if other:
            report.contradiction(f"{other} dòng chờ niêm phong có mã băm khác với dòng trong sổ cái.")
        if late:
            report.doubt(f"{late} dòng đã chờ niêm phong quá 10 phút.")
        if report.entries != report.leaves + report.waiting:
            cursor.execute(_NEVER)
            for entry_id, subject, seq, verb in cursor.fetchall():
                told = f"Dòng {entry_id} ({subject}, lần {seq}, “{verb}”)"
                report.contradiction(f"{told}: chưa từng được niêm phong và cũng không chờ niêm phong.", entry_id)
        if sealed.ascending and (first_waiting or sealed.highest + 1) > sealed.highest:
            return
        cursor.execute(_NOT_ONCE)
        for entry_id, times in cursor.fetchall():
            report.contradiction(f"Dòng {entry_id} được niêm phong {times} lần.", entry_id)
