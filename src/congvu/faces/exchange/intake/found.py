"""A file that came, and what can go wrong on the way to it."""

from collections.abc import Callable
from dataclasses import dataclass

RETRY_MINUTES = (1, 2, 5, 15, 60)


@dataclass(frozen=True)
class Found:
    """A file as it came; `problem` says why it can be nothing but set aside (nothing attached, too large)."""

    name: str
    data: bytes
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    problem: str = ""


class Trouble(Exception):
    """The source cannot be reached or read just now; the text is one sentence. It is tried again later."""


# What became of a file: True when it is here now (waiting or entered), False when it was set aside or refused.
Where = Callable[[Found], bool]


def wait_minutes(failures: int) -> int:
    """How long to wait after so many failures in a row."""
    return RETRY_MINUTES[min(max(failures, 1), len(RETRY_MINUTES)) - 1]
