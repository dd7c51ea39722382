"""The made-up province: always the same for a seed, with the shape that signals_format asks for."""

import numpy as np
from tests.engines.analytics.given_events import SMALL, province

from congvu.engines.analytics.simulate import SIGNALS


def test_the_same_seed_gives_the_same_province() -> None:
    one, two, other = province(1), province(1), province(2)
    assert one.truth == two.truth
    assert all((one.columns[name] == two.columns[name]).all() for name in one.columns)
    assert one.truth != other.truth


def test_marks_are_events_and_events_are_exposed() -> None:
    columns = province().columns
    for signal in (*SIGNALS, "P1"):
        eligible, event, mark = (columns[f"{signal}_{part}"] for part in ("eligible", "event", "mark"))
        assert not (mark & ~event).any()
        assert not (event & ~eligible).any()
        assert 0 < mark.sum() < eligible.sum()
    excluded = (columns["left_at_receipt"] < 1) | (columns["absent_share"] > 0.5)
    assert not (columns["S1_eligible"] & excluded).any()


def test_planted_officials_do_it_more_often() -> None:
    given = province(3)
    columns = given.columns
    times = []
    for pair in given.truth:
        exposed = columns[f"{pair.signal}_eligible"]
        his = columns["holder"] == pair.holder
        of_his = columns[f"{pair.signal}_event"][exposed & his].mean()
        times.append(of_his / columns[f"{pair.signal}_event"][exposed & ~his].mean())
    assert np.mean(times) > 1.5


def test_every_official_and_month_occurs() -> None:
    columns = province().columns
    assert len(np.unique(columns["holder"])) == SMALL.officials
    assert len(np.unique(columns["period"])) == SMALL.months
