"""Each state is reached by real moves, and leaves custody whole."""

import pytest
from tests.office import Office

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import STATES


@pytest.mark.parametrize("state", sorted(STATES - {"draft"}))
def test_every_state_is_reached_by_moves(office: Office, state: str) -> None:
    duty = Duty.objects.get(pk=office.given_duty("lan" if state != "disputed" else "hung", state))
    assert duty.state == state
