"""What can be imported: for each kind its columns, how a line is judged, and the rooms' moves that carry it out."""

from congvu.faces.exchange.imports.kinds import KINDS, Kind
from congvu.faces.exchange.imports.lines import Judged, Row, rows_of

__all__ = ["KINDS", "Judged", "Kind", "Row", "rows_of"]
