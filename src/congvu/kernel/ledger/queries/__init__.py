"""What the ledger says and how it is proved: heads, proofs, and the whole verification."""

from congvu.kernel.ledger.queries.crew import cores
from congvu.kernel.ledger.queries.heads import (
    HeadCheck,
    Verdict,
    check_head,
    current_log,
    head,
    heads,
    verifiers,
    waiting,
)
from congvu.kernel.ledger.queries.proofs import Place, TreeNodes, entry_by_code, place_of, receipt
from congvu.kernel.ledger.queries.report import Finding, Progress, Report
from congvu.kernel.ledger.queries.verify import verify

__all__ = [
    "Finding",
    "HeadCheck",
    "Place",
    "Progress",
    "Report",
    "TreeNodes",
    "Verdict",
    "check_head",
    "cores",
    "current_log",
    "entry_by_code",
    "head",
    "heads",
    "place_of",
    "receipt",
    "verifiers",
    "verify",
    "waiting",
]
