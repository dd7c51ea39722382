"""Everything that is read of internal rules and of what does not fit in them."""

from congvu.sources.regulations.queries.findings import (
    Evidence,
    FindingRow,
    evidence,
    find_finding,
    findings,
    may_look,
    may_settle,
)
from congvu.sources.regulations.queries.register import (
    RegulationPage,
    due_reviews,
    enters_for,
    find_regulation,
    origin_of,
    register,
    regulation_page,
)

__all__ = [
    "Evidence",
    "FindingRow",
    "RegulationPage",
    "due_reviews",
    "enters_for",
    "evidence",
    "find_finding",
    "find_regulation",
    "findings",
    "may_look",
    "may_settle",
    "origin_of",
    "register",
    "regulation_page",
]
