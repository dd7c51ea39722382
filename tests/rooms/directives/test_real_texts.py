"""The real texts 01–05, worked through by the forms of the page: at most three fields a duty."""

from pathlib import Path

import pytest
from tests.rooms.directives.clerk import Clerk
from tests.rooms.directives.wide import CLERKS, given_wide_province
from tests.shared import SHARED, needs_shared

from congvu.kernel.duties.models import Duty
from congvu.sources.directives import queries
from congvu.sources.directives.models import Obligation

FIRST_FIVE = sorted((SHARED / "directives" / "dev").glob("0[1-5]_*.txt")) if SHARED else []
PARTY = ("02", "04", "05")  # directives of Party committees are approved by the secretary
MOST_FIELDS = 3


@needs_shared
@pytest.mark.parametrize("path", FIRST_FIVE, ids=lambda path: path.name[:2])
def test_a_real_text_becomes_duties_with_few_fields(db: None, path: Path) -> None:
    it = given_wide_province()
    leader = "bithu" if path.name[:2] in PARTY else "chutich"
    clerk = Clerk(it.people[CLERKS[leader]], it.people[leader])
    reading = clerk.work_through(path.read_text(), number=f"{path.name[:2]}/DT-AB")
    figures = clerk.figures(reading)
    print(path.name[:2], figures, clerk.log)
    assert figures["duties"] >= 1
    assert figures["typed_per_duty"] <= MOST_FIELDS
    assert all(duty.title.startswith("[Diễn tập] ") for duty in Duty.objects.filter(document=reading.document))
    left = [card for card in queries.cards_of(reading) if card.unclear]
    assert all(card.missing and card.missing[0].ask for card in left)
    standing = reading.demands.filter(kind="standing", state="issued")
    assert all(Obligation.objects.filter(demand=demand).exists() for demand in standing)
