"""A program that calls the API."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client


class Program:
    """Calls with a token; every write gets a key of its own unless one is given."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query)

    def post(self, path: str, body: object, *, key: str | None = None, **more: Any) -> Any:
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"/api{path}", body, content_type="application/json", headers=headers, **more)

    def send(self, path: str, file: Any, *, key: str | None = None, **form: Any) -> Any:
        """A file as a form."""
        return self.client.post(f"/api{path}", {"file": file, **form}, headers={"Idempotency-Key": key or str(uuid4())})


def problem_of(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem an answer is, with its status checked."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()  # type: ignore[attr-defined]
    assert told["status"] == status and told["title"] and told["code"]
    return told
