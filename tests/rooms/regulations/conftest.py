from collections.abc import Callable

import pytest
from django.test import Client
from tests.office import Office, given_office

from congvu.kernel.org import moves as org


@pytest.fixture
def office(db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office()


@pytest.fixture
def browser_of(office: Office) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(office[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
