"""Marking found words in a text whose tone marks the searcher did not type."""

import unicodedata

from congvu.kit.vietnamese import fold


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was searched for; the pieces joined are the NFC text.

    A word of the query matches where a word of the text begins: "ho so" finds "hồ sơ" and not "cho số"; where the
    whole word stands in the text, its beginnings elsewhere ("soát") are left alone.
    """
    text = unicodedata.normalize("NFC", text)
    plain = [fold(char) or char for char in text]  # a lone combining mark folds to nothing and must keep its place
    folded = "".join(part[0] for part in plain)
    hits = [False] * len(text)
    for word in {fold(word) for word in query.split() if fold(word)}:
        begins = [at for at in _places(folded, word) if at == 0 or not folded[at - 1].isalnum()]
        whole = [at for at in begins if not folded[at + len(word) : at + len(word) + 1].isalnum()]
        for start in whole or begins:
            hits[start : start + len(word)] = [True] * len(word)
    _join_spaces(folded, hits)
    pieces: list[tuple[str, bool]] = []
    for char, hit in zip(text, hits, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + char, hit)
        else:
            pieces.append((char, hit))
    return pieces


def holds(text: str, query: str) -> bool:
    """Whether a text holds every word of a query, whatever the tone marks."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())


def _places(text: str, word: str) -> list[int]:
    places, at = [], text.find(word)
    while at != -1:
        places.append(at)
        at = text.find(word, at + 1)
    return places


def _join_spaces(folded: str, hits: list[bool]) -> None:
    """A space between two found words is marked with them: one line under "hồ sơ đất"."""
    for index in range(1, len(folded) - 1):
        if folded[index] == " " and hits[index - 1] and hits[index + 1]:
            hits[index] = True
