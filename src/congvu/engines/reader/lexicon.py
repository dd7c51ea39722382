"""The words the rules know, as a value: tries of folded syllables whose leaves are classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from congvu.engines.reader.clean import fold
from congvu.reference.reader import card_weights, kind_weights, word_lists

_NOT_TRIES = ("kinds", "sets", "names", "name_grammar")
_NOTHING: frozenset[str] = frozenset()
Rows = Iterable[tuple[str, str]]


class Trie:
    """Phrases of syllables with a set of classes each; the longest phrase at a place wins."""

    __slots__ = ("root",)

    def __init__(self, rows: Rows) -> None:
        self.root: dict[str, dict[str, object]] = {}
        for phrase, cls in rows:
            node: dict[str, object] = self.root  # type: ignore[assignment]
            for syllable in syllables(phrase):
                node = node.setdefault(syllable, {})  # type: ignore[assignment]
            node[""] = node.get("", frozenset()) | {cls}  # type: ignore[operator]

    def longest(
        self, words: list[str], at: int, end: int, only: frozenset[str] | None = None
    ) -> tuple[int, frozenset[str]]:
        """(index after the longest phrase beginning at `at`, its classes); (at, empty) when there is none."""
        if at >= end:
            return at, _NOTHING
        node: dict[str, object] | None = self.root.get(words[at])
        if node is None:
            return at, _NOTHING
        best, classes = at, _NOTHING
        while node is not None:
            at += 1
            leaf = node.get("")
            if leaf is not None and (only is None or only & leaf):  # type: ignore[operator]
                best, classes = at, leaf  # type: ignore[assignment]
            if at >= end:
                break
            node = node.get(words[at])  # type: ignore[assignment]
        return best, classes


def syllables(phrase: str) -> list[str]:
    """The folded tokens of a phrase, punctuation apart, as the segmenter would cut them."""
    out: list[str] = []
    for part in fold(phrase).split():
        word = ""
        for char in part:
            if char.isalpha() or (char.isdigit() and not (word and word[-1].isalpha())):
                word += char
                continue
            out += [word, char] if word else [char]
            word = ""
        if word:
            out.append(word)
    return out


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything the rules look up, built from word lists; lists with holes make a weaker reader, not a broken one."""

    verbs: Trie
    words: Trie
    names: Trie
    fields: Trie
    zones: Trie
    labels: Trie
    products: Trie
    kinds: tuple[tuple[str, str], ...]
    sets: Mapping[str, frozenset[str]]
    lists: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False, default_factory=dict)
    weights: Mapping[str, tuple[float, ...]] = field(repr=False, default_factory=dict)
    certainty: Mapping[str, float] = field(repr=False, default_factory=dict)

    @classmethod
    def build(
        cls,
        lists: Mapping[str, tuple[tuple[str, str], ...]],
        weights: Mapping[str, tuple[float, ...]] | None = None,
        certainty: Mapping[str, float] | None = None,
    ) -> Lexicon:
        tries = {name: Trie(rows) for name, rows in lists.items() if name not in _NOT_TRIES}
        tries["names"] = Trie((*lists["names"], *lists["name_grammar"]))
        kinds = tuple((fold(phrase), code) for phrase, code in lists["kinds"])
        sets: dict[str, frozenset[str]] = {}
        for phrase, name in lists["sets"]:
            sets[name] = sets.get(name, frozenset()) | {fold(phrase)}
        return cls(**tries, kinds=kinds, sets=sets, lists=lists, weights=weights or {}, certainty=certainty or {})


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon of the shipped word lists and fitted weights."""
    return Lexicon.build(word_lists(), kind_weights(), card_weights())
