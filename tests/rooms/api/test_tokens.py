"""Who asks: a program by its token within its scopes and days, or a person at a browser with the page's CSRF token."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import ApiToken
from congvu.kernel.org.moves import OrgRefused


def test_nobody_gets_nothing(db: None) -> None:
    answer = Client().get("/api/me")
    problem_of(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_program_acts_as_one_person(program_of: Callable[..., Program]) -> None:
    told = program_of("lan").get("/me").json()
    assert told["person"]["full_name"] == "Nguyễn Thị Lan"
    assert told["seats"][0]["post"]["title"] == "Chuyên viên"
    assert "duties:read" in told["scopes"]


@pytest.mark.parametrize("secret", ["cv_unknown", "", "x" * 5000, "cv_\x7f"])
def test_an_unknown_token_is_refused(db: None, secret: str) -> None:
    problem_of(Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/me"), 401)
    problem_of(
        Client(headers={"Authorization": f"Bearer {secret}"}).post("/api/duties", {}, content_type="application/json"),
        401,
    )


def test_a_token_ends_with_its_day_its_revoking_and_its_person(
    office: Office, program_of: Callable[..., Program]
) -> None:
    program = program_of("lan")
    token = ApiToken.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select congvu_now()")
    for change in ({"expires_at": token.created_at + timedelta(seconds=0.001)}, {"revoked_at": token.created_at}):
        before = {name: getattr(token, name) for name in change}
        ApiToken.objects.filter(pk=token.pk).update(**change)
        problem_of(program.get("/me"), 401)
        ApiToken.objects.filter(pk=token.pk).update(**before)
    assert program.get("/me").status_code == 200
    office["lan"].is_active = False
    office["lan"].save()
    problem_of(program.get("/me"), 401)


def test_a_scope_that_the_token_lacks_is_named(program_of: Callable[..., Program]) -> None:
    program = program_of("lan", "duties:read")
    assert program.get("/duties").status_code == 200
    told = problem_of(program.post("/duties", {"title": "Việc"}), 403)
    assert told["scope"] == "duties:write"
    problem_of(program.get("/bodies"), 403)


def test_only_who_manages_the_organisation_makes_tokens_and_the_ledger_knows(office: Office) -> None:
    with pytest.raises(OrgRefused):
        org.make_token(office["lan"], program="X", scopes=["duties:read"], days=1, by=office["minh"])
    token, secret = org.make_token(office["lan"], program="X", scopes=["duties:read"], days=1, by=office.administrator)
    assert secret not in token.digest and secret.startswith("cv_")
    org.revoke_token(token, by=office.administrator)
    org.revoke_token(token, by=office.administrator)
    verbs = list(
        Entry.objects.filter(room="org", subject="person", subject_id=office["lan"].pk).values_list("verb", flat=True)
    )
    assert verbs.count("make_token") == 1 and verbs.count("revoke_token") == 1


@pytest.mark.parametrize("given", [{"days": 0}, {"days": 9999}, {"scopes": []}, {"scopes": ["all"]}, {"program": " "}])
def test_a_token_needs_a_program_scopes_and_an_end(office: Office, given: dict[str, object]) -> None:
    whole = {"program": "X", "scopes": ["duties:read"], "days": 1} | given
    with pytest.raises(OrgRefused):
        org.make_token(office["lan"], by=office.administrator, **whole)  # type: ignore[arg-type]


def test_a_browser_reads_with_its_session_and_writes_with_the_csrf_token(office: Office) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(office["lan"], backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/api/me").json()["program"] == "browser"
    headers = {"Idempotency-Key": "one"}
    refused = browser.post("/api/duties", {"title": "Việc"}, content_type="application/json", headers=headers)
    problem_of(refused, 403)
    browser.get("/")
    browser.get("/viec/")
    token = browser.cookies["csrftoken"].value
    made = browser.post(
        "/api/duties", {"title": "Việc"}, content_type="application/json", headers=headers | {"X-CSRFToken": token}
    )
    assert made.status_code == 201, made.content
