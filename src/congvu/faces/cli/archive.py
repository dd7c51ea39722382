"""The form of a backup: one tar file with the database, the stored files, the keys, and a list with their digests."""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

VERSION = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("files", "keys")
SINGLE = ("secret_key",)
BLOCK = 1024 * 1024


class BadArchive(Exception):
    """The file is no backup of ours or was damaged; the message says why in Vietnamese."""


def contents(home: Path, *, with_keys: bool) -> list[Path]:
    """What lies beside the database and must be kept."""
    folders = FOLDERS if with_keys else ("files",)
    found = [path for name in folders for path in sorted((home / name).rglob("*")) if path.is_file()]
    return found + [home / name for name in SINGLE if with_keys and (home / name).exists()]


def write(target: Path, home: Path, dump: Path, paths: Iterator[Path], facts: dict[str, Any]) -> dict[str, Any]:
    """Write whole or not at all, readable by nobody else; gives the manifest."""
    draft = target.with_name(f"{target.name}.new")
    draft.unlink(missing_ok=True)
    digests: dict[str, str] = {}
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                digests[DUMP] = _add(archive, dump, DUMP)
                for path in paths:
                    name = path.relative_to(home).as_posix()
                    digests[name] = _add(archive, path, name)
                manifest = {"version": VERSION, **facts, "sha256": digests}
                _add_bytes(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def unpack(source: Path, into: Path) -> dict[str, Any]:
    """Unpack and compare every digest; gives the manifest. Raises BadArchive."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, "r:") as archive:
            for member in archive:
                name = member.name
                if not member.isfile() or not _is_ours(name):
                    raise BadArchive(f"Tệp sao lưu có phần lạ: {name}")
                stream = archive.extractfile(member)
                assert stream is not None
                if name == MANIFEST:
                    manifest = json.loads(stream.read())
                else:
                    found[name] = _extract(stream, into / name)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BadArchive(f"{source} không phải tệp sao lưu của Công Vụ, hoặc đã hỏng.") from error
    if manifest is None:
        raise BadArchive(f"{source} không trọn vẹn: thiếu bản kê.")
    if manifest.get("version") != VERSION:
        raise BadArchive(f"Tệp sao lưu có dạng {manifest.get('version')}, bản Công Vụ này đọc dạng {VERSION}.")
    wrong = sorted(
        name for name in manifest["sha256"].keys() | found if manifest["sha256"].get(name) != found.get(name)
    )
    if wrong:
        raise BadArchive(f"Tệp sao lưu đã bị thay đổi: {', '.join(wrong[:5])} không khớp với bản kê.")
    return manifest


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    if ".." in parts or name.startswith("/"):
        return False
    return name in (MANIFEST, DUMP, *SINGLE) or (parts[0] in FOLDERS and len(parts) > 1)


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    digest = sha256()
    info = archive.gettarinfo(path, name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    with path.open("rb") as file:
        archive.addfile(info, file)
        file.seek(0)
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


def _extract(stream: Any, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while block := stream.read(BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()
