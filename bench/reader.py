"""How fast directives are read, and how well: on texts the rules were tuned on and on texts nobody has opened, apart.

Speed is of processor time in one process, on the project's own texts joined to the real ones when those lie beside the
checkout. Everything the scorer tells is printed, with its bootstrap intervals, and again after a random 30 % of the
verb and name lists are lost: the nearest thing to the vocabulary of texts not yet written.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.engines.reader.marked import all_texts
from tests.shared import SHARED

from bench.row import Row
from congvu.engines.reader import Lexicon, default_lexicon, read

ASIDE = Path(__file__).parents[1] / "tests" / "engines" / "reader" / "set_aside.txt"
LOST = 0.3
DRAWS = 3
LISTS = ("verbs", "names")


def run() -> list[Row]:
    """Rows for the table; the full figures are printed above it."""
    texts = [case.text for case in all_texts()]
    real = _real()
    texts += [path.read_text("utf-8") for path in real]
    rows = [Row("directives read, processor time", _pace(texts), 500.0, _pace(texts) / 500, 1.0, "kB/s", "asked for")]
    if not real:
        print("reader: the labelled texts are not beside this checkout, so no scores.")
        return rows
    judge = scorer()
    aside = frozenset(line for line in ASIDE.read_text("utf-8").split("\n") if line and line[0] != "#")
    for title, group, aim in (
        ("read", [p for p in real if p.stem not in aside], 0.7),
        ("set aside", [p for p in real if p.stem in aside], 0.72),
    ):
        rows += _scored(judge, title, group, aim)
    return rows


def _real() -> list[Path]:
    return sorted((SHARED / "directives" / "dev").glob("*.txt")) if SHARED else []


def _pace(texts: list[str]) -> float:
    """Thousands of UTF-8 bytes a second."""
    size = sum(len(text.encode()) for text in texts)
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - begun)
    return size / 1000 / best


def texts_read() -> list[Path]:
    """The labelled texts beside the checkout that people have opened."""
    aside = frozenset(line for line in ASIDE.read_text("utf-8").split("\n") if line and line[0] != "#")
    return [path for path in _real() if path.stem not in aside]


def texts_aside() -> list[Path]:
    """The labelled texts that nobody opens."""
    read = set(texts_read())
    return [path for path in _real() if path not in read]


@lru_cache(maxsize=1)
def scorer() -> ModuleType:
    """The scorer beside the checkout."""
    assert SHARED is not None
    spec = importlib.util.spec_from_file_location("directive_score", SHARED / "directives" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _scored(scorer: ModuleType, title: str, group: list[Path], aim: float) -> list[Row]:
    whole = _score(scorer, group, default_lexicon(), intervals=True)
    print(f"\nreader, texts {title} ({len(group)}):")
    print(json.dumps(whole, ensure_ascii=False, indent=1))
    print("by kind:", json.dumps(_by_kind(scorer, group), ensure_ascii=False))
    print("by text:", json.dumps(_by_text(scorer, group), ensure_ascii=False))
    print("commonest errors:", json.dumps(dict(_errors(scorer, group).most_common(10)), ensure_ascii=False))
    poorer = [_score(scorer, group, _with_holes(seed)) for seed in range(DRAWS)]
    mean = sum(figures["whole"] for figures in poorer) / DRAWS
    print(f"with 30 % of verbs and names lost, mean of {DRAWS}: whole {mean:.3f}")
    return [
        Row(f"whole, texts {title}", whole["whole"], aim, whole["whole"] / aim, 1.0, "", "aim"),
        Row(f"retyped, texts {title}", whole["retyped"], more_is_better=False),
        Row(f"standing taken for task, texts {title}", whole["standing_as_task"], more_is_better=False),
        Row(f"whole, texts {title}, 30 % of verbs and names lost", mean),
    ]


def _score(scorer: ModuleType, group: list[Path], lexicon: Lexicon, *, intervals: bool = False) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder) / "gold", Path(folder) / "pred"
        gold.mkdir()
        pred.mkdir()
        for path in group:
            label = path.with_suffix(".json")
            (gold / label.name).write_bytes(label.read_bytes())
            answer = read(path.read_text("utf-8"), lexicon=lexicon).to_json()
            (pred / label.name).write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
        return dict(scorer.score(gold, pred, intervals))


def _by_kind(scorer: ModuleType, group: list[Path]) -> dict[str, float]:
    """`whole` by the kind of document in the files' names."""
    tallies: dict[str, list[Counter[object]]] = {}
    for path in group:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        tally = scorer.tally(gold, read(path.read_text("utf-8")).to_json())
        tallies.setdefault(path.stem.split("_")[1], []).append(tally)
    return {kind: scorer.figures(found)["whole"] for kind, found in sorted(tallies.items())}


def _by_text(scorer: ModuleType, group: list[Path]) -> dict[str, float]:
    """`whole` of each text by the number in its name."""
    out = {}
    for path in group:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        tally = scorer.tally(gold, read(path.read_text("utf-8")).to_json())
        out[path.stem.split("_")[0]] = scorer.figures([tally])["whole"]
    return out


def _errors(scorer: ModuleType, group: list[Path]) -> Counter[str]:
    """How often each class of error occurs; a wrong addressee by the way it was found."""
    out: Counter[str] = Counter()
    for path in group:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))["assignments"]
        found: Any = read(path.read_text("utf-8")).to_json()["assignments"]
        pairs = scorer.pair(gold, found)
        twins = {id(twin) for twin in pairs.values()}
        out.update(f"missed: {g['demand']}" for i, g in enumerate(gold) if i not in pairs)
        out.update(f"false find: {f['evidence']['rule']}" for f in found if id(f) not in twins)
        for i, twin in pairs.items():
            tally = scorer.tally(
                {"document": {}, "assignments": [gold[i]]}, {"document": {}, "assignments": [dict(twin)]}
            )
            for figure in ("assignees", "coordinators", "deadlines"):
                hit, wanted, made = (tally[figure, size] for size in ("hit", "gold", "pred"))
                if not hit == wanted == made:
                    how = twin["evidence"]["rule"] if figure == "assignees" else ""
                    less = "too few" if made < wanted else "too many" if made > wanted else "others"
                    out[f"{figure} {less} {how}".strip()] += 1
            if gold[i]["demand"] != twin["demand"]:
                out[f"kind: {gold[i]['demand']} taken for {twin['demand']}"] += 1
    return out


def _with_holes(seed: int) -> Lexicon:
    dice = random.Random(seed)
    lists: Mapping[str, tuple[tuple[str, str], ...]] = default_lexicon().lists
    return Lexicon.build(
        {
            name: tuple(row for row in rows if name not in LISTS or dice.random() >= LOST)
            for name, rows in lists.items()
        },
        default_lexicon().weights,
        default_lexicon().certainty,
    )
