"""Every way a meeting changes. Page, API and command line call these verbs; nobody else writes here."""

from congvu.sources.meetings.moves.attending import answer, reply, rule_on_reply, take_attendance
from congvu.sources.meetings.moves.calling import attach, call, cancel, change, detach, invite, uninvite
from congvu.sources.meetings.moves.concluding import conclude
from congvu.sources.meetings.moves.entries import MeetingRefused

__all__ = [
    "MeetingRefused",
    "answer",
    "attach",
    "call",
    "cancel",
    "change",
    "conclude",
    "detach",
    "invite",
    "reply",
    "rule_on_reply",
    "take_attendance",
    "uninvite",
]
