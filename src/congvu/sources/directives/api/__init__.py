"""Directives for programs: a document comes in, its cards are prepared, a leader approves them."""

from congvu.sources.directives.api import accuracy, approving, clashes, entering, following, preparing, reading, tree

routers = (
    entering.router,
    preparing.router,
    approving.router,
    reading.router,
    following.router,
    tree.router,
    accuracy.router,
    clashes.router,
)

__all__ = ["routers"]
