"""The state of a duty as word and icon, as the lists of this room show it."""

from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import STATE_LABELS
from congvu.kit.status import Status, status

KINDS = {"draft": "unclear", "assigned": "new", "in_hand": "run", "closed": "done", "cancelled": "stop"}


def state_of(duty: Duty) -> Status:
    """What is being done with it now; states in which somebody else has to decide are waiting."""
    if duty.paused_at:
        return status("paused", _("Tạm dừng"))
    return status(KINDS.get(duty.state, "wait"), _(STATE_LABELS[duty.state]))
