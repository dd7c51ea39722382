"""Reads the CSV files of this folder; each table has one loader that gives it types."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `name`.csv, header as keys."""
    text = (files("congvu.reference") / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def day(text: str) -> date | None:
    """A day, or None for an empty cell (no end)."""
    return date.fromisoformat(text) if text else None


def in_force(first: date | None, last: date | None, on: date) -> bool:
    """Both days included; an empty end is open."""
    return (first is None or first <= on) and (last is None or on <= last)
