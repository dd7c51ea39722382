"""Every test of duties has an office."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.office import Office


@pytest.fixture
def office(db: None) -> "Office":
    """The small office in the test's own transaction."""
    from tests.office import given_office

    return given_office()
