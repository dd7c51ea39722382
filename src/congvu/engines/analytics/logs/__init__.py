"""Any event log as coded columns: XES, CSV and OCEL 2.0 in, one `Log` out.

A reader takes chunks, lines or values that somebody else has opened, puts events into a `Builder` and leaves out what
cannot be used, counted by reason. `Builder.finish` gives the log in order of case and time.
"""

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.delimited import CsvColumns, guess_columns, read_csv
from congvu.engines.analytics.logs.log import CODED, Log, LogError
from congvu.engines.analytics.logs.ocel import object_types, read_ocel
from congvu.engines.analytics.logs.xes import XesKeys, read_xes

__all__ = [
    "CODED",
    "Builder",
    "CsvColumns",
    "Log",
    "LogError",
    "XesKeys",
    "guess_columns",
    "object_types",
    "read_csv",
    "read_ocel",
    "read_xes",
]
