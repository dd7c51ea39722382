"""The Merkle tree of RFC 9162 §2.1, grown from the right, and proofs made from its nodes.

Hashes travel as one `bytes`, 32 for each, because a million small objects would cost more than the hashing.
A *node* is (level, index): the hash over leaves [index · 2^level, (index + 1) · 2^level).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SIZE = 32
TILE_LEVELS = 8  # a tile spans 2^8 leaves, as in C2SP tlog-tiles
EMPTY = hashlib.sha256(b"").digest()
_sha256 = hashlib.sha256

Nodes = Callable[[int, int], bytes]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return _sha256(b"\1" + left + right).digest()


def parents(hashes: bytes) -> bytes:
    """The level above an even number of hashes."""
    pairs = range(0, len(hashes), 2 * SIZE)
    return b"".join([_sha256(b"\1" + hashes[at : at + 64]).digest() for at in pairs])


@dataclass
class Frontier:
    """All that is needed to go on growing a tree: its size and the roots of its perfect subtrees, lowest first.

    Memory is a few hashes, whatever the size.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def extend(self, leaf_hashes: bytes) -> dict[int, bytes]:
        """Add leaves on the right. Returns the nodes completed at levels 8, 16, 24…, left to right."""
        if len(leaf_hashes) % SIZE:
            raise ValueError("leaf hashes come in 32 bytes each")
        made: dict[int, bytes] = {}
        rest, peaks = list(self.peaks), []
        row, level, bits = leaf_hashes, 0, self.size
        while row or bits:
            if level and level % TILE_LEVELS == 0 and row:
                made[level] = row
            if bits & 1:
                row = rest.pop(0) + row
            if len(row) % (2 * SIZE):
                peaks.append(row[-SIZE:])
                row = row[:-SIZE]
            row, level, bits = parents(row), level + 1, bits >> 1
        self.size += len(leaf_hashes) // SIZE
        self.peaks = peaks
        return made

    def root(self) -> bytes:
        """The root at the present size."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[0]
        for peak in self.peaks[1:]:
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The peaks in a row; with the size they are the whole state."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Frontier":
        """The state that `to_bytes` wrote."""
        if len(peaks) != SIZE * size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")
        return cls(size, [peaks[at : at + SIZE] for at in range(0, len(peaks), SIZE)])


def nodes_of(leaf_hashes: Sequence[bytes]) -> Nodes:
    """The nodes of a small tree held in memory."""
    rows = [list(leaf_hashes)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)])
    return lambda level, index: rows[level][index]


def subtree_root(start: int, end: int, nodes: Nodes) -> bytes:
    """The hash over leaves [start, end), where start is a multiple of the least power of two ≥ end − start."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, start >> level)
    split = start + _largest_power_below(count)
    return node_hash(subtree_root(start, split, nodes), subtree_root(split, end, nodes))


def root(size: int, nodes: Nodes) -> bytes:
    """The root over the first `size` leaves."""
    return subtree_root(0, size, nodes) if size else EMPTY


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """RFC 9162 §2.1.3.1: the hashes from the leaf's sibling up to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _largest_power_below(end - start)
        if index < split:
            proof.append(subtree_root(split, end, nodes))
            end = split
        else:
            proof.append(subtree_root(start, split, nodes))
            start = split
    return proof[::-1]


def consistency_proof(first: int, second: int, nodes: Nodes) -> list[bytes]:
    """RFC 9162 §2.1.4.1: proves that the tree of `first` leaves is the beginning of the tree of `second`."""
    if not 0 < first <= second:
        raise ValueError(f"no proof from {first} to {second} leaves")
    proof: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        split = start + _largest_power_below(end - start)
        if first <= split:
            proof.append(subtree_root(split, end, nodes))
            end = split
        else:
            proof.append(subtree_root(start, split, nodes))
            start, whole = split, False
    if not whole:
        proof.append(subtree_root(start, end, nodes))
    return proof[::-1]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2: whether the leaf stands at that place of the tree with this root."""
    if not 0 <= index < size or not _are_hashes([leaf_hash, root, *proof]):
        return False
    number, last, value = index, size - 1, leaf_hash
    for step in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            value = node_hash(step, value)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            value = node_hash(value, step)
        number, last = number >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """RFC 9162 §2.1.4.2: whether the tree with the first root is the beginning of the tree with the second."""
    if not 0 < first <= second or not _are_hashes([first_root, second_root, *proof]):
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps:
        return False
    number, last = first - 1, second - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = node_hash(new, step)
        number, last = number >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _largest_power_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == SIZE for value in values)
