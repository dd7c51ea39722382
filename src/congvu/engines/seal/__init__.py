"""Seals: leaves, the Merkle tree of RFC 9162, proofs, signed heads and receipts (C2SP). Values in, values out."""

from congvu.engines.seal.canonical import LeafError, canonical, check, normal
from congvu.engines.seal.leaf import (
    SALT_BYTES,
    Leaf,
    commit,
    commitment,
    decode,
    instant,
    leaf_bytes,
    leaf_halves,
    leaf_hash,
    subject_key,
)

__all__ = [
    "SALT_BYTES",
    "Leaf",
    "LeafError",
    "canonical",
    "check",
    "commit",
    "commitment",
    "decode",
    "instant",
    "leaf_bytes",
    "leaf_halves",
    "leaf_hash",
    "normal",
    "subject_key",
]
