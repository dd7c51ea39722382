"""Fits how sure the reader is of a whole card, and draws how far that can be trusted.

    python -m bench.train_certainty            figures only
    python -m bench.train_certainty --write    and write card_weights.csv
    python -m bench.train_certainty --draw     and draw docs/explanation/reader-certainty.svg from the texts set aside

On texts it was written with, the reader is nearly always right: nothing could be learnt there. So it is made to read
them with a random part of its verbs and names missing, as it reads texts whose words it does not know; the figures are
cross-fitted by text. What is learnt so is then set right by cards of texts that were read before anybody had opened
them (`unseen_cards.csv`): the gap between texts known and texts unseen.
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
UNSEEN = ROOT / "tests" / "engines" / "reader" / "unseen_cards.csv"
# With so much missing, about as many cards are right as were on texts never seen.
LOST = 0.25
DRAWS = 4
FOLDS = 6
SURE = 0.95
RIDGE = 10.0
STEPS = 3000
Gold = dict[str, Any]
Cards = list[tuple[frozenset[str], bool]]


def main() -> int:
    """Fit on weakened readings, set right by unseen cards, print the curves; write and draw when asked."""
    texts = [_labelled(path) for path in texts_read()] + [(case.text, _gold(case)) for case in all_texts()]
    lexicons = [_weaker(seed) for seed in range(DRAWS)]
    by_text = [[card for lexicon in lexicons for card in _cards([text], lexicon)] for text in texts]
    left_out = _left_out(by_text)
    table = _fitted(by_text) | _ceiling(left_out)
    _show("weakened readings, each text left out", left_out)
    _show("texts read before they were opened", [(_told(table, card), right) for card, right in _unseen()])
    if "--write" in sys.argv:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["feature", "weight"])
            out.writerows((name, round(100 * weight)) for name, weight in table.items() if round(100 * weight))
    if "--draw" in sys.argv:
        aside = [_labelled(path) for path in texts_aside()]
        points = [(_told(table, card), right) for card, right in _cards(aside, default_lexicon())]
        _show("texts set aside", points)
        DRAWING.write_text(_svg(points), "utf-8")
    return 0


def _labelled(path: Path) -> tuple[str, Gold]:
    return path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def _unseen() -> Cards:
    """Cards of texts as they were read while nobody had opened them, and whether each was right."""
    rows = csv.DictReader(UNSEEN.read_text("utf-8").splitlines())
    return [(frozenset({"", *row["features"].split("; ")}), row["right"] == "1") for row in rows]


def _told(table: dict[str, float], card: frozenset[str]) -> float:
    return features.certainty(table, set(card - {""}))


def _fitted(by_text: list[Cards]) -> dict[str, float]:
    """Weights learnt from weakened readings, stretched and shifted to what unseen cards showed."""
    names, weights = _fit([card for cards in by_text for card in cards])
    table = {name: float(weight) for name, weight in zip(names, weights, strict=True)}
    stretch, shift = _set_right([(_told(table, card), right) for card, right in _unseen()])
    return {name: round(stretch * weight + (shift if name == "" else 0.0), 2) for name, weight in table.items()}


def _set_right(points: list[tuple[float, bool]]) -> tuple[float, float]:
    """The stretch and shift of the log odds under which the certainties told fit what was right; held near (1, 0)."""
    told = np.array([np.log(p / (1 - p)) for p, _ in points])
    right = np.array([r for _, r in points], dtype=float)
    stretch, shift = 1.0, 0.0
    for _ in range(STEPS):
        off = 1 / (1 + np.exp(-(stretch * told + shift))) - right
        stretch -= 0.02 * float((off * told).sum() + stretch - 1) / len(right)
        shift -= 0.02 * float(off.sum() + 0.1 * shift) / len(right)
    return stretch, shift


def _left_out(by_text: list[Cards]) -> list[tuple[float, bool]]:
    """(certainty, right) of every card by weights that did not see its text."""
    out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        table = _fitted([cards for i, cards in enumerate(by_text) if i % FOLDS != fold])
        out += [(_told(table, card), right) for i in range(fold, len(by_text), FOLDS) for card, right in by_text[i]]
    return out


def _ceiling(points: list[tuple[float, bool]]) -> dict[str, float]:
    """Where more than 3 % of the sure cards were wrong, nothing is told surer than the surest tenth was right."""
    sure = [right for certain, right in points if certain >= SURE]
    if sum(sure) >= 0.97 * len(sure):
        return {}
    tenth = sorted(points, reverse=True)[: len(points) // 10]
    share = min(sum(right for _, right in tenth) / len(tenth), SURE - 0.01)
    return {features.MOST: round(float(np.log(share / (1 - share))), 2)}


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
