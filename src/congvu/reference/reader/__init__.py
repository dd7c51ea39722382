"""The reader's word lists: verbs by class, the grammar's closed words, heads of names, fields, zones, labels, products.

Each file is `phrase,class`; a phrase may stand in several classes. The lists were written from general knowledge of
official Vietnamese (the forms of NĐ 30/2020/NĐ-CP and party documents), not copied from any text.
"""

import csv
from functools import lru_cache
from importlib import resources

FILES = ("verbs", "words", "names", "name_grammar", "fields", "zones", "labels", "products", "kinds", "sets")
WordLists = dict[str, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=1)
def kind_weights() -> dict[str, tuple[float, ...]]:
    """Weights of the kinds of demand by feature, in the order of the file's columns (see `bench/train_reader.py`)."""
    source = resources.files(__package__).joinpath("kind_weights.csv")
    if not source.is_file():
        return {}
    rows = csv.reader(source.read_text("utf-8").splitlines())
    next(rows)
    return {feature: tuple(int(value) / 100 for value in values) for feature, *values in rows}


@lru_cache(maxsize=1)
def card_weights() -> dict[str, float]:
    """Weights of a card's certainty by feature; fitted by `bench/train_certainty.py`."""
    source = resources.files(__package__).joinpath("card_weights.csv")
    if not source.is_file():
        return {}
    rows = csv.reader(source.read_text("utf-8").splitlines())
    next(rows)
    return {feature: int(value) / 100 for feature, value in rows}


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    """Every list by its file's name: (phrase, class) pairs in file order."""
    return {name: _rows(name) for name in FILES}


def _rows(name: str) -> tuple[tuple[str, str], ...]:
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    return tuple((row["phrase"], row["class"]) for row in csv.DictReader(text.splitlines()))
