"""Proofs from the stored tree: a few rows are read, however large it is."""

from dataclasses import dataclass

from django.db import connection

from congvu.engines.seal import (
    TILE_LEVELS,
    Receipt,
    ShownEntry,
    ShownField,
    inclusion_proof,
    parents,
)
from congvu.kernel.ledger.models import Entry, EntryField, TreeHead, TreeNode

GROUP = 1 << TILE_LEVELS

_PLACE = """
select log_id, first_index + array_position(entries, %s) - 1 from sealed_leaf
where int8range(lowest, highest, '[]') @> %s::bigint and %s = any (entries)
order by log_id limit 1
"""
# A row holds at most 4,096 leaves, so no row that begins earlier can reach into the group.
_LEAVES = """
select substring(leaf_hashes from 32 * greatest(%(start)s - first_index, 0)::int + 1
                 for 32 * (%(end)s - greatest(%(start)s, first_index))::int)
from sealed_leaf
where log_id = %(log)s and first_index > %(start)s - 4096 and first_index < %(end)s order by first_index
"""


@dataclass(frozen=True)
class Place:
    """Where an entry stands: in which log, and as which leaf (from 0)."""

    log_id: int
    index: int


class TreeNodes:
    """The nodes of a stored tree, for the proofs of engines/seal; each group of 256 neighbours is read once."""

    def __init__(self, log_id: int) -> None:
        self.log_id = log_id
        self._groups: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash over leaves [index · 2^level, (index + 1) · 2^level); all of them must be sealed."""
        height = level % TILE_LEVELS
        base, first = level - height, index << height
        group = self._group(base, first // GROUP)
        hashes = group[32 * (first % GROUP) : 32 * (first % GROUP + (1 << height))]
        for _ in range(height):
            hashes = parents(hashes)
        if len(hashes) != 32:
            raise LookupError(f"node {level}/{index} of log {self.log_id} is not there")
        return hashes

    def _group(self, level: int, number: int) -> bytes:
        if (level, number) not in self._groups:
            self._groups[level, number] = self._leaves(number) if level == 0 else self._nodes(level, number)
        return self._groups[level, number]

    def _leaves(self, number: int) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVES, {"log": self.log_id, "start": number * GROUP, "end": (number + 1) * GROUP})
            return b"".join(bytes(row[0]) for row in cursor.fetchall())

    def _nodes(self, level: int, number: int) -> bytes:
        rows = TreeNode.objects.filter(
            log=self.log_id, level=level, index__gte=number * GROUP, index__lt=(number + 1) * GROUP
        )
        return b"".join(bytes(value) for value in rows.order_by("index").values_list("hash", flat=True))


def place_of(entry_id: int) -> Place | None:
    """The place of an entry; None while it waits for its seal (at most a minute)."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [entry_id, entry_id, entry_id])
        row = cursor.fetchone()
    return Place(*row) if row else None


def entry_by_code(code: str) -> Entry | None:
    """The last entry of a duty (NV-2026-00012), or the entry with a number."""
    number = code.rsplit("-", 1)[-1].strip()
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    if code.strip().upper().startswith("NV-"):
        duty = Entry.objects.filter(room="duties", subject="duty", subject_id=int(number))
        return duty.order_by("-seq").first()
    return Entry.objects.filter(pk=int(number)).first()


def receipt(entry: Entry, *, with_text: bool, history: bool = True) -> Receipt | None:
    """Proof of an entry and, as `history`, of those of its subject before it; None while it waits for its seal.

    `with_text` shows what people wrote, for those who may see it. The caller decides who that is.
    """
    place = place_of(entry.pk)
    if place is None:
        return None
    head = TreeHead.objects.filter(log=place.log_id).order_by("-size")[0]
    earliest = 1 if history else entry.seq
    chain = Entry.objects.filter(
        room=entry.room, subject=entry.subject, subject_id=entry.subject_id, seq__range=(earliest, entry.seq)
    ).order_by("seq")
    shown: dict[int, list[ShownField]] = {}
    if with_text:
        for field in EntryField.objects.filter(entry__in=chain).order_by("name"):
            shown.setdefault(field.entry_id, []).append(ShownField(field.name, bytes(field.salt), field.value))
    return Receipt(
        place.index,
        tuple(inclusion_proof(place.index, head.size, TreeNodes(place.log_id))),
        head.checkpoint,
        tuple(ShownEntry(bytes(leaf), tuple(shown.get(pk, ()))) for pk, leaf in chain.values_list("pk", "leaf")),
    )
