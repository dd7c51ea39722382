"""What a room gives when it lets something be done in the background."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class WorkFailed(Exception):
    """The work cannot be done; the message is one Vietnamese sentence for who asked. Nothing is tried again."""


class Stopped(Exception):
    """Who asked does not want it any more; raised by `Progress.step`, caught by the runner."""


class Progress(Protocol):
    """How the work says where it is."""

    def step(self, done: int, total: int, message: str = "") -> None:
        """Show "done of total"; raises Stopped when the job was cancelled.

        Call it between transactions: inside one it is seen by others only when that one commits.
        """


@dataclass(frozen=True)
class Result:
    """Where what was made can be seen, and values for programs."""

    url: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """`run` may be started again after a crash: it finds what it made and goes on."""

    label: str
    run: Callable[[Progress, Mapping[str, Any]], Result]


def kinds() -> Mapping[str, Kind]:
    """The list in config/registry.py, reached through the settings: the kit knows no room."""
    found: Mapping[str, Kind] = import_string(settings.WORK_KINDS)
    return found
