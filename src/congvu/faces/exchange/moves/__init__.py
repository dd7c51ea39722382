"""Every way in and out changes something: the only writer of this face."""

from congvu.faces.exchange.moves.importing import allowed, bring, carry_out, error_path, look_through

__all__ = ["allowed", "bring", "carry_out", "error_path", "look_through"]
