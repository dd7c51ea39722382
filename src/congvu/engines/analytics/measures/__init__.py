"""What an event log says of how work moves and where it waits: set-based measures over coded columns.

`steps_of` lays a log on a clock and chooses whose hands are looked at; every measure reads those columns, sorted by
case and time once. Formulas and their sources: docs/reference/analytics.md.
"""

from congvu.engines.analytics.measures.durations import QUANTILES, Durations, durations
from congvu.engines.analytics.measures.flow import (
    PingPong,
    Variants,
    direct_ping_pong,
    follows,
    handovers,
    ping_pong,
    rework,
    self_loops,
    variants,
)
from congvu.engines.analytics.measures.kept import Counted, Ends, Kept, Rows, Tally, advance, amend
from congvu.engines.analytics.measures.pairs import Pairs
from congvu.engines.analytics.measures.people import Batches, Lateness, Load, batches, late_seconds, lateness, load
from congvu.engines.analytics.measures.periods import (
    Periods,
    Queue,
    Series,
    divergence,
    periods_of,
    queue,
    series,
    waiting_by_activity,
)
from congvu.engines.analytics.measures.steps import PERSPECTIVES, Steps, steps_of
from congvu.engines.analytics.measures.times import held_by, throughput

__all__ = [
    "PERSPECTIVES",
    "QUANTILES",
    "Batches",
    "Counted",
    "Durations",
    "Ends",
    "Kept",
    "Lateness",
    "Load",
    "Pairs",
    "Periods",
    "PingPong",
    "Queue",
    "Rows",
    "Series",
    "Steps",
    "Tally",
    "Variants",
    "advance",
    "amend",
    "batches",
    "direct_ping_pong",
    "divergence",
    "durations",
    "follows",
    "handovers",
    "held_by",
    "late_seconds",
    "lateness",
    "load",
    "periods_of",
    "ping_pong",
    "queue",
    "rework",
    "self_loops",
    "series",
    "steps_of",
    "throughput",
    "variants",
    "waiting_by_activity",
]
