"""What the daily digest (bản tin) is made of. Rooms write a section; config/registry.DIGEST_SECTIONS lists them:
`DigestSection("reports", gettext_noop("Báo cáo đã xong"), queries.reports_ready)`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MORNING, AFTERNOON = "morning", "afternoon"
SLOTS = (MORNING, AFTERNOON)


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One thing a person should know, with the page that shows it.

    `text` is shown in the program, to the person alone. A mail leaves the house, so it says `number` and `state` only
    ("NV-2026-00012 · Trễ 2 ngày làm việc"); `title` is added where the installation allows titles in mails.
    `restricted`: a mail says neither number nor title, only that there is something.
    """

    text: str
    url: str
    number: str = ""
    title: str = ""
    state: str = ""
    late: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class DigestSection:
    """`lines(person, since, now)`: what a person should know; `since` is when his digest before this one was made.

    Called once a person and slot: one or two indexed queries, at most some tens of lines. Empty: not shown. `title` is
    a msgid (gettext_noop). `slots`: in which of the day's digests it stands.
    """

    key: str
    title: str
    lines: Callable[[Any, datetime, datetime], Sequence[DigestLine]]
    slots: tuple[str, ...] = SLOTS
