"""Every way in and out changes something: the only writer of this face."""

from congvu.faces.exchange.moves import arriving, delivering, exporting, importing, sources, subscribing

__all__ = ["arriving", "delivering", "exporting", "importing", "sources", "subscribing"]
