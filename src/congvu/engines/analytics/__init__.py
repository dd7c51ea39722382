"""Measures over what happened: values in, values out. So far: whose share of a delay is whose (design.md §2)."""

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
