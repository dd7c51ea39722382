import pytest
from tests.rooms.org.office import Province, given_province


@pytest.fixture
def province(db: None) -> Province:
    return given_province()
