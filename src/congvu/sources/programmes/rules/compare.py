"""Two versions of a draft side by side, and which version brought each change.

Paragraphs are matched first, then the words inside a paragraph that changed. Plain values, nothing read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

MOST_PARAGRAPHS = 4_000
MOST_WORDS = 600  # in one paragraph; a longer one that changed is shown as taken out and put in
ALIKE = 0.4  # below it two paragraphs are not the same one changed
WINDOW = 20  # how far on one looks for it: a text written anew must not take minutes
_WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Part:
    """Some words of a line, and whether they are only on this side."""

    text: str
    only_here: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the comparison. Kinds: same, changed, added, removed, skipped (`count` lines that are the same).

    `version`: which version brought what stands on the right; of a removed line the version in which it was gone.
    """

    kind: str
    left: tuple[Part, ...] = ()
    right: tuple[Part, ...] = ()
    version: int = 0
    count: int = 0


@dataclass(frozen=True)
class Changes:
    """How many paragraphs were put in, changed, taken out."""

    added: int
    changed: int
    removed: int

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text without empty ones; what lies beyond `MOST_PARAGRAPHS` is one last paragraph."""
    found = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(found) > MOST_PARAGRAPHS:
        found[MOST_PARAGRAPHS - 1 :] = [" ".join(found[MOST_PARAGRAPHS - 1 :])]
    return found


def compare(versions: Sequence[str], *, first: int = 1, around: int = 2) -> list[Line]:
    """Compare the first with the last of these texts, given in order; those between say who changed what.

    `first` is the number of the first version. Of long runs that are the same only `around` lines are shown each side.
    """
    texts = [paragraphs(text) for text in versions]
    right_from, left_gone = _history(texts, first)
    lines: list[Line] = []
    left, right = texts[0], texts[-1]
    for tag, a, b, c, d in _blocks(left, right):
        if tag == "equal":
            lines += [Line("same", (Part(text),), (Part(text),)) for text in left[a:b]]
        else:
            lines += _changed(left[a:b], right[c:d], left_gone[a:b], right_from[c:d])
    return _folded(lines, around)


def changes(before: str, after: str) -> Changes:
    """The size of the step from one version to the next."""
    lines = compare((before, after))
    count = {kind: sum(line.kind == kind for line in lines) for kind in ("added", "changed", "removed")}
    return Changes(count["added"], count["changed"], count["removed"])


def _blocks(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, left, right, autojunk=False).get_opcodes()  # type: ignore[return-value]


def _history(texts: Sequence[list[str]], first: int) -> tuple[list[int], list[int]]:
    """For each paragraph of the last text the version that brought it; of the first the version in which it was gone.

    A paragraph that stayed from the first to the last has 0.
    """
    origin: list[int] = [0] * len(texts[0])
    place: list[int | None] = list(range(len(texts[0])))  # where each paragraph of the first text stands now
    gone = [0] * len(texts[0])
    for number, (old, new) in enumerate(pairwise(texts), first + 1):
        moved: dict[int, int] = {}
        brought = [number] * len(new)
        for tag, a, b, c, _d in _blocks(old, new):
            if tag == "equal":
                for step in range(b - a):
                    moved[a + step] = c + step
                    brought[c + step] = origin[a + step]
        for index, now in enumerate(place):
            if now is not None:
                place[index] = moved.get(now)
                if place[index] is None:
                    gone[index] = number
        origin = brought
    return origin, gone


def _changed(left: Sequence[str], right: Sequence[str], gone: Sequence[int], brought: Sequence[int]) -> list[Line]:
    """Lines that differ: alike ones stand beside each other with their words marked, in the order of the text."""
    lines: list[Line] = []
    start = 0
    for place, text in enumerate(left):
        match = next((at for at in range(start, min(len(right), start + WINDOW)) if _alike(text, right[at])), None)
        if match is None:
            lines.append(Line("removed", (Part(text, True),), (), gone[place]))
            continue
        lines += [Line("added", (), (Part(right[at], True),), brought[at]) for at in range(start, match)]
        lines.append(_words(text, right[match], brought[match]))
        start = match + 1
    return lines + [Line("added", (), (Part(right[at], True),), brought[at]) for at in range(start, len(right))]


def _alike(left: str, right: str) -> bool:
    a, b = left.split(), right.split()
    if len(a) > MOST_WORDS or len(b) > MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(left: str, right: str, version: int) -> Line:
    a, b = _WORDS.findall(left), _WORDS.findall(right)
    here: list[Part] = []
    there: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = tag == "equal"
        if j > i:
            here.append(Part("".join(a[i:j]), not same))
        if m > k:
            there.append(Part("".join(b[k:m]), not same))
    return Line("changed", tuple(here), tuple(there), version)


def _folded(lines: list[Line], around: int) -> list[Line]:
    """Long runs of equal lines become one line that says how many there are."""
    shown = {
        near
        for place, line in enumerate(lines)
        if line.kind != "same"
        for near in range(place - around, place + around + 1)
    }
    # a single line between two that are shown is shown itself: to say that one was left out is as long
    shown |= {place for place in range(len(lines)) if place - 1 in shown and place + 1 in shown}
    found: list[Line] = []
    for place, line in enumerate(lines):
        if place in shown:
            found.append(line)
        elif found and found[-1].kind == "skipped":
            found[-1] = Line("skipped", count=found[-1].count + 1)
        else:
            found.append(Line("skipped", count=1))
    return found
