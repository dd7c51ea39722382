"""Every way the register of internal rules changes, reviews included, and what is made of findings."""

from congvu.sources.regulations.moves.entries import RegulationRefused
from congvu.sources.regulations.moves.registering import correct, end, enter, replace
from congvu.sources.regulations.moves.reviewing import conclude_review, open_due_reviews
from congvu.sources.regulations.moves.settling import close_finding, give_finding

__all__ = [
    "RegulationRefused",
    "close_finding",
    "conclude_review",
    "correct",
    "end",
    "enter",
    "give_finding",
    "open_due_reviews",
    "replace",
]
