"""One value, one spelling: the subset of RFC 8785 (JSON Canonicalization Scheme) that leaves are written in.

Allowed are objects with ASCII keys, lists, strings in NFC without lone surrogates or NUL, whole numbers whose
absolute value is below 2^53, true, false and
null. Fractions are refused: their spelling is where JSON libraries differ.
Within this subset the standard library's encoder with sorted keys writes exactly what RFC 8785 asks for.
"""

import json
import re
import unicodedata
from collections.abc import Mapping

LARGEST = 2**53 - 1
DEEPEST = 32
_UNFIT = re.compile("[\0\ud800-\udfff]")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


class LeafError(ValueError):
    """The value cannot stand in a leaf; the message says where and why."""


def _belongs(value: object, depth: int = 0) -> bool:
    """Whether the value belongs to the subset. Every entry is asked; the words of a refusal are found by `check`."""
    kind = type(value)
    if kind is str:
        return _clean(value)  # type: ignore[arg-type]
    if kind is int:
        return -LARGEST <= value <= LARGEST  # type: ignore[operator]
    if value is None or kind is bool:
        return True
    if depth >= DEEPEST:
        return False
    deeper = depth + 1
    if kind is dict:
        for key, item in value.items():  # type: ignore[attr-defined]
            if type(key) is not str or not key.isascii() or not _belongs(item, deeper):
                return False
        return True
    if kind is list or kind is tuple:
        return all(_belongs(item, deeper) for item in value)  # type: ignore[attr-defined]
    return False


def _clean(value: str) -> bool:
    if value.isascii():
        return "\0" not in value
    return unicodedata.is_normalized("NFC", value) and not _UNFIT.search(value)


def check(value: object, where: str = "leaf", depth: int = 0) -> None:
    """Raise LeafError unless the value belongs to the subset."""
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise LeafError(f"{where}: {value} is not below 2^53")
    elif depth >= DEEPEST:
        raise LeafError(f"{where}: deeper than {DEEPEST}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise LeafError(f"{where}: the key {key!r} is not ASCII")
            check(item, f"{where}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            check(item, f"{where}[{index}]", depth + 1)
    else:
        raise LeafError(f"{where}: {type(value).__name__} has no place in a leaf")


def _check_text(value: str, where: str) -> None:
    if not _clean(value):
        raise LeafError(f"{where}: {'NUL or a lone surrogate' if _UNFIT.search(value) else 'not in NFC'}")


def normal(value: object) -> object:
    """The same value with every string in NFC; what a room does to what people typed before it is sealed."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {key: normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    return value


def encode(value: object) -> bytes:
    """Canonical bytes of a value already known to belong to the subset."""
    return _encode(value).encode()


def canonical(value: object) -> bytes:
    """Canonical bytes; LeafError when the value does not belong to the subset."""
    if not _belongs(value):
        check(value)
    return encode(value)
