"""Every way a duty changes. Page, API, command line and job call these verbs; nobody else writes."""

from congvu.kernel.duties.moves.drafts import draft, edit_draft, propose_limit
from congvu.kernel.duties.moves.issuing import break_down, issue, issue_new
from congvu.kernel.duties.moves.passing import end_appointment, take_over_all
from congvu.kernel.duties.moves.single import move
from congvu.kernel.duties.moves.types import Moved, MoveRefused, NewDuty

__all__ = [
    "MoveRefused",
    "Moved",
    "NewDuty",
    "break_down",
    "draft",
    "edit_draft",
    "end_appointment",
    "issue",
    "issue_new",
    "move",
    "propose_limit",
    "take_over_all",
]
