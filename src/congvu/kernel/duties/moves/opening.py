"""Chưa mở becomes Đã mở: whoever gave a duty sees whether its holder has looked."""

from congvu.kernel.duties.models import Duty, ReadLog
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org.models import Person


def opened(duty: Duty, *, by: Person) -> None:
    """Remember the first look of the present holder; anybody else's look leaves no trace."""
    if duty.holder_id == by.pk and duty.state in OPEN:
        ReadLog.objects.bulk_create([ReadLog(duty=duty, person=by)], ignore_conflicts=True)
