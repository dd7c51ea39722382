"""Fits how sure the reader is of a whole card, and draws how far that can be trusted.

    python -m bench.train_certainty            figures only
    python -m bench.train_certainty --write    and write card_weights.csv
    python -m bench.train_certainty --draw     and draw docs/explanation/reader-certainty.svg from the texts set aside

On texts it was written with, the reader is nearly always right: nothing could be learnt there. So it is made to read
them with a random part of its verbs and names missing, as it reads texts whose words it does not know.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.engines.reader.marked import all_texts

from bench.reader import scorer, texts_aside, texts_read
from congvu.engines.reader import Lexicon, default_lexicon, features, reading
from congvu.engines.reader.judge import Draft

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "congvu" / "reference" / "reader" / "card_weights.csv"
DRAWING = ROOT / "docs" / "explanation" / "reader-certainty.svg"
LOST = 0.18
DRAWS = 4
SURE = 0.9
RIDGE = 1.0
STEPS = 3000
Gold = dict[str, Any]
Cards = list[tuple[frozenset[str], bool]]


def main() -> int:
    """Fit on weakened readings, print the curve there; write and draw when asked."""
    texts = [(p.read_text("utf-8"), json.loads(p.with_suffix(".json").read_text("utf-8"))) for p in texts_read()]
    texts += [(case.text, _gold(case)) for case in all_texts()]
    cards: Cards = []
    for seed in range(DRAWS):
        cards += _cards(texts, _weaker(seed))
    names, weights = _fit(cards)
    table = {name: round(float(w), 2) for name, w in zip(names, weights, strict=True)}
    _show("weakened readings", [(features.certainty(table, set(f)), right) for f, right in cards])
    if "--write" in sys.argv:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["feature", "weight"])
            out.writerows((name, round(100 * weight)) for name, weight in table.items())
    if "--draw" in sys.argv:
        aside = [(p.read_text("utf-8"), json.loads(p.with_suffix(".json").read_text("utf-8"))) for p in texts_aside()]
        points = [(features.certainty(table, set(f)), right) for f, right in _cards(aside, default_lexicon())]
        _show("texts set aside", points)
        DRAWING.write_text(_svg(points), "utf-8")
    return 0


class _Watched(reading.Finish):
    """Notes what each card's certainty is made of."""

    def _confidence(self, draft: Draft, names: tuple[str, ...], share: float) -> float:
        generic = any(name.lower() in self.lex.sets["generic_addressee"] for name in names)
        seen = features.of_card(draft, names, generic, self.head.news, share)
        NOTED[draft.start, draft.end] = frozenset({"", *seen})
        return 1.0


NOTED: dict[tuple[int, int], frozenset[str]] = {}


def _gold(case: Any) -> Gold:
    rows = [
        {
            "start": d.start,
            "end": d.end,
            "assignees": d.assignees,
            "coordinators": d.coordinators,
            "deadline": d.deadline,
        }
        for d in case.demands
    ]
    return {"assignments": rows}


def _weaker(seed: int) -> Lexicon:
    dice, full = random.Random(seed), default_lexicon()
    lists = {
        name: tuple(row for row in rows if name not in ("verbs", "names", "name_grammar") or dice.random() >= LOST)
        for name, rows in full.lists.items()
    }
    return Lexicon.build(lists, full.weights)


def _cards(texts: list[tuple[str, Gold]], lexicon: Lexicon) -> Cards:
    out: Cards = []
    for text, gold in texts:
        NOTED.clear()
        found = reading.read(text, lexicon=lexicon, finish=_Watched).to_json()["assignments"]
        assert isinstance(found, list)
        right = {(f["start"], f["end"]) for g, f in _pairs(gold, found) if _same(g, f)}
        out += [(NOTED[f["start"], f["end"]], (f["start"], f["end"]) in right) for f in found]
    return out


def _pairs(gold: Gold, found: list[Gold]) -> list[tuple[Gold, Gold]]:
    return [(gold["assignments"][i], twin) for i, twin in scorer().pair(gold["assignments"], found).items()]


def _same(gold: Gold, found: Gold) -> bool:
    judge = scorer()

    def alike(one: list[str], other: list[str]) -> bool:
        close = lambda a, b: judge.overlap(judge.name_tokens(a), judge.name_tokens(b)) >= 0.75  # noqa: E731
        return bool(judge.match(one, other, close) == len(one) == len(other))

    return (
        alike(list(gold["assignees"]), found["assignees"])
        and alike(list(gold.get("coordinators") or []), found["coordinators"])
        and judge.deadline_pairs(gold.get("deadline")) == judge.deadline_pairs(found["deadline"])
    )


def _fit(cards: Cards) -> tuple[list[str], NDArray[np.float64]]:
    names = sorted({f for seen, _ in cards for f in seen})
    index = {name: i for i, name in enumerate(names)}
    seen = np.zeros((len(cards), len(names)))
    for row, (card, _) in enumerate(cards):
        seen[row, [index[f] for f in card]] = 1
    right = np.array([r for _, r in cards], dtype=float)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        off = 1 / (1 + np.exp(-seen @ weights)) - right
        weights -= 0.3 * (seen.T @ off + RIDGE * weights) / len(cards)
    return names, weights


def _curve(points: list[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """(mean certainty, share right, cards) in ten steps."""
    out = []
    for step in range(10):
        inside = [(c, r) for c, r in points if step / 10 <= c < (step + 1) / 10 + (step == 9)]
        if inside:
            out.append((sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside), len(inside)))
    return out


def _show(title: str, points: list[tuple[float, bool]]) -> None:
    sure = [right for certain, right in points if certain >= SURE]
    wrong = 1 - sum(sure) / len(sure) if sure else 0.0
    print(f"{title}: {len(points)} cards, {len(sure)} of them sure (from {SURE}), {wrong:.3f} of these wrong")
    for certain, right, cards in _curve(points):
        print(f"  certainty {certain:.2f}  right {right:.2f}  cards {cards}")


def _svg(points: list[tuple[float, bool]]) -> str:
    marks = ""
    for certain, right, cards in _curve(points):
        x, y, size = 40 + 300 * certain, 320 - 300 * right, 3 + cards**0.5 / 2
        marks += f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="#1f5f8b" fill-opacity=".6">'
        marks += f"<title>{cards} cards: certainty {certain:.2f}, right {right:.2f}</title></circle>"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 360" role="img" font-family="sans-serif"'
        ' font-size="12"><title>Certainty of cards and the share that was right, texts set aside</title>'
        '<rect width="380" height="360" fill="#fff"/><path d="M40 20V320H340" fill="none" stroke="#333"/>'
        '<path d="M40 320L340 20" stroke="#999" stroke-dasharray="4 4"/>'
        f'{marks}<text x="120" y="350">certainty told by the reader</text>'
        '<text x="-230" y="18" transform="rotate(-90)">share of cards that was right</text></svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
