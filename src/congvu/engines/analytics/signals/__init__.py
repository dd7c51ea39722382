"""From the table of events, one row a hold, to flags: whose record differs by more than chance and honest variety.

Stages, each usable alone: `Events` (columns as codes) → `expected` (what his peers' rates say of his own holds) →
`fit` (how far honest officials differ) → `detect` (levels, monthly looks). A signal is a question, never a verdict.
"""

from congvu.engines.analytics.signals.detect import Flag, detect
from congvu.engines.analytics.signals.events import SIGNALS, Events, EventsError
from congvu.engines.analytics.signals.expected import Counts, expected
from congvu.engines.analytics.signals.family import benjamini_hochberg, e_benjamini_hochberg
from congvu.engines.analytics.signals.honest import Fit, fit
from congvu.engines.analytics.signals.score import Score, TruePair, score
from congvu.engines.analytics.signals.words import in_words

__all__ = [
    "SIGNALS",
    "Counts",
    "Events",
    "EventsError",
    "Fit",
    "Flag",
    "Score",
    "TruePair",
    "benjamini_hochberg",
    "detect",
    "e_benjamini_hochberg",
    "expected",
    "fit",
    "in_words",
    "score",
]
