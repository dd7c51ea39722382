"""Incoming documents from a watched folder or a mailbox. Fetching knows nothing of registers: it hands files over."""

from congvu.faces.exchange.intake.found import Found, Trouble, Where

__all__ = ["Found", "Trouble", "Where"]
