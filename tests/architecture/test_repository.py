"""What may not be in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".docx", ".pdf", ".png", ".ico", ".woff2", ".ttf", ".mo", ".xlsx"}
# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:" + "|".join(("wor" + "k/", "ro" + "ot/", "ho" + "me/[a-z]+/")) + ")")
REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "files\\.python" + "hosted", "registry\\.npm" + "js")))


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text(errors="replace")) for path in tracked() if path.suffix not in BINARY]


def test_the_lock_names_no_host() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()


def test_every_locked_package_has_a_hash() -> None:
    lines = (ROOT / "requirements.lock").read_text().replace("\\\n", " ").splitlines()
    assert [line for line in lines if line.strip() and not line.startswith("#") and "--hash=sha256:" not in line] == []


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    assert [str(path.relative_to(ROOT)) for path, text in texts() if MACHINE_PATHS.search(text)] == []


def test_no_package_registry_is_in_the_tree() -> None:
    assert [str(path.relative_to(ROOT)) for path, text in texts() if REGISTRIES.search(text)] == []


def test_no_page_loads_anything_from_another_host() -> None:
    outside = re.compile(
        r"""(?:src|href|action)=["'](?:https?:)?//(?!localhost)|url\(["']?https?:|@import\s+["']https?:"""
    )
    pages = [(path, text) for path, text in texts() if path.suffix in {".html", ".css", ".js", ".svg"}]
    found = [str(path.relative_to(ROOT)) for path, text in pages if outside.search(text) and "/static/" in str(path)]
    loads = re.compile(r"""<(?:script|link|img|iframe|source)[^>]+(?:src|href)=["'](?:https?:)?//""")
    found += [str(path.relative_to(ROOT)) for path, text in pages if loads.search(text)]
    assert found == []
