"""Reading the truth of a simulated province: for scoring, and for nothing else (a test holds everybody to that)."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from congvu.engines.analytics.signals import EventsError, TruePair


def read_truth(path: Path) -> list[TruePair]:
    """Planted pairs of a truth file; raises OSError or EventsError."""
    try:
        rows = parquet.read_table(path, columns=["holder", "signal", "odds"]).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise EventsError(f"không phải tệp sự thật đọc được ({error})") from error
    return [TruePair(row["holder"], row["signal"], float(row["odds"])) for row in rows]
