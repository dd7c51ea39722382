"""How a piece of work stands, in words: computed whenever it is shown, never stored.

A state is always a word, an icon and a colour together. Red means late and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.engines.worktime import Calendar, whole_days_late, working_days_left
from congvu.kit import dates
from congvu.reference import pause_grounds


class Clocked(Protocol):
    """What must be known of a duty to say how it stands."""

    state: str
    paused_at: datetime | None
    pause_ground: str
    current_due_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True)
class Status:
    """`kind` chooses the colour: late, soon, run, paused, done, wait, new, open, unclear."""

    kind: str
    icon: str
    text: str


ICONS = {
    "late": "alert-triangle",
    "soon": "hourglass",
    "run": "circle-dot",
    "paused": "player-pause",
    "done": "circle-check",
    "new": "mail",
    "open": "mail-opened",
    "wait": "clock",
    "unclear": "help",
    "stop": "ban",
}


def status(kind: str, text: str) -> Status:
    """A status with the icon that belongs to its kind."""
    return Status(kind, ICONS[kind], text)


def days(count: int) -> str:
    """ "4 ngày làm việc": never a bare number of days."""
    return ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", count) % {"n": count}


def status_of(duty: Clocked, now: datetime, calendar: Calendar) -> Status:
    """How a duty stands against its limit at `now`."""
    if duty.state == "draft":
        return status("unclear", _("Dự thảo"))
    if duty.state == "cancelled":
        return status("stop", _("Đã hủy"))
    if duty.completed_at and duty.state in ("handed_in", "closed"):
        return finished(duty, duty.completed_at, calendar)
    if duty.paused_at:
        ground = _ground(duty.pause_ground)
        return status("paused", _("Tạm dừng, %(ground)s") % {"ground": ground} if ground else _("Tạm dừng"))
    if duty.current_due_at is None:
        return status("unclear", _("Chưa rõ thời gian"))
    return against_limit(duty.current_due_at, now, calendar)


def _ground(key: str) -> str:
    """The ground of a pause in words, the first letter small."""
    try:
        words = pause_grounds.ground(key).label
    except KeyError:
        words = key
    return words[:1].lower() + words[1:]


def finished(duty: Clocked, completed_at: datetime, calendar: Calendar) -> Status:
    """Early, on time or late: judged at the instant of handing in."""
    due_at = duty.current_due_at
    if due_at is None or (duty.state == "handed_in" and completed_at <= due_at):
        return status("wait", _("Chờ nghiệm thu"))
    late = whole_days_late(calendar, due_at, completed_at) if completed_at > due_at else 0
    if completed_at > due_at:
        return status("done", _("Xong, trễ %(days)s") % {"days": days(max(late, 1))})
    early = working_days_left(calendar, completed_at, due_at)
    if early >= 1:
        return status("done", _("Xong trước hạn %(days)s") % {"days": days(early)})
    return status("done", _("Xong đúng hạn"))


def against_limit(due_at: datetime, now: datetime, calendar: Calendar) -> Status:
    """Late, due soon, or in time, with the working days that remain."""
    if now > due_at:
        late = whole_days_late(calendar, due_at, now)
        return status("late", _("Trễ %(days)s") % {"days": days(late)} if late else _("Quá hạn từ hôm nay"))
    if dates.limit_day(due_at) == dates.as_day(now):
        at = dates.local(due_at)
        hour = "" if at.time() == time(0) else f", {at:%H:%M}"
        return status("soon", _("Hết hôm nay") + hour)
    left = working_days_left(calendar, now, due_at)
    return status("soon" if left <= 1 else "run", _("Còn %(days)s") % {"days": days(left)})
