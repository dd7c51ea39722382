"""Measures over what happened, values in and values out.

So far: whose share of a delay is whose (`lateness`); flags from a table of events (`signals`); made-up provinces whose
truth is known (`simulate`).
"""

from congvu.engines.analytics.lateness import (
    KINDS,
    Part,
    Segment,
    Span,
    attribute,
    cut,
    largest_remainder,
)

__all__ = ["KINDS", "Part", "Segment", "Span", "attribute", "cut", "largest_remainder"]
