"""Reads a request's body strictly: JSON as UTF-8 text that the database can hold."""

import json
from typing import Any

from django.http import HttpRequest

from congvu.kit.api import Problem

MOST_DEEP = 40
FORMS = ("multipart/form-data", "application/json")


def check_body(request: HttpRequest) -> None:
    """Refuses what is no JSON, NUL and broken letters anywhere in it, NaN, and towers of brackets."""
    if request.method in ("GET", "HEAD", "OPTIONS") or request.content_type == "multipart/form-data":
        return
    body = request.body
    if not body:
        return
    if request.content_type != "application/json":
        raise Problem(415, "media-type", "Loại nội dung này không nhận.", "Gửi application/json.")
    try:
        value = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem(400, "bad-json", "Nội dung gửi lên không phải JSON.") from None
    _check(value, 0)


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > MOST_DEEP:
        raise Problem(400, "bad-json", "Nội dung lồng nhau quá sâu.")
    if isinstance(value, str):
        if "\x00" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise Problem(400, "bad-text", "Nội dung chứa ký tự không lưu được.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
