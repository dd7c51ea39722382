"""Drafts: prepared by anyone, held by nobody, changed freely until somebody with authority issues them."""

from collections.abc import Iterable
from datetime import datetime

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.moves.types import Moved, NewDuty
from congvu.kernel.org.models import Person


def draft(new: NewDuty, *, by: Person) -> int:
    """Prepare a duty; it may lack any of the six "rõ". Returns its id."""
    raise NotImplementedError


def edit_draft(duty_id: int, *, by: Person, **fields: object) -> None:
    """Change fields of a draft (names as in NewDuty); refused once it is issued."""
    raise NotImplementedError


def propose_limit(duty_id: int, *, by: Person, due: DueRule, reason: str = "") -> Moved:
    """The head of the receiving body proposes the missing limit of a draft that its issuer has approved."""
    raise NotImplementedError
