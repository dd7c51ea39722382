"""Reads a directive: text in, a `Reading` out. Pure: no file, no clock, no database.

Stages, one module each, in this order: clean, segment, structure, recognise, assign, doubts.
"""

from congvu.engines.reader.lexicon import Lexicon, default_lexicon
from congvu.engines.reader.reading import read
from congvu.engines.reader.types import (
    VERSION,
    Demand,
    Document,
    Doubt,
    Found,
    Name,
    Reading,
    Reference,
)

__all__ = [
    "VERSION",
    "Demand",
    "Document",
    "Doubt",
    "Found",
    "Lexicon",
    "Name",
    "Reading",
    "Reference",
    "default_lexicon",
    "read",
]
