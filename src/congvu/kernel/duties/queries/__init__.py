"""Everything that is read of duties, always from what a person may see."""

from congvu.kernel.duties.queries.inbox import Inbox, InboxCounts, InboxGroup, InboxRow, inbox
from congvu.kernel.duties.queries.page import DutyPage, EntryRow, HoldingRow, OpenMove, RoRow, duty_page, open_moves
from congvu.kernel.duties.queries.replay import replay
from congvu.kernel.duties.queries.sight import search, visible_to

__all__ = [
    "DutyPage",
    "EntryRow",
    "HoldingRow",
    "Inbox",
    "InboxCounts",
    "InboxGroup",
    "InboxRow",
    "OpenMove",
    "RoRow",
    "duty_page",
    "inbox",
    "open_moves",
    "replay",
    "search",
    "visible_to",
]
