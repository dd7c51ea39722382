"""What cannot be a request is refused as a problem, in words, and nothing breaks."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from ninja import Schema
from tests.rooms.api.client import Program, problem_of


def test_an_unknown_address_under_api_is_a_problem_not_a_page(db: None, program_of: Callable[..., Program]) -> None:
    problem_of(program_of("lan").get("/nothing"), 404)
    problem_of(Client().get("/api/nothing/at/all"), 404)


def test_a_wrong_method_says_which_are_right(program_of: Callable[..., Program]) -> None:
    answer = program_of("lan").client.delete("/api/duties")
    problem_of(answer, 405)
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"title": "a\\u0000b"}', 400),
        ('{"title": "\\ud800"}', 400),
        ('{"title": NaN}', 400),
        ("[" * 5000, 400),
        ('{"title": ' + "[" * 60 + "]" * 60 + "}", 400),
        ('{"title": 5}', 422),
        ('{"titel": "x"}', 422),
        ("[]", 422),
        ('{"title": "x", "holder": 9223372036854775808}', 422),
        ('{"title": "x", "holder": 0}', 422),
        ('{"title": "x", "holder": true}', 422),
        ('{"title": "' + "x" * 3000 + '"}', 422),
        ('{"title": "x", "due": {"kind": "days"}}', 422),
        ('{"title": "x", "due": {"kind": "someday", "amount": 1}}', 422),
        ('{"title": "x", "due": {"kind": "date", "day": "30/11/2026"}}', 422),
        ('{"title": "x", "start_at": "2026-11-30T08:00:00"}', 422),
    ],
)
def test_bodies_that_cannot_be_are_refused(program_of: Callable[..., Program], body: str, status: int) -> None:
    headers = {"Idempotency-Key": "k"}
    answer = program_of("lan").client.post("/api/duties", body, content_type="application/json", headers=headers)
    problem_of(answer, status)


def test_another_media_type_is_refused(program_of: Callable[..., Program]) -> None:
    answer = program_of("lan").client.post(
        "/api/duties", "title=x", content_type="text/plain", headers={"Idempotency-Key": "k"}
    )
    problem_of(answer, 415)


def test_bytes_that_are_no_utf8_are_refused(program_of: Callable[..., Program]) -> None:
    answer = program_of("lan").client.post("/api/duties", b'{"title": "\xff"}', content_type="application/json")
    problem_of(answer, 400)


BAD_QUERIES = [
    *("q=%00", "q=%FF", "limit=0", "limit=201", "limit=x", "state=x", "holder=0", "holder=x", "body=0"),
    *("cursor=!!", "cursor=W10", "cursor=WzFlOTk5XQ", "cursor=WyJhIl0"),
]


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_queries_that_cannot_be_are_refused(program_of: Callable[..., Program], query: str) -> None:
    answer = program_of("lan").client.get(f"/api/duties?{query}")
    assert answer.status_code in (400, 422)
    problem_of(answer, answer.status_code)


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "-1", "x", "1e3"])
def test_ids_that_the_database_cannot_hold_are_refused(program_of: Callable[..., Program], number: str) -> None:
    answer = program_of("lan").get(f"/duties/{number}")
    assert answer.status_code in (404, 422)
    problem_of(answer, answer.status_code)


def test_too_large_a_body_is_refused(program_of: Callable[..., Program], settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    problem_of(program_of("thu").post("/documents", {"text": "x" * 2000}), 413)


def test_the_description_is_complete_and_the_page_of_it_needs_no_outside_host(db: None) -> None:
    description = Client().get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.")
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            assert told["summary"] and told["description"], (path, method)
            writes = any(p["name"] == "Idempotency-Key" for p in told.get("parameters", []))
            reads = method == "get" or path.endswith(("/check", "/stream"))  # asked by POST only for their body
            assert writes == (not reads), (path, method)
            assert told.get("x-scope") or path in ("/api/me",) or path.startswith("/api/worktime"), path
    page = Client().get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "POST /api/duties/{duty_id}/moves" in text
    assert "http://" not in text.replace("http://www.w3.org", "") and "https://" not in text


def test_no_two_shapes_of_the_description_share_a_name(db: None) -> None:
    """The description keys shapes by their class's name: of two with one name it would tell one."""
    shapes = set(_below(Schema))
    twice = [name for name, times in Counter(shape.__name__ for shape in shapes).items() if times > 1]
    assert len(shapes) > 100 and twice == []


def _below(shape: type) -> Iterator[type]:
    for one in shape.__subclasses__():
        if one.__module__.startswith("congvu."):
            yield one
        yield from _below(one)
