"""Duties for programs: thin operations over `queries` and `moves`."""

from congvu.kernel.duties.api.operations import router

__all__ = ["router"]
