"""Directives for programs: a document comes in, its cards are prepared, a leader approves them."""

from congvu.sources.directives.api import approving, entering, preparing

routers = (entering.router, preparing.router, approving.router)

__all__ = ["routers"]
