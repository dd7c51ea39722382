"""Issuing: the leader with authority presses, and named persons hold the duties from that instant."""

from collections.abc import Iterable, Sequence

from congvu.kernel.duties.moves.types import NewDuty
from congvu.kernel.org.models import Person


def issue(duty_ids: Iterable[int], *, by: Person) -> list[int]:
    """Issue prepared duties in ascending order; all or none. Already issued ones are passed over."""
    raise NotImplementedError


def issue_new(new: Sequence[NewDuty], *, by: Person) -> list[int]:
    """Prepare and issue; nothing twice per origin. Returns the ids in the order given."""
    raise NotImplementedError


def break_down(duty_id: int, *, by: Person, children: Sequence[NewDuty]) -> list[int]:
    """The head who holds a duty gives its parts to named persons, each with its own limit and product."""
    raise NotImplementedError
