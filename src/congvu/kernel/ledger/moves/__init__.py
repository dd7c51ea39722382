"""Every way the ledger grows. Nothing in it is ever changed but a field's text, emptied by an instrument."""

from congvu.kernel.ledger.moves.answers import KeyReused, once
from congvu.kernel.ledger.moves.entries import Appended, NewEntry, append, append_many, erase_field
from congvu.kernel.ledger.moves.outbox import Told, hand_out, take_outbox
from congvu.kernel.ledger.moves.sealing import open_new_origin, seal, seal_all

__all__ = [
    "Appended",
    "KeyReused",
    "NewEntry",
    "Told",
    "append",
    "append_many",
    "erase_field",
    "hand_out",
    "once",
    "open_new_origin",
    "seal",
    "seal_all",
    "take_outbox",
]
