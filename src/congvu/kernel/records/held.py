"""Files that wait to be read (recognised in the background, or until somebody chooses what to read in them).

They are not stored yet: a secret one must leave nothing behind. They lie apart from the stored files, where no backup
takes them, belong to who sent them, and go when they have been read or after a day.
"""

import os
import re
import time
from pathlib import Path

from django.conf import settings

from congvu.kernel.org.models import Person
from congvu.kernel.records.rules import clean_name

_A_DAY = 86_400
_KEY = re.compile(r"[0-9a-f]{32}")


def hold(data: bytes, name: str, *, by: Person) -> str:
    """Keep a file until it is read; gives the key by which the same person finds it again."""
    _drop_old()
    key = os.urandom(16).hex()
    folder = _folder(key, by)
    folder.mkdir(parents=True, mode=0o700)
    (folder / clean_name(name)).write_bytes(data)
    return key


def held(key: str, *, by: Person) -> tuple[bytes, str] | None:
    """The file and its name; None when it is gone or another person's."""
    found = next(_folder(key, by).glob("*"), None) if _KEY.fullmatch(key) else None
    return (found.read_bytes(), found.name) if found is not None else None


def drop(key: str, *, by: Person) -> None:
    """It was read, or nobody wants it any more."""
    if _KEY.fullmatch(key):
        _remove(_folder(key, by))


def _root() -> Path:
    root: Path = settings.FILES_ROOT
    return root.with_name("cho-doc")


def _folder(key: str, by: Person) -> Path:
    return _root() / f"{by.pk}-{key}"


def _drop_old() -> None:
    for folder in _root().glob("*"):
        if time.time() - folder.stat().st_mtime > _A_DAY:
            _remove(folder)


def _remove(folder: Path) -> None:
    for file in folder.glob("*"):
        file.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()
