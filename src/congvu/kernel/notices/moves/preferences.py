"""How a person wants to be told."""

from datetime import time

from congvu.kernel.notices.models import Preference
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused


def set_preference(
    person: Person, *, by_mail: bool, instant: bool, morning: bool, afternoon: bool, quiet_from: time, quiet_until: time
) -> Preference:
    """His own choice; what he is told in the program is not a choice."""
    if quiet_from == quiet_until:
        raise Refused("Giờ yên lặng phải có lúc bắt đầu khác lúc kết thúc.", field="quiet_until")
    made, _new = Preference.objects.update_or_create(
        person=person,
        defaults={
            "by_mail": by_mail, "instant": instant, "morning": morning, "afternoon": afternoon,
            "quiet_from": quiet_from, "quiet_until": quiet_until,
        },
    )  # fmt: skip
    return made
