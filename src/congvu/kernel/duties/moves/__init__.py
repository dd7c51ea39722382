"""Every way a duty changes. Page, API, command line and job call these verbs; nobody else writes."""

from congvu.kernel.duties.moves.asking import ask_why
from congvu.kernel.duties.moves.delegating import close_delegation
from congvu.kernel.duties.moves.drafts import ask_for_limits, draft, drop_draft, edit_draft
from congvu.kernel.duties.moves.issuing import issue, issue_new
from congvu.kernel.duties.moves.opening import opened
from congvu.kernel.duties.moves.outages import register_outage
from congvu.kernel.duties.moves.parts import break_down
from congvu.kernel.duties.moves.passing import end_appointment, take_over_all
from congvu.kernel.duties.moves.promises import note_told, promise
from congvu.kernel.duties.moves.rebalancing import take_over_these
from congvu.kernel.duties.moves.recounting import publish_calendar, recount_limits, recount_published
from congvu.kernel.duties.moves.reorganising import carry_out
from congvu.kernel.duties.moves.single import move
from congvu.kernel.duties.moves.types import Moved, MoveRefused, NewDuty

__all__ = [
    "MoveRefused",
    "Moved",
    "NewDuty",
    "ask_for_limits",
    "ask_why",
    "break_down",
    "carry_out",
    "close_delegation",
    "draft",
    "drop_draft",
    "edit_draft",
    "end_appointment",
    "issue",
    "issue_new",
    "move",
    "note_told",
    "opened",
    "promise",
    "publish_calendar",
    "recount_limits",
    "recount_published",
    "register_outage",
    "take_over_all",
    "take_over_these",
]
