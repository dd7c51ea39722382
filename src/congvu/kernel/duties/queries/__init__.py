"""Everything that is read of duties, always from what a person may see."""

from congvu.kernel.duties.queries.inbox import Inbox, InboxCounts, InboxGroup, InboxRow, inbox
from congvu.kernel.duties.queries.journal import EntryRow
from congvu.kernel.duties.queries.lateness import Lateness, LatePart, lateness, lateness_of
from congvu.kernel.duties.queries.leader import LeaderPage, leader_page, leader_rows
from congvu.kernel.duties.queries.map import Finding, Matter, Place, ResponsibilityMap, responsibility_map
from congvu.kernel.duties.queries.offers import OpenMove, why_closed
from congvu.kernel.duties.queries.page import DutyPage, duty_page, open_moves
from congvu.kernel.duties.queries.preview import Effect, MovedRow, calendar_effect, moved_rows, shift_of
from congvu.kernel.duties.queries.replay import replay
from congvu.kernel.duties.queries.sight import search, visible_to
from congvu.kernel.duties.queries.sixro import RoRow, missing_of
from congvu.kernel.duties.queries.timeline import HoldingRow
from congvu.kernel.duties.queries.unit import Below, UnitLoad, UnitPage, late_of, open_of, unit_page

__all__ = [
    "Below",
    "DutyPage",
    "Effect",
    "EntryRow",
    "Finding",
    "HoldingRow",
    "Inbox",
    "InboxCounts",
    "InboxGroup",
    "InboxRow",
    "LatePart",
    "Lateness",
    "LeaderPage",
    "Matter",
    "MovedRow",
    "OpenMove",
    "Place",
    "ResponsibilityMap",
    "RoRow",
    "UnitLoad",
    "UnitPage",
    "calendar_effect",
    "duty_page",
    "inbox",
    "late_of",
    "lateness",
    "lateness_of",
    "leader_page",
    "leader_rows",
    "missing_of",
    "moved_rows",
    "open_moves",
    "open_of",
    "replay",
    "responsibility_map",
    "search",
    "shift_of",
    "unit_page",
    "visible_to",
    "why_closed",
]
