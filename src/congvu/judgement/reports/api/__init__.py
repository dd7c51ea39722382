"""Reports for programs: thin operations over `queries` and `moves`."""

from congvu.judgement.reports.api.operations import router

__all__ = ["router"]
