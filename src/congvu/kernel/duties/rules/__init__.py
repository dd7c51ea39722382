"""What is lawful with a duty: the table of moves, the six "rõ", the fields that people fill in. Pure."""

from congvu.kernel.duties.rules.fields import FIELDS, Field, conditional_needs, needed_when
from congvu.kernel.duties.rules.products import PRODUCT_KINDS
from congvu.kernel.duties.rules.sixro import SIX_RO, Missing, missing_ro
from congvu.kernel.duties.rules.table import (
    ACTION_ORDER,
    DUTY,
    FINAL,
    OPEN,
    RETURN_GROUNDS,
    STATE_LABELS,
    STATES,
    STEP_LABELS,
    STEP_RULES,
    UNDOABLE,
)

__all__ = [
    "ACTION_ORDER",
    "DUTY",
    "FIELDS",
    "FINAL",
    "OPEN",
    "PRODUCT_KINDS",
    "RETURN_GROUNDS",
    "SIX_RO",
    "STATES",
    "STATE_LABELS",
    "STEP_LABELS",
    "STEP_RULES",
    "UNDOABLE",
    "Field",
    "Missing",
    "conditional_needs",
    "missing_ro",
    "needed_when",
]
