"""A receipt: proof for one entry that can be checked without the database and without a network (C2SP tlog-proof).

The `extra` line carries what the proof is about: the leaf, the leaves of the same subject before it (each leaf names
the hash of the one before), and the fields its holder chose to show. None of it is trusted before its hash is met.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvu.engines.seal.canonical import LeafError, canonical
from congvu.engines.seal.leaf import SALT_BYTES, Leaf, commitment, decode, leaf_hash
from congvu.engines.seal.note import Checkpoint, NoteError, Verifier, decode_base64
from congvu.engines.seal.tree import SIZE, verify_inclusion

FIRST_LINE = "c2sp.org/tlog-proof@v1"
LARGEST = 8 * 1024 * 1024
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class ReceiptError(ValueError):
    """The file is not a receipt; it says nothing for or against the ledger."""


class ContradictionError(ValueError):
    """The parts of the receipt contradict one another: something was changed."""


@dataclass(frozen=True)
class ShownField:
    """A field of an entry: its salt and text, or nothing once lawfully erased."""

    name: str
    salt: bytes
    value: str

    @property
    def erased(self) -> bool:
        """Nothing is left to be read; the commitment in the leaf stays."""
        return not self.salt


@dataclass(frozen=True)
class ShownEntry:
    """A leaf and those of its fields that the holder of the receipt may see."""

    leaf: bytes
    fields: tuple[ShownField, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """A proof that the last of `entries` is leaf number `index` under the head; earlier ones hang on it by hashes."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    entries: tuple[ShownEntry, ...]

    def __str__(self) -> str:
        lines = [FIRST_LINE, f"extra {base64.b64encode(canonical(_extra(self.entries))).decode()}"]
        lines.append(f"index {self.index}")
        lines.extend(base64.b64encode(step).decode() for step in self.proof)
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> "Receipt":
        """Read a receipt; ReceiptError when the file is not one."""
        if len(text) > LARGEST:
            raise ReceiptError("tệp quá lớn")
        above, gap, checkpoint = text.partition("\n\n")
        lines = above.split("\n")
        if not gap or len(lines) < 3 or lines[0] != FIRST_LINE or not lines[1].startswith("extra "):
            raise ReceiptError("tệp không phải giấy chứng nhận của sổ cái")
        number = _INDEX.fullmatch(lines[2])
        if number is None:
            raise ReceiptError("giấy chứng nhận thiếu số thứ tự của dòng")
        try:
            proof = tuple(decode_base64(line) for line in lines[3:])
            extra = decode_base64(lines[1].removeprefix("extra "))
            Checkpoint.parse(checkpoint)
        except NoteError as error:
            raise ReceiptError(str(error)) from error
        if any(len(step) != SIZE for step in proof):
            raise ReceiptError("một bước chứng minh có độ dài sai")
        return cls(int(number[1]), proof, checkpoint, _entries(extra))

    def verify(self, verifiers: Sequence[Verifier]) -> "Proven":
        """What the receipt proves to whoever trusts these keys. ContradictionError names what does not fit."""
        head = Checkpoint.parse(self.checkpoint)
        leaves = [_decoded(entry) for entry in self.entries]
        for before, leaf_before, leaf in zip(self.entries, leaves, leaves[1:], strict=False):
            if (leaf.subject, leaf.seq, leaf.previous) != (
                leaf_before.subject,
                leaf_before.seq + 1,
                leaf_hash(before.leaf),
            ):
                raise ContradictionError(f"{leaf.subject}, lần {leaf.seq}: không nối tiếp dòng liền trước")
        for entry, leaf in zip(self.entries, leaves, strict=True):
            _check_fields(entry, leaf)
        if not verify_inclusion(leaf_hash(self.entries[-1].leaf), self.index, head.size, self.proof, head.root):
            raise ContradictionError("dòng này không nằm dưới đầu cây kèm theo")
        return Proven(head, tuple(leaves), head.signers(verifiers))


@dataclass(frozen=True)
class Proven:
    """The head, the entries under it, and which trusted keys signed it. Without a signer nothing is proven yet."""

    head: Checkpoint
    leaves: tuple[Leaf, ...]
    signers: tuple[Verifier, ...]


def _extra(entries: Sequence[ShownEntry]) -> Mapping[str, object]:
    return {
        "entries": [
            {
                "fields": [[shown.name, shown.salt.hex(), shown.value] for shown in entry.fields],
                "leaf": entry.leaf.decode(),
            }
            for entry in entries
        ]
    }


def _entries(extra: bytes) -> tuple[ShownEntry, ...]:
    try:
        raw = json.loads(extra)
        entries = tuple(
            ShownEntry(
                str(entry["leaf"]).encode(),
                tuple(ShownField(str(name), bytes.fromhex(salt), str(value)) for name, salt, value in entry["fields"]),
            )
            for entry in raw["entries"]
        )
        spelling = canonical(_extra(entries))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReceiptError("không đọc được các dòng kèm theo") from error
    if not entries or spelling != extra:
        raise ReceiptError("không đọc được các dòng kèm theo")
    return entries


def _decoded(entry: ShownEntry) -> Leaf:
    try:
        return decode(entry.leaf)
    except LeafError as error:
        raise ContradictionError(f"có dòng không đọc được ({error})") from error


def _check_fields(entry: ShownEntry, leaf: Leaf) -> None:
    committed = dict(leaf.commitments)
    for shown in entry.fields:
        if shown.name not in committed:
            raise ContradictionError(f"{leaf.subject}, lần {leaf.seq}: dòng này chưa từng có nội dung “{shown.name}”")
        if shown.erased and not shown.value:
            continue
        if len(shown.salt) != SALT_BYTES or commitment(shown.name, shown.value, shown.salt) != committed[shown.name]:
            raise ContradictionError(
                f"{leaf.subject}, lần {leaf.seq}: nội dung “{shown.name}” không phải nội dung đã niêm phong"
            )
