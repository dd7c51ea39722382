"""Reads a directive: text in, a `Reading` out. Pure: no file, no clock, no database.

Stages, one module each, in this order: clean, segment, structure, recognise, assign, doubts.
"""

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

__all__ = ["VERSION", "Demand", "Document", "Doubt", "Found", "Name", "Reading", "Reference", "read"]


def read(text: str) -> Reading:
    """What the text is and what it demands of whom."""
    return Reading(text)
