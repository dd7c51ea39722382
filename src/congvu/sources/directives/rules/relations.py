"""How a document stands to one it cites, told by the words around the number. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from congvu.reference.reader.between_documents import phrases
from congvu.sources.directives.rules.examples import units

OWN_ACTS = ("replaces", "amends")  # only what the document itself does, not what it asks others to do
_BEFORE = ("carries_out", "based_on", "reminds", "amends", "replaces")
_LONGEST_LIST = 160  # between two numbers of one list stand the day and the issuer of the first
_LISTING = (",", ";", " và ")
_BLANKS = re.compile(r"\s+")
# "Điều 2.", "1.", "a)", "V/v", "Về việc": what may stand before the words of an act
_OPENING = re.compile(r"^(?:v/v\s+|về việc\s+|về\s+|[-–+]\s*|(?:điều \d+|[ivx]+|\d+|[a-zđ])[.):/]\s*)*")
_PASSIVE = re.compile(r"(?:được|đã được|bị)\s+$")


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    cited: int


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    ways = sorted(((phrase, name) for name in _BEFORE for phrase in phrases()[name]), key=lambda way: -len(way[0]))
    return re.compile("|".join(rf"(?<!kèm )\b{re.escape(phrase)}\b" for phrase, _name in ways))


@lru_cache(maxsize=1)
def _ended() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases()["ended"]))


@lru_cache(maxsize=1)
def _class_of() -> dict[str, str]:
    return {phrase: name for name in _BEFORE for phrase in phrases()[name]}


def relations(text: str, cited: Sequence[tuple[int, int]], demands: Sequence[tuple[int, int]] = ()) -> list[str]:
    """For each citation (the span of its number) carries_out, based_on, reminds, amends, replaces or cites.

    The first place where the number stands with a word of its own says it; what the document itself ends or amends is
    that, wherever it says so.

    `demands`: spans in which the document asks others for something: to carry out an older document there is to
    remind of it, to amend one there is their work and not this document's.
    """
    places = _places(text, cited)
    sentences = _sentences(text)
    begins = [start for start, _end in sentences]
    found = ["cites"] * len(cited)
    known: dict[int, tuple[int, str]] = {}  # by sentence: where the number before ended, and what it was
    for place in places:
        sentence = bisect_right(begins, place.start) - 1
        if sentence < 0:
            continue
        start, end = sentences[sentence]
        asked = any(a <= place.start < b for a, b in demands)
        before = known.get(sentence)
        said = _said(text, start, place, end, before, asked)
        known[sentence] = place.end, said
        if found[place.cited] == "cites" or said in OWN_ACTS:
            found[place.cited] = said
    return found


def _places(text: str, cited: Sequence[tuple[int, int]]) -> list[_Place]:
    """Everywhere the cited numbers stand, in the order of the text."""
    found = [
        _Place(match.start(), match.end(), index)
        for index, (start, end) in enumerate(cited)
        for match in re.finditer(rf"(?<![\w/.-]){re.escape(text[start:end])}(?![\w/-])", text)
        if end > start
    ]
    return sorted(found, key=lambda place: place.start)


def _sentences(text: str) -> list[tuple[int, int]]:
    """The units of the text, with the lines of one wrapped sentence and the members of one list put together."""
    found: list[tuple[int, int]] = []
    for start, end in units(text):
        wrapped = found and text[start].islower() and text[start + 1 : start + 2] not in (")", ".")
        listed = found and text[found[-1][1] - 1] == ";" and "\n" not in text[found[-1][1] : start]
        if listed or (wrapped and text[found[-1][1] - 1] not in ".;:"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _said(text: str, start: int, place: _Place, end: int, before: tuple[int, str] | None, asked: bool) -> str:
    words = _plain(text[before[0] if before else start : place.start])
    cues = list(_cues().finditer(words))
    if not asked and _ends_it(_plain(text[start:end]), _plain(text[place.end : end])):
        return "replaces"
    if before is None and (act := _own_act(words, asked)):
        return act
    if not cues:
        listed = before is not None and len(words) <= _LONGEST_LIST and any(mark in words for mark in _LISTING)
        return before[1] if before and listed else "cites"
    said = _class_of()[cues[-1].group()]
    if said in OWN_ACTS:
        return "cites"
    return "reminds" if said == "carries_out" and asked else said


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text.lower())


def _ends_it(sentence: str, after: str) -> bool:
    """ "… Quyết định số 5 hết hiệu lực kể từ ngày Quyết định này có hiệu lực"."""
    return " này" in sentence and _ended().search(after) is not None


def _own_act(words: str, asked: bool) -> str:
    """What the document itself does to one it names: "Quyết định này thay thế Quyết định số …", "Điều 1. Sửa đổi …",
    "V/v bãi bỏ …". "" where it does nothing.
    """
    opening = _OPENING.match(words)
    first = None if asked else _cues().match(words, opening.end() if opening else 0)
    if first is not None and _class_of()[first.group()] in OWN_ACTS:
        return _class_of()[first.group()]
    for cue in _cues().finditer(words):
        said = words[: cue.start()]
        if _class_of()[cue.group()] in OWN_ACTS and " này " in said and not _PASSIVE.search(said):
            return _class_of()[cue.group()]
    return ""
