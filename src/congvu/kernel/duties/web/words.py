"""Words and icons by which pages speak of states and moves."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import STATE_LABELS
from congvu.kit.status import Status, status

VERB_ICONS = {
    "assign": "user-plus",
    "propose_limit": "calendar-plus",
    "accept": "check",
    "return": "arrow-back-up",
    "forward": "arrow-forward-up",
    "consult": "message-circle",
    "submit": "send",
    "decide": "gavel",
    "pause": "player-pause",
    "resume": "player-play",
    "extend": "calendar-time",
    "complete": "circle-check",
    "redo": "rotate-clockwise",
    "verify": "certificate",
    "reopen": "refresh",
    "take_over": "user-check",
    "cancel": "ban",
    "report": "report",
    "urge": "speakerphone",
    "note": "note",
    "claim_cause": "flag",
    "rule_on_cause": "gavel",
    "withdraw": "arrow-back",
    "break_down": "hierarchy-2",
}

# How a state is called to the person who holds the duty in it, and the kind of its mark.
_MINE = {
    "in_hand": ("run", gettext_noop("Đang làm")),
    "unplaced": ("soon", gettext_noop("Chờ tôi giao lại")),
    "disputed": ("soon", gettext_noop("Chờ tôi phân xử")),
    "submitted": ("wait", gettext_noop("Chờ tôi quyết định")),
    "handed_in": ("wait", gettext_noop("Chờ tôi nghiệm thu")),
}
_KINDS = {
    "draft": "unclear",
    "assigned": "new",
    "in_hand": "run",
    "unplaced": "wait",
    "disputed": "wait",
    "submitted": "wait",
    "handed_in": "wait",
    "closed": "done",
    "cancelled": "stop",
}


def state_status(duty: Duty, *, mine: bool = False, opened: bool = False) -> Status:
    """The state of a duty as word and icon; to its holder a new one is Chưa mở or Đã mở."""
    if duty.paused_at:
        return status("paused", _("Tạm dừng"))
    if mine and duty.state == "assigned":
        return status("open", _("Đã mở")) if opened else status("new", _("Chưa mở"))
    if mine and duty.state in _MINE:
        kind, word = _MINE[duty.state]
        return status(kind, _(word))
    return status(_KINDS[duty.state], _(STATE_LABELS[duty.state]))


@dataclass(frozen=True)
class Undo:
    """What was just done, what it means, and for how many seconds it can be taken back."""

    duty_id: int
    text: str
    after: str
    seconds: int
    key: str
