"""Fits the small model that tells what kind of demand a predicate is, and prints how well it does on what was left out.

    python -m bench.train_reader            print figures only
    python -m bench.train_reader --write    and write src/congvu/reference/reader/kind_weights.csv

A multinomial logistic regression over the reader's own features, with a ridge penalty. It learns from the project's own
labelled texts and predicates, and from the labelled texts beside the checkout that are not set aside. The rules were
written with the latter open, so their verdict is a feature only where it is honest: in the project's own predicates.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.engines.reader.marked import all_texts
from tests.shared import SHARED

from bench.reader import scorer, texts_read
from congvu.engines.reader import Lexicon, default_lexicon, features, reading
from congvu.engines.reader.judge import Draft
from congvu.engines.reader.types import DEMAND_KINDS, Demand

WEIGHTS = Path(__file__).parents[1] / "src" / "congvu" / "reference" / "reader" / "kind_weights.csv"
PREDICATES = Path(__file__).parents[1] / "tests" / "engines" / "reader" / "predicates.csv"
PAGE = (
    "ỦY BAN NHÂN DÂN\nTỈNH BẮC SƠN\n\nSố: 1/CT-UBND\n\nBắc Sơn, ngày 01 tháng 5 năm 2025\n\nCHỈ THỊ\n\nVề việc thử\n\n"
    "Ủy ban nhân dân tỉnh yêu cầu Sở Y tế:\n\n1. "
)
RIDGE = 2.0
STEPS = 140
SEEN_TWICE = 2
SMALL = 0.06
# A standing demand taken for a task is a card that nobody can ever close, the worse of the two mistakes.
DOUBT = 2.0
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A demand's features, the kind a labeller gave it, the kind the rules give it, and what it is left out with."""

    group: str
    kind: str
    rule: str
    features: frozenset[str]


def main() -> int:
    """Print figures; with `--write` also store the weights fitted on everything."""
    own, read = _own(), _read()
    written = _written()
    print(f"examples: {len(written)} predicates, {len(own)} in our own texts, {len(read)} in the texts read")
    _show("rules, own texts", own, [e.rule for e in own])
    _show("model of predicates alone, own texts", own, _predict(written, own))
    _show("model of predicates alone, texts read", read, _predict(written, read))
    _show("model of predicates and own texts, texts read", read, _predict(written + own, read))
    both = own + read
    _show("all, one kind of document left out", both, _left_out(written, both))
    if "--write" in sys.argv:
        _write(*_fit(written + both))
    return 0


# --- examples -------------------------------------------------------------------------------------------------------


class _Watched(reading.Finish):
    """Notes the features of every demand as it is made."""

    def demand(self, draft: Draft) -> Demand:
        made = super().demand(draft)
        rule = self.rule_kind(draft)
        seen = features.of_demand(self.t, self.lex, self.grammar, draft, rule)
        NOTED[made.start, made.end] = (rule, frozenset(seen))
        return made


NOTED: dict[tuple[int, int], tuple[str, frozenset[str]]] = {}


def _reading(text: str) -> list[Demand]:
    NOTED.clear()
    return list(reading.read(text, lexicon=_plain(), finish=_Watched).demands)


def _plain() -> Lexicon:
    """The rules without weights."""
    return Lexicon.build(default_lexicon().lists)


def _written() -> list[Example]:
    out = []
    for row in csv.DictReader(PREDICATES.read_text("utf-8").splitlines()):
        words = row["predicate"]
        if not _reading(f"{PAGE}{words[0].upper()}{words[1:]}.\n"):
            continue
        rule, seen = NOTED[max(NOTED)]
        out.append(Example("predicates", row["kind"], rule, seen))
    return out


def _own() -> list[Example]:
    out = []
    for case in all_texts():
        gold = [{"start": d.start, "end": d.end, "demand": d.demand} for d in case.demands]
        out += _matched(case.text, gold, case.document["kind"], honest=True)
    return out


def _read() -> list[Example]:
    out = []
    for path in texts_read():
        label = json.loads(path.with_suffix(".json").read_text("utf-8"))
        out += _matched(path.read_text("utf-8"), label["assignments"], label["document"]["kind"], honest=False)
    return out


def _matched(text: str, gold: list[dict[str, object]], group: str, *, honest: bool) -> list[Example]:
    found = [{"start": d.start, "end": d.end} for d in _reading(text)]
    out = []
    for index, twin in scorer().pair(gold, found).items() if SHARED else []:
        rule, seen = NOTED[twin["start"], twin["end"]]
        seen = seen if honest else frozenset(f for f in seen if not f.startswith("rule="))
        out.append(Example(group, str(gold[index]["demand"]), rule, seen))
    return out


# --- the model ------------------------------------------------------------------------------------------------------


def _fit(examples: list[Example]) -> tuple[list[str], Array, Array]:
    """Feature names, their weights `(n, 5)` and the constants `(5,)`."""
    often = Counter(f for e in examples for f in e.features)
    names = sorted(f for f, times in often.items() if times >= SEEN_TWICE)
    index = {name: i for i, name in enumerate(names)}
    seen = [[index[f] for f in e.features if f in index] for e in examples]
    columns = np.concatenate([np.array(row, dtype=np.int64) for row in seen])
    rows = np.repeat(np.arange(len(seen)), [len(row) for row in seen])
    wanted = np.eye(len(DEMAND_KINDS))[[DEMAND_KINDS.index(e.kind) for e in examples]]
    weights, constants = np.zeros((len(names), len(DEMAND_KINDS))), np.zeros(len(DEMAND_KINDS))
    step = _Adam(weights), _Adam(constants)
    for turn in range(1, STEPS + 1):
        totals = _sums(rows, weights[columns], len(seen)) + constants
        powers = np.exp(totals - totals.max(1, keepdims=True))
        off = powers / powers.sum(1, keepdims=True) - wanted
        rate = 0.1 if turn < STEPS / 2 else 0.02
        weights -= step[0](_sums(columns, off[rows], len(names)) + RIDGE * weights, turn, rate)
        constants -= step[1](off.sum(0), turn, rate)
    return names, weights, constants


def _sums(places: NDArray[np.int64], values: Array, size: int) -> Array:
    """Rows of `values` added up by place: `(size, 5)`."""
    return np.stack([np.bincount(places, values[:, k], size) for k in range(values.shape[1])], axis=1)


class _Adam:
    """Step sizes from running means of the gradient and its square."""

    def __init__(self, like: Array) -> None:
        self.mean, self.square = np.zeros_like(like), np.zeros_like(like)

    def __call__(self, gradient: Array, turn: int, rate: float) -> Array:
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = self.mean / (1 - 0.9**turn), self.square / (1 - 0.999**turn)
        return np.asarray(rate * mean / (np.sqrt(square) + 1e-8))


def _predict(train: list[Example], test: Iterable[Example]) -> list[str]:
    names, weights, constants = _fit(train)
    table = {name: tuple(map(float, row)) for name, row in zip(names, weights, strict=True)}
    table[""] = tuple(map(float, constants))
    table[""] = tuple(value - DOUBT * (kind == "task") for kind, value in zip(DEMAND_KINDS, table[""], strict=True))
    return [features.likeliest(table, set(example.features))[0] for example in test]


def _left_out(always: list[Example], examples: list[Example]) -> list[str]:
    found: dict[int, str] = {}
    for group in sorted({e.group for e in examples}):
        test = [i for i, e in enumerate(examples) if e.group == group]
        train = always + [e for e in examples if e.group != group]
        found.update(zip(test, _predict(train, [examples[i] for i in test]), strict=True))
    return [found[i] for i in range(len(examples))]


def _show(title: str, examples: list[Example], found: list[str]) -> None:
    right = sum(e.kind == kind for e, kind in zip(examples, found, strict=True))
    print(f"{title}: {right / max(1, len(examples)):.3f} right of {len(examples)}", end="")
    for kind in DEMAND_KINDS:
        hit = sum(e.kind == kind == f for e, f in zip(examples, found, strict=True))
        both = sum(e.kind == kind for e in examples) + found.count(kind)
        print(f", {kind} {2 * hit / max(1, both):.2f}", end="")
    standing = [kind for e, kind in zip(examples, found, strict=True) if e.kind == "standing"]
    print(f"; standing taken for task {standing.count('task') / max(1, len(standing)):.3f}")


def _write(names: list[str], weights: Array, constants: Array) -> None:
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["feature", *DEMAND_KINDS])
        less = [DOUBT * (kind == "task") for kind in DEMAND_KINDS]
        out.writerow(["", *(round(100 * (value - off)) for value, off in zip(constants, less, strict=True))])
        for name, row in zip(names, weights, strict=True):
            if abs(row).max() >= SMALL:
                out.writerow([name, *(round(100 * value) for value in row)])
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
