"""Duties for programs: thin operations over `queries` and `moves`."""

from congvu.kernel.duties.api.calendar import router as calendar_router
from congvu.kernel.duties.api.leading import router as leading_router
from congvu.kernel.duties.api.operations import router

__all__ = ["calendar_router", "leading_router", "router"]
