"""The working calendar of the installation."""

from congvu.engines.worktime import Calendar
from congvu.kit.calendars import national


def calendar() -> Calendar:
    """The calendar by which every limit of this installation is counted; built once."""
    return national()
