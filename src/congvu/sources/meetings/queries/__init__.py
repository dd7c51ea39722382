"""Everything that is read of meetings, always from what a person may see."""

from congvu.sources.meetings.queries.access import (
    LEADING,
    answers_for,
    calling_bodies,
    find_meeting,
    keeps,
    sees_whole,
    visible_to,
)
from congvu.sources.meetings.queries.figures import AbsenceRow, UnitFigures, absences, attendance_by_unit, per_year
from congvu.sources.meetings.queries.pages import (
    Home,
    InviteeRow,
    MeetingPage,
    digest_lines,
    duty_extras,
    home,
    meeting_page,
)
from congvu.sources.meetings.queries.report import SECTION

__all__ = [
    "LEADING",
    "SECTION",
    "AbsenceRow",
    "Home",
    "InviteeRow",
    "MeetingPage",
    "UnitFigures",
    "absences",
    "answers_for",
    "attendance_by_unit",
    "calling_bodies",
    "digest_lines",
    "duty_extras",
    "find_meeting",
    "home",
    "keeps",
    "meeting_page",
    "per_year",
    "sees_whole",
    "visible_to",
]
