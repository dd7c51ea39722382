"""Labelled examples taken out of the installation: by an administrator, and that they were taken is an entry."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.sources.directives import queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.queries.examples import Example

_AT_ONCE = 50


def take_examples(*, by: Person, since: date | None = None) -> Iterator[Example]:
    """Every approved reading as an example, a few in memory at a time. Reading.DoesNotExist for who may not."""
    keys = list(queries.approved_readings(since).values_list("pk", flat=True))
    _tell(by, keys)
    for first in range(0, len(keys), _AT_ONCE):
        yield from queries.examples_of(_readings(keys[first : first + _AT_ONCE]))


def take_some(keys: Sequence[int], *, by: Person) -> list[Example]:
    """The examples of these readings, in their order; as above."""
    _tell(by, keys)
    return queries.examples_of(_readings(keys))


def _readings(keys: Sequence[int]) -> list[Reading]:
    found = Reading.objects.select_related("document").in_bulk(keys)
    return [found[key] for key in keys]


@transaction.atomic
def _tell(by: Person, keys: Sequence[int]) -> None:
    """Whole texts with the names in them leave their registers: only for who runs the installation."""
    if not by.is_administrator:
        raise Reading.DoesNotExist
    seat = main_seat(by, now())
    append(
        room="directives",
        subject="examples",
        subject_id=by.pk,
        verb="take_examples",
        by=by,
        post=seat.post if seat else None,
        payload={"readings": len(keys), "first": min(keys, default=0), "last": max(keys, default=0)},
    )
