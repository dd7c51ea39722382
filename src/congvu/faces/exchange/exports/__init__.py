"""Copies of the ledger in open formats, streamed in bounded memory from one snapshot.

What one may take follows sight: a person gets the entries of the duties that he sees whole; the administrator gets
every room, without names. Nothing that people wrote is in any of them: verbs, times, states, bodies, and persons as
pseudonyms unless names were asked for, with a reason that is kept.
"""

from congvu.faces.exchange.exports.formats import FORMATS, Format, Taken, take
from congvu.faces.exchange.exports.scope import Scope, count, scope_of

__all__ = ["FORMATS", "Format", "Scope", "Taken", "count", "scope_of", "take"]
