"""One line of the table."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured; `ratio` is ours over the peer's, and `at_least` what it is meant to reach.

    Without a peer `ratio` is ours over the figure aimed at. `more_is_better=False` turns the comparison round (times).
    """

    what: str
    ours: float
    peer: float | None = None
    ratio: float | None = None
    at_least: float | None = None
    unit: str = ""
    peer_name: str = ""
    more_is_better: bool = True

    @property
    def reached(self) -> bool | None:
        if self.ratio is None or self.at_least is None:
            return None
        return self.ratio >= self.at_least if self.more_is_better else self.ratio <= self.at_least


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs: the one least disturbed by other programs."""
    fastest = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest
