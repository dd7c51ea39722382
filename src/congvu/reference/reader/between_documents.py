"""The words that tell how one document stands to another: which kind of link, and pairs of syllables so common in
official letters that they tell nothing of the work itself. Written from general knowledge, not copied from any text.
"""

import csv
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[str, ...]]:
    """Phrases by class: carries_out, based_on, reminds, amends, replaces; ended (after the number); common, filler."""
    text = resources.files(__package__).joinpath("between_documents.csv").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["class"], []).append(row["phrase"])
    return {name: tuple(words) for name, words in found.items()}
