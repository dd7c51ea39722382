"""What is sealed of an entry: its canonical bytes, their hash, and commitments to what people wrote.

The bytes are made in two halves around the time, because only the database, inside its lock, knows the time:
`head + time + tail` is the leaf. Free text never enters a leaf: only SHA-256 over a random salt and the text does,
so erasing salt and text is lawful erasure and leaves every proof valid.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from congvu.engines.seal.canonical import LeafError, canonical, check

VERSION = 1
SALT_BYTES = 16
CLOCK = 0  # the person key of what the clock does, and the post key of whoever holds none
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
_HEAD = b'{"at":"'  # "at" sorts before every other key of version 1
_FIELD = b"congvu/field/1"
_sha256 = hashlib.sha256


@dataclass(frozen=True)
class Leaf:
    """A decoded leaf.

    `subject` is "room/kind/id", `previous` the hash of the subject's previous leaf (empty in its first),
    `source` and `target` the states before and after, `effective_at` empty unless it differs from `at`.
    """

    version: int
    at: datetime
    subject: str
    seq: int
    previous: bytes
    verb: str
    person: int
    post: int
    authority: str
    source: str
    target: str
    payload: Mapping[str, Any]
    files: tuple[str, ...]
    commitments: tuple[tuple[str, bytes], ...]
    effective_at: datetime | None
    ground: str


def subject_key(room: str, subject: str, subject_id: int) -> str:
    """How a leaf names what it is about: duties/duty/12."""
    return f"{room}/{subject}/{subject_id}"


def instant(at: datetime) -> str:
    """UTC with six decimals, as the database's `ledger_instant` writes it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commit(name: str, value: str, salt: bytes) -> bytes:
    """The commitment to one field; the salt is 16 random bytes, never derived (twelve-digit numbers are guessed)."""
    check(name, "name")
    check(value, name)
    if len(salt) != SALT_BYTES:
        raise LeafError(f"{name}: the salt has {len(salt)} bytes")
    return commitment(name, value, salt)


def commitment(name: str, value: str, salt: bytes) -> bytes:
    """The same without checks, for recomputing what is stored."""
    return _sha256(_FIELD + name.encode() + b"\0" + salt + value.encode()).digest()


def leaf_halves(
    *,
    subject: str,
    seq: int,
    previous: bytes | None,
    verb: str,
    person: int | None,
    post: int | None,
    authority: str = "",
    source: str = "",
    target: str = "",
    payload: Mapping[str, object] | None = None,
    files: Sequence[str] = (),
    commitments: Iterable[tuple[str, bytes]] = (),
    effective_at: datetime | None = None,
    ground: str = "",
    version: int = VERSION,
) -> tuple[bytes, bytes]:
    """The bytes before and after the time. `files` are SHA-256 digests in hexadecimal.

    Give `effective_at` and its ground only where it differs from the time of recording.
    """
    if version != VERSION:
        raise LeafError(f"leaves of version {version} are not written any more")
    if bool(effective_at) != bool(ground):
        raise LeafError("effective_at and its ground belong together")
    leaf: dict[str, object] = {
        "authority": authority,
        "commitments": [[name, digest.hex()] for name, digest in sorted(commitments)],
        "files": sorted(files),
        "from": source,
        "ground": ground,
        "payload": payload or {},
        "person": person or CLOCK,
        "post": post or CLOCK,
        "previous": previous.hex() if previous else "",
        "seq": seq,
        "subject": subject,
        "to": target,
        "v": version,
        "verb": verb,
    }
    if effective_at:
        leaf["effective"] = instant(effective_at)
    return _HEAD, b'",' + canonical(leaf)[1:]


def leaf_bytes(halves: tuple[bytes, bytes], at: datetime) -> bytes:
    """The whole leaf; in operation the database splices it, with the time it took inside the lock."""
    return halves[0] + instant(at).encode() + halves[1]


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 9162 §2.1.1: a leaf is hashed with 0x00 before it, a node with 0x01."""
    return _sha256(b"\0" + leaf).digest()


def decode(leaf: bytes) -> Leaf:
    """Read a leaf of any version ever written; LeafError when it is not exactly what that version writes."""
    try:
        raw = json.loads(leaf)
        version = raw["v"]
        reader = DECODERS[version]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LeafError("not a leaf of a known version") from error
    try:
        decoded = reader(raw)
    except (ValueError, KeyError, TypeError) as error:
        raise LeafError(f"not a leaf of version {version}: {error}") from error
    if canonical(raw) != leaf:
        raise LeafError("the leaf is not in its canonical spelling")
    return decoded


_KEYS_1 = {
    *("at", "authority", "commitments", "files", "from", "ground", "payload"),
    *("person", "post", "previous", "seq", "subject", "to", "v", "verb"),
}


def _decode_1(raw: dict[str, Any]) -> Leaf:
    if raw.keys() - {"effective"} != _KEYS_1 or ("effective" in raw) != bool(raw["ground"]):
        raise LeafError("its keys are not those of version 1")
    return Leaf(
        version=1,
        at=_moment(raw["at"]),
        subject=_text(raw["subject"]),
        seq=_whole(raw["seq"]),
        previous=bytes.fromhex(raw["previous"]),
        verb=_text(raw["verb"]),
        person=_whole(raw["person"]),
        post=_whole(raw["post"]),
        authority=_text(raw["authority"]),
        source=_text(raw["from"]),
        target=_text(raw["to"]),
        payload=dict(raw["payload"]),
        files=tuple(_text(digest) for digest in raw["files"]),
        commitments=tuple((_text(name), bytes.fromhex(digest)) for name, digest in raw["commitments"]),
        effective_at=_moment(raw["effective"]) if "effective" in raw else None,
        ground=_text(raw["ground"]),
    )


def _moment(value: str) -> datetime:
    if not _INSTANT.fullmatch(value):
        raise LeafError(f"{value!r} is not an instant")
    return datetime.fromisoformat(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise LeafError(f"{value!r} is not text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise LeafError(f"{value!r} is not a whole number")
    return value


# Decoders are kept for ever: a leaf of 2026 must be read in 2076.
DECODERS: dict[int, Callable[[dict[str, Any]], Leaf]] = {1: _decode_1}
