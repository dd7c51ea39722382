"""Small decisions of this room, without a database: spans of time, ages, authority, figures, comparing. Pure."""

from congvu.sources.programmes.rules.ages import AGES, AgeClass, age_of
from congvu.sources.programmes.rules.authority import Approver, MatrixLine, Verdict, judge
from congvu.sources.programmes.rules.compare import Changes, Line, Part, changes, compare
from congvu.sources.programmes.rules.figures import DIRECTIONS, EVERY, MEASURES, kept, number, reached, share, written
from congvu.sources.programmes.rules.spans import (
    HORIZON_LABELS,
    HORIZONS,
    Span,
    above,
    after,
    before,
    closes,
    parts,
    span,
    span_of,
    usual_day,
)

__all__ = [
    "AGES",
    "DIRECTIONS",
    "EVERY",
    "HORIZONS",
    "HORIZON_LABELS",
    "MEASURES",
    "AgeClass",
    "Approver",
    "Changes",
    "Line",
    "MatrixLine",
    "Part",
    "Span",
    "Verdict",
    "above",
    "after",
    "age_of",
    "before",
    "changes",
    "closes",
    "compare",
    "judge",
    "kept",
    "number",
    "parts",
    "reached",
    "share",
    "span",
    "span_of",
    "usual_day",
    "written",
]
