"""How well and how fast scans are read: own documents set as PDF, drawn as pictures, spoilt by a seeded generator.

Each harm is done to every sixth document, all of them together to every one. The reader's figures are those of the
labelled corpus: on the letters of the PDF and on what was recognised, so that the layout is the same and only the
recognition differs.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.engines.reader.marked import Labelled, Text, all_texts
from tests.kit.extract.pages import HARMS, Harm, as_file, distance, drawn, paper_of, words

from bench.row import Row
from congvu.engines.reader import Demand, read
from congvu.kit.extract import Extracted, extract, recognising
from congvu.kit.official import Official, as_pdf

AIM_ERROR, AIM_LOST, START_LETTERS, START_ERRORS = 2.0, 5.0, 40, 4
WORST = list(HARMS)[-1]


@dataclass
class Tally:
    """What came of the pages with one harm."""

    wrong: int = 0
    letters: int = 0
    pages: int = 0
    seconds: float = 0.0
    lines: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (doubtful, right)

    @property
    def error(self) -> float:
        return 100 * self.wrong / max(self.letters, 1)


@dataclass
class Reader:
    """Labelled demands, those found, and those whose beginning, names, helpers and deadline are right."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    @property
    def whole(self) -> float:
        return 200 * self.right / max(self.wanted + self.found, 1)


def run() -> list[Row]:
    """Rows for the table; figures for each harm are printed above it."""
    if not recognising.possible():
        print("ocr: Tesseract with Vietnamese is not installed here, so no figures.")
        return []
    tallies = {name: Tally() for name in HARMS}
    clean, scanned = Reader(), Reader()
    for case, paper, harms in _cases():
        letters = extract(as_pdf(paper), "van-ban.pdf").text
        _count(clean, case, letters)
        for name in harms:
            got = _recognised(paper, HARMS[name], tallies[name], letters)
            if name == WORST:
                _count(scanned, case, got.text)
    return _rows(tallies, clean, scanned)


def _cases() -> Iterator[tuple[Text, Official, list[str]]]:
    """Every document that has an official head, with the harms that are done to it."""
    papers = [(case, paper) for case in all_texts() if (paper := paper_of(case.text)) is not None]
    others = [name for name in HARMS if name != WORST]
    for number, (case, paper) in enumerate(papers):
        yield case, paper, [others[number % len(others)], WORST]


def _recognised(paper: Official, harm: Harm, tally: Tally, letters: str) -> Extracted:
    pages = drawn(paper, harm, seed=len(letters))
    data = as_file(pages, "PDF", harm.dpi)
    begun = time.perf_counter()
    got = extract(data, "ban-quet.pdf")
    tally.seconds += time.perf_counter() - begun
    wanted = words(letters)
    tally.pages += len(pages)
    tally.wrong += distance(wanted, words(got.text))
    tally.letters += len(wanted)
    tally.lines.update((line.doubtful, words(line.text) in wanted) for line in got.lines)
    return got


def _count(reader: Reader, case: Text, text: str) -> None:
    found = read(text)
    left = [_essentials(found.text, demand) for demand in found.demands]
    reader.wanted += len(case.demands)
    reader.found += len(left)
    for label in case.demands:
        start, rest = _essentials(case.text, label)
        same = next((one for one in left if one[1] == rest and distance(start, one[0]) <= START_ERRORS), None)
        if same is not None:
            left.remove(same)
            reader.right += 1


def _essentials(text: str, demand: Demand | Labelled) -> tuple[str, tuple[object, ...]]:
    """How a demand begins; whose it is, with whom, by when."""
    if isinstance(demand, Labelled):
        names, helpers = demand.assignees, demand.coordinators
    else:
        names = tuple(name.text for name in demand.assignees)
        helpers = tuple(name.text for name in demand.coordinators)
    deadline = str(dict(demand.deadline)) if demand.deadline else ""
    start = words(text[demand.start : demand.end])[:START_LETTERS]
    return start, (frozenset(map(str.lower, names)), frozenset(map(str.lower, helpers)), deadline)


def _rows(tallies: dict[str, Tally], clean: Reader, scanned: Reader) -> list[Row]:
    rows = []
    for name, tally in tallies.items():
        lines = sum(tally.lines.values())
        doubtful = sum(count for (doubt, _), count in tally.lines.items() if doubt)
        wrong_unmarked = tally.lines[False, False]
        print(
            f"ocr, {name}: {tally.pages} pages, error {tally.error:.2f} %, {tally.seconds / tally.pages:.1f} s a page; "
            f"{doubtful} of {lines} lines marked as doubtful, {tally.lines[True, False]} of those wrong, "
            f"{wrong_unmarked} wrong among the others"
        )
        rows.append(_at_most(f"letters wrong, {name}", tally.error, AIM_ERROR, "%"))
    lost = clean.whole - scanned.whole
    print(f"reader, whole F1: {clean.whole:.1f} on letters, {scanned.whole:.1f} on scans ({WORST})")
    pages, seconds = sum(t.pages for t in tallies.values()), sum(t.seconds for t in tallies.values())
    return [
        *rows,
        _at_most(f"points of the reader lost, {WORST}", lost, AIM_LOST, ""),
        Row("recognising a page", seconds / pages, unit="s", more_is_better=False),
    ]


def _at_most(what: str, ours: float, aim: float, unit: str) -> Row:
    return Row(what, ours, aim, ours / aim, 1.0, unit, "asked for", more_is_better=False)
