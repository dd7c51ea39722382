"""Whatever a program sends, the answer is one that the description promises, and never a failure."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.office import Office

from congvu.config.wsgi import application
from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture
def in_this_transaction() -> Iterator[None]:
    """Requests through the bare application use the test's own connection, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def authorization(office: Office) -> dict[str, str]:
    """A leader's token over an office with some work, so that small ids exist."""
    for state in ("assigned", "in_hand", "submitted", "handed_in", "closed"):
        office.given_duty("lan", state)
    _, secret = org.make_token(
        office["binh"], program="Schemathesis", scopes=list(SCOPES), days=1, by=office.administrator
    )
    return {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}


@pytest.mark.parametrize("examples", [4, pytest.param(100, marks=pytest.mark.long)])
def test_any_request(authorization: dict[str, str], in_this_transaction: None, examples: int) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    quiet = settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @quiet
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=authorization, checks=CHECKS)

        ask()
        asked += 1
    assert asked > 40
