"""Duties that pass on because a person leaves, is away, or has too many."""

from datetime import datetime

from congvu.kernel.org.models import Person


def take_over_all(person_id: int, *, by: Person, receiver_id: int, reason: str, receiver_post_id: int | None = None) -> int:
    """Pass every open duty of a person within the authority of `by` to a receiver. Returns how many."""
    raise NotImplementedError


def end_appointment(appointment_id: int, *, by: Person, at: datetime | None = None, instrument: str = "") -> int:
    """End an appointment at once; in the same transaction its open duties pass to whoever comes next (design.md §3)."""
    raise NotImplementedError
