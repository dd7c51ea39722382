"""The stored state of a duty is what its entries say: the fold that proves it."""

from collections.abc import Iterable

from congvu.kernel.ledger.models import Entry


def replay(entries: Iterable[Entry]) -> dict[str, object]:
    """The columns of a duty after its entries, in order of `seq`."""
    raise NotImplementedError
