"""Signed heads: C2SP tlog-checkpoint in a C2SP signed note, Ed25519.

A head is three lines (origin, size, root), an empty line, and signature lines. A verifier knows its keys beforehand:
signatures of unknown keys are ignored, a wrong signature of a known key refuses the whole note.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
MOST_SIGNATURES = 64
LARGEST_NOTE = 64 * 1024
_NAME = re.compile(r"[^\s+]+")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(ValueError):
    """The text is not a signed note or not a head."""


class ForgedError(NoteError):
    """A signature of a key that we know does not belong to this text."""


@dataclass(frozen=True)
class Verifier:
    """A public key with its name; written `name+id+key`, as in Go's note package."""

    name: str
    key: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError(f"“{self.name}” không thể là tên khóa: không có dấu cách, dấu cộng")
        if len(self.key) != 32:
            raise NoteError("khóa Ed25519 phải có 32 byte")

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature line says which key it means."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read `name+id+key`; NoteError when its parts do not agree."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("khóa công khai có ba phần: tên+số+khóa")
        raw = decode_base64(parts[2])
        if raw[:1] != ED25519:
            raise NoteError("chỉ nhận khóa Ed25519")
        verifier = cls(parts[0], raw[1:])
        if verifier.id.hex() != parts[1]:
            raise NoteError("số khóa không khớp với khóa")
        return verifier

    def verify(self, text: str, signature: bytes) -> bool:
        """Whether this key signed the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """The private half; 32 bytes that live in a file outside the database."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """A signature line for the text of a note."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {base64.b64encode(self.verifier.id + signature).decode()}\n"


@dataclass(frozen=True)
class Signature:
    """One signature line: who, which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class Checkpoint:
    """A head: the root over the first `size` leaves of the log `origin`, with its signature lines."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed_by(self, *signers: Signer) -> str:
        """The signed note."""
        return self.text + "\n" + "".join(signer.line(self.text) for signer in signers)

    @classmethod
    def parse(cls, note: str) -> "Checkpoint":
        """Read a signed note as a head, without judging its signatures. NoteError when it is not exactly one."""
        text, signatures = _split(note)
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise NoteError("đầu cây phải có ba dòng: tên sổ, số dòng, gốc")
        origin, size, root = lines[:3]
        if not origin or not _NUMBER.fullmatch(size):
            raise NoteError("số dòng không phải là số" if origin else "thiếu tên sổ")
        decoded = decode_base64(root)
        if len(decoded) != 32:
            raise NoteError("gốc cây có độ dài sai")
        return cls(origin, int(size), decoded, signatures)

    def signers(self, verifiers: Sequence[Verifier]) -> tuple[Verifier, ...]:
        """Which of the known keys signed this head. ForgedError when a known key's signature is wrong."""
        known = {(verifier.name, verifier.id): verifier for verifier in verifiers}
        good: list[Verifier] = []
        for line in self.signatures:
            verifier = known.get((line.name, line.key_id))
            if verifier is None or verifier in good:
                continue
            if not verifier.verify(self.text, line.signature):
                raise ForgedError(f"chữ ký của {line.name} không phải chữ ký trên đầu cây này")
            good.append(verifier)
        return tuple(good)


def _split(note: str) -> tuple[str, tuple[Signature, ...]]:
    if len(note) > LARGEST_NOTE:
        raise NoteError("tệp quá lớn")
    if any(letter < " " and letter != "\n" for letter in note):
        raise NoteError("tệp chứa ký tự điều khiển")
    text, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise NoteError("tệp không có chữ ký")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("tệp có quá nhiều chữ ký")
    return text + "\n", tuple(_signature(line) for line in lines)


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _NAME.fullmatch(parts[1]):
        raise NoteError("dòng chữ ký không đúng dạng “— tên chữ-ký”")
    raw = decode_base64(parts[2])
    if len(raw) < 5:
        raise NoteError("chữ ký quá ngắn")
    return Signature(parts[1], raw[:4], raw[4:])


def decode_base64(text: str) -> bytes:
    """Standard base64 in its one spelling; otherwise two different files would say the same."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("có chỗ không phải base64") from error
    if base64.b64encode(raw).decode() != text:
        raise NoteError("base64 viết không đúng quy cách")
    return raw
