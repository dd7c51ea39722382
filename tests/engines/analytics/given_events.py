"""Tables of events for the tests, from the simulator or written row by row."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.signals import Events
from congvu.engines.analytics.signals.events import KEYS, Coded
from congvu.engines.analytics.simulate import Province, Settings, simulate

SMALL = Settings(officials=120, months=8)


def province(seed: int = 1, settings: Settings = SMALL) -> Province:
    return simulate(seed, settings)


def table(columns: Mapping[str, npt.NDArray[Any]]) -> Events:
    keys = {}
    for name in KEYS:
        names, codes = np.unique(columns[name], return_inverse=True)
        keys[name] = Coded.of(codes, [str(one) for one in names])
    return Events.from_columns(keys, {name: values for name, values in columns.items() if name not in KEYS})


def chosen(columns: Mapping[str, npt.NDArray[Any]], rows: npt.NDArray[Any]) -> dict[str, npt.NDArray[Any]]:
    return {name: values[rows] for name, values in columns.items()}
