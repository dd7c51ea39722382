"""Everything that is asked about the organisation, always as of an instant or a day."""

from congvu.kernel.org.queries.authority import authority_for, delegated_posts, may_issue_to, may_manage
from congvu.kernel.org.queries.calendars import (
    calendar,
    calendar_drafts,
    calendar_of,
    calendar_versions,
    calendar_with,
    differing_days,
    forget_calendar,
    may_publish_calendar,
)
from congvu.kernel.org.queries.names import NameBook, Resolution, resolve
from congvu.kernel.org.queries.search import bodies_on, bodies_under, find_bodies, find_people, installation
from congvu.kernel.org.queries.seats import (
    common_superior,
    deputies_of,
    head_of,
    heads_above,
    heads_of,
    holder_of,
    leaders_prepared_for,
    main_seat,
    posts_of,
    seats_of,
    seats_of_body,
    stand_in_for,
)
from congvu.kernel.org.queries.sitting import Seat
from congvu.kernel.org.queries.tokens import token_of, tokens

__all__ = [
    "NameBook",
    "Resolution",
    "Seat",
    "authority_for",
    "bodies_on",
    "bodies_under",
    "calendar",
    "calendar_drafts",
    "calendar_of",
    "calendar_versions",
    "calendar_with",
    "common_superior",
    "delegated_posts",
    "deputies_of",
    "differing_days",
    "find_bodies",
    "find_people",
    "forget_calendar",
    "head_of",
    "heads_above",
    "heads_of",
    "holder_of",
    "installation",
    "leaders_prepared_for",
    "main_seat",
    "may_issue_to",
    "may_manage",
    "may_publish_calendar",
    "posts_of",
    "resolve",
    "seats_of",
    "seats_of_body",
    "stand_in_for",
    "token_of",
    "tokens",
]
