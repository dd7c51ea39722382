"""The shared material of the project, if it lies beside this checkout. Tests that read it skip when it is absent."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"
_FOLDER = Path(os.environ.get("CONGVU_SHARED", _BESIDE))
SHARED: Path | None = _FOLDER if _FOLDER.is_dir() else None

needs_shared = pytest.mark.skipif(
    SHARED is None, reason="needs the shared material: put it in ../shared or set CONGVU_SHARED"
)
