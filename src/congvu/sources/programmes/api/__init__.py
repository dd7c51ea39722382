"""Programmes for programs: planning, drafts and the advisory log, targets."""

from congvu.sources.programmes.api import aims, drafts, planning

routers = (planning.router, drafts.router, aims.router)

__all__ = ["routers"]
