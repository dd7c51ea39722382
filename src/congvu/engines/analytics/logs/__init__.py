"""Any event log as coded columns: XES, tables and OCEL 2.0 in, one `Log` out.

A reader takes chunks, lines or values that somebody else has opened, puts events into a `Builder` and leaves out what
cannot be used, counted by reason. `Builder.finish` gives the log in order of case and time.
"""

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.delimited import Columns, add_row, guess_columns, place_of, read_csv
from congvu.engines.analytics.logs.log import CODED, NO_DUE, Log, LogError
from congvu.engines.analytics.logs.ocel import NOT_OCEL, Ocel, OcelEvent, flatten, of_json
from congvu.engines.analytics.logs.ocel_xml import of_xml
from congvu.engines.analytics.logs.xes import XesKeys, read_xes
from congvu.engines.analytics.logs.xml_stream import first_child

__all__ = [
    "CODED",
    "NOT_OCEL",
    "NO_DUE",
    "Builder",
    "Columns",
    "Log",
    "LogError",
    "Ocel",
    "OcelEvent",
    "XesKeys",
    "add_row",
    "first_child",
    "flatten",
    "guess_columns",
    "of_json",
    "of_xml",
    "place_of",
    "read_csv",
    "read_xes",
]
