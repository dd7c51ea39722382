"""A watched folder: what lies in it is handed over, then moved into `da-nhan` or `de-rieng` inside it."""

import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from congvu.faces.exchange.intake.found import Found, Trouble, Where
from congvu.faces.exchange.intake.mail import files_of

DONE, ASIDE = "da-nhan", "de-rieng"
# A file that was written to in the last seconds may still be growing.
QUIET_SECONDS = 3.0
MOST_AT_ONCE = 200
_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial")


def allowed_roots() -> list[Path]:
    """Folders below which a source may lie: an administrator's page must not open the whole disk."""
    named = [part for part in os.environ.get("CONGVU_INTAKE_ROOTS", "").split(os.pathsep) if part]
    return [Path(part).resolve() for part in named] or [Path(settings.HOME).resolve() / "den"]


def checked(folder: str) -> Path:
    """The folder, made when it is not there; raises Trouble when it lies outside."""
    path = Path(folder).expanduser()
    path = (path if path.is_absolute() else allowed_roots()[0] / path).resolve()
    if not any(path.is_relative_to(root) for root in allowed_roots()):
        shown = ", ".join(str(root) for root in allowed_roots())
        raise Trouble(f"Thư mục phải nằm trong {shown} (biến CONGVU_INTAKE_ROOTS của máy chủ).")
    try:
        for part in (path, path / DONE, path / ASIDE):
            part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"Không mở được thư mục {path}: {error.strerror}.") from error
    return path


def look(folder: str, keep: Where) -> int:
    """Hand over what lies there, oldest first; gives how many files were moved. Raises Trouble."""
    path = checked(folder)
    try:
        waiting = sorted(_waiting(path), key=lambda file: file.stat().st_mtime)
    except OSError as error:
        raise Trouble(f"Không đọc được thư mục {path}: {error.strerror}.") from error
    for file in waiting[:MOST_AT_ONCE]:
        try:
            here = [keep(found) for found in _read(file)]
            _move(file, path / (DONE if any(here) else ASIDE))
        except OSError as error:
            raise Trouble(f"Không đọc hoặc không chuyển được tệp {file.name}: {error.strerror}.") from error
    return min(len(waiting), MOST_AT_ONCE)


def _waiting(path: Path) -> list[Path]:
    now = time.time()
    found = []
    for file in path.iterdir():
        about = file.lstat()
        whole = stat.S_ISREG(about.st_mode) and now - about.st_mtime >= QUIET_SECONDS
        if whole and not file.name.startswith((".", "~$")) and not file.name.lower().endswith(_UNFINISHED):
            found.append(file)
    return found


def _read(file: Path) -> Iterable[Found]:
    most = settings.MAX_UPLOAD_BYTES
    if file.stat().st_size > most:
        return [Found(file.name, b"", problem=f"Tệp lớn hơn {most // 2**20} MB.")]
    if file.suffix.lower() == ".eml":
        return files_of(file.read_bytes())
    return [Found(file.name, file.read_bytes())]


def _move(file: Path, target: Path) -> None:
    """Into the folder, under a name that is free: nothing is ever written over."""
    free = target / file.name
    number = 1
    while free.exists():
        number += 1
        free = target / f"{file.stem} ({number}){file.suffix}"
    file.rename(free)
