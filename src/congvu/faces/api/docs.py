"""The description of the API as a page: made from the OpenAPI document, without script and without outside hosts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI


@dataclass(frozen=True)
class Line:
    """One operation, ready to be read."""

    method: str
    path: str
    summary: str
    text: str
    scope: str
    writes: bool
    parameters: tuple[tuple[str, str, bool], ...]


class DocsPage:
    """A view over one API."""

    def __init__(self, api: NinjaAPI) -> None:
        self.api = api

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sections: dict[str, list[Line]] = {}
        for path, methods in self.api.get_openapi_schema(path_prefix="/api/")["paths"].items():
            for method, told in methods.items():
                for tag in told.get("tags", ["Khác"])[:1]:
                    sections.setdefault(tag, []).append(_line(method, path, told))
        context = {"api": self.api, "sections": sections.items()}
        return render(request, "api/docs.html", context)


def _line(method: str, path: str, told: dict[str, Any]) -> Line:
    named = [p for p in told.get("parameters", []) if p["name"] != "Idempotency-Key"]
    return Line(
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        text=told.get("description", ""),
        scope=told.get("x-scope", ""),
        writes=any(p["name"] == "Idempotency-Key" for p in told.get("parameters", [])),
        parameters=tuple((p["name"], p["in"], p.get("required", False)) for p in named),
    )
