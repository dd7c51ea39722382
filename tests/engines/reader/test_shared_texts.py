"""Figures on the real labelled texts that may lie beside the checkout; printed, with floors that only show a break.

The texts named in `set_aside.txt` are never opened by people; only their figures are looked at.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.shared import SHARED, needs_shared

from congvu.engines.reader import read

pytestmark = needs_shared
ASIDE = frozenset(
    line for line in (Path(__file__).parent / "set_aside.txt").read_text("utf-8").split("\n") if line and line[0] != "#"
)


def figures(texts: Iterable[Path], folder: Path) -> dict[str, object]:
    assert SHARED is not None
    gold, pred = folder / "gold", folder / "pred"
    gold.mkdir()
    pred.mkdir()
    for path in texts:
        label = path.with_suffix(".json")
        (gold / label.name).write_bytes(label.read_bytes())
        answer = json.dumps(read(path.read_text("utf-8")).to_json(), ensure_ascii=False)
        (pred / label.name).write_text(answer, "utf-8")
    scorer = [
        sys.executable,
        str(SHARED / "directives" / "score.py"),
        "score",
        "--gold",
        str(gold),
        "--pred",
        str(pred),
    ]
    return dict(json.loads(subprocess.run(scorer, capture_output=True, check=True, text=True).stdout))


def texts(*, aside: bool) -> list[Path]:
    assert SHARED is not None
    return [path for path in sorted((SHARED / "directives" / "dev").glob("*.txt")) if (path.stem in ASIDE) == aside]


def test_the_closed_texts_are_all_there_and_leave_the_journey_its_five() -> None:
    assert len(texts(aside=True)) == len(ASIDE) == 10
    assert not any(int(name[:2]) <= 5 for name in ASIDE)


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.7), (True, 0.5)], ids=["read", "set aside"])
def test_real_texts_are_read_about_as_well_as_before(aside: bool, floor: float, tmp_path: Path) -> None:
    found = figures(texts(aside=aside), tmp_path)
    print({name: found[name] for name in ("files", "whole", "retyped", "standing_as_task")})
    assert float(str(found["whole"])) >= floor
