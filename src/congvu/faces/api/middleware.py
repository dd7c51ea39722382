"""Under /api/ no answer is a page: whatever refuses a request, Django or the rooms, says it as problem details."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from congvu.faces.api.errors import Told, problem
from congvu.faces.api.reading import check_body
from congvu.kit.api import Problem

PREFIX = "/api/"


class ApiMiddleware:
    """Refuses addresses that no text can be, and turns pages of errors into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if not _readable(request.META.get("QUERY_STRING", "")) or "\x00" in request.path:
            return problem(400, "bad-request", "", "Địa chỉ chứa ký tự không đọc được.")
        try:
            check_body(request)
        except Problem as found:
            return problem(found.status, found.code, found.title, found.detail)
        except RequestDataTooBig:
            return problem(413, "too-large")
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code < 400 or isinstance(response, Told):
            return response
        answer = problem(response.status_code, "refused" if response.status_code != 404 else "not-found")
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if response.has_header(name):
                answer[name] = response[name]
        return answer


def _readable(query: str) -> bool:
    raw: Any = unquote_to_bytes(query)
    try:
        return "\x00" not in raw.decode()
    except UnicodeDecodeError:
        return False
