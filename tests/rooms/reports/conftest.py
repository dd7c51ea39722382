"""Every test of reports has an office whose clock the test sets: work is given, late and reported on at known days."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from tests.office import FROM, Office, given_office

from congvu.kernel.org import moves as org
from congvu.kit.clock import VIETNAM

Clock = Callable[..., datetime]
BEGIN = date(2026, 10, 19)  # a Monday in the reporting month of November (15/10 to 14/11)


@pytest.fixture
def clock(db: None) -> Iterator[Clock]:
    """`clock(day, 9.5)` sets the demonstration's clock to half past nine of that day and gives the instant."""

    def tell(value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('congvu.simulated_now', %s, false)", [value])

    def at(day: date, hour: float = 8) -> datetime:
        minutes = round(hour * 60)
        moment = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=VIETNAM)
        tell(moment.isoformat())
        return moment

    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    at(BEGIN)
    yield at
    tell("")


@pytest.fixture
def office(clock: Clock) -> Office:
    office = given_office()
    for matter, body in (("Hồ sơ đất đai", "snnmt"), ("Đất đai", "snnmt"), ("Quy hoạch xây dựng", "sxd")):
        org.rule_authority(matter=matter, body=office.body[body], deciding_post=None, source="instrument",
                           instrument="Quyết định 18/2025/QĐ-UBND", day=FROM, by=office["hien"])  # fmt: skip
    return office
