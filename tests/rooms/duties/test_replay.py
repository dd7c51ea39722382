"""The stored state of a duty is what its entries say."""

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import replay
from congvu.kernel.duties.rules import STATES
from congvu.kernel.ledger.models import Entry


@pytest.mark.parametrize("state", sorted(STATES - {"draft"}))
def test_every_promise_holds_in_every_state(office: Office, state: str) -> None:
    office.given_duty("lan" if state != "disputed" else "hung", state)
    assert invariants.check(connection) == []


def test_the_entries_alone_give_the_stored_state(office: Office) -> None:
    duty = Duty.objects.get(pk=office.given_duty("lan", "closed"))
    told = replay(Entry.objects.filter(room="duties", subject_id=duty.pk).order_by("seq"))
    assert {name: getattr(duty, name) for name in told if name != "last_leaf"} == {
        name: value for name, value in told.items() if name != "last_leaf"
    }
    assert bytes(duty.last_leaf or b"") == told["last_leaf"]
