"""One move on one duty: read, decide by the table, write in one round trip."""

from collections.abc import Mapping

from congvu.kernel.duties.moves.types import Moved
from congvu.kernel.org.models import Person


def move(verb: str, *, duty_id: int, by: Person, given: Mapping[str, object], key: str | None = None) -> Moved:
    """Make a move of the table, or raise MoveRefused; raises Duty.DoesNotExist for what `by` may not see.

    `given` holds the fields of `rules.FIELDS` that the row needs. With `key` a retry gets the first answer.
    """
    raise NotImplementedError
