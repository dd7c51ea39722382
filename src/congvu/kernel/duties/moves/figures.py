"""Keeping the figures of all bodies: counted every few minutes, so that no page has to."""

from datetime import date, datetime
from typing import Any

from congvu.kernel.duties.models import WorkFigure
from congvu.kernel.duties.queries import figures
from congvu.kit.clock import local_day, now


def keep_figures() -> datetime:
    """Count the figures of this hour and what is missing of the past weeks; gives the hour that they carry.

    A past day is counted once and stays as it was counted.
    """
    at = now()
    _store(figures.NOW, at, figures.units(at))
    _store("bounced", at, figures.going_round())
    past = {f"units/{day}": day for day in figures.days_of(local_day(at))[:-1]}
    there = set(WorkFigure.objects.filter(name__in=past).values_list("name", flat=True))
    missing: list[date] = [day for name, day in past.items() if name not in there]
    if missing:
        for day, value in figures.past_units(missing).items():
            _store(f"units/{day}", at, value)
    return at


def _store(name: str, at: datetime, value: Any) -> None:
    WorkFigure.objects.update_or_create(name=name, defaults={"at": at, "value": value})
