"""The key that signs heads lives in a file outside the database: who can write the one need not hold the other."""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from congvu.engines.seal import Signer

NAME = "ledger.key"


class KeyLost(Exception):
    """Heads cannot be signed; the message says why in Vietnamese."""


def path() -> Path:
    """Where the key is: 32 bytes in base64, readable by the program's account alone."""
    return Path(settings.HOME) / "keys" / NAME


def seed() -> bytes | None:
    """The key, or None where there is none."""
    try:
        raw = base64.b64decode(path().read_text().strip(), validate=True)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise KeyLost(f"Tệp khóa niêm phong {path()} không đọc được.") from error
    if len(raw) != 32:
        raise KeyLost(f"Tệp khóa niêm phong {path()} không đọc được.")
    return raw


def make() -> bytes:
    """Make the key once; two processes that start together end up with the same one."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path().with_name(f"{NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path())
    draft.unlink()
    found = seed()
    assert found is not None
    return found


def signer(origin: str) -> Signer | None:
    """The signer of a log, or None where this machine does not hold its key."""
    found = seed()
    return Signer(origin, found) if found else None
