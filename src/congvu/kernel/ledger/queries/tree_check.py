"""Every leaf is an entry, every entry a leaf once, and every signed head is the root over its leaves."""

from collections.abc import Iterator

from django.db import connection

from congvu.engines.seal import Checkpoint, ForgedError, Frontier, NoteError, Verifier
from congvu.kernel.ledger.models import Log, TreeHead, TreeNode
from congvu.kernel.ledger.queries.heads import verifiers
from congvu.kernel.ledger.queries.report import Progress, Report

STAGE = "Dựng lại cây niêm phong"
SIZE = 32

_LEAVES = """
select s.log_id, s.first_index, s.entries, s.leaf_hashes,
       (select string_agg(coalesce(e.leaf_hash, ''), ''::bytea order by u.place)
        from unnest(s.entries) with ordinality u (id, place) left join entry e on e.id = u.id)
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
select count(*), count(*) filter (where e.leaf_hash is distinct from u.leaf_hash),
       count(*) filter (where e.recorded_at < congvu_now() - interval '10 minutes')
from unsealed u left join entry e on e.id = u.entry_id
"""


def run(report: Report, progress: Progress) -> None:
    """Check leaves, heads and that nothing was left out; findings go to the report."""
    logs = {log.pk: log for log in Log.objects.all()}
    keys = {verifier.name: verifier for verifier in verifiers()}
    for log in logs.values():
        if str(keys[log.origin]) != log.public_key:
            report.contradiction(f"Khóa công khai ghi trong sổ cái “{log.origin}” không phải khóa của máy này.")
    trees = {pk: _Tree(report, log, keys[log.origin]) for pk, log in logs.items()}
    total = report.entries
    for log_id, first, entries, hashes, recorded in _rows():
        if log_id not in trees:
            report.contradiction(f"Có lá thuộc một sổ cái không tồn tại ({log_id}).")
            continue
        _check_row(report, entries, hashes, recorded or b"")
        trees[log_id].add(first, hashes)
        report.leaves += len(entries)
        progress(STAGE, report.leaves, total)
    for tree in trees.values():
        tree.end()
    _check_coverage(report)


def _rows() -> Iterator[tuple[int, int, list[int], bytes, bytes | None]]:
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


def _check_row(report: Report, entries: list[int], sealed: bytes, recorded: bytes) -> None:
    if sealed == recorded:
        return
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


def _check_coverage(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        report.waiting, other, late = cursor.fetchone()
        if other:
            report.contradiction(f"{other} dòng chờ niêm phong có mã băm khác với dòng trong sổ cái.")
        if late:
            report.doubt(f"{late} dòng đã chờ niêm phong quá 10 phút.")
        if report.entries != report.leaves + report.waiting:
            cursor.execute(_NEVER)
            for entry_id, subject, seq, verb in cursor.fetchall():
                told = f"Dòng {entry_id} ({subject}, lần {seq}, “{verb}”)"
                report.contradiction(f"{told}: chưa từng được niêm phong và cũng không chờ niêm phong.", entry_id)
        cursor.execute(_NOT_ONCE)
        for entry_id, times in cursor.fetchall():
            report.contradiction(f"Dòng {entry_id} được niêm phong {times} lần.", entry_id)
