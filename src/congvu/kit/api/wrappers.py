"""Decorators of operations: which scope a program needs, and writes that a retry does not repeat."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic_core import to_jsonable_python

from congvu.kit.api.problems import Problem

Operation = TypeVar("Operation", bound=Callable[..., Any])
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Caller:
    """Who asks: `scopes` is None for a person at a browser, who may do whatever he may."""

    program: str
    scopes: frozenset[str] | None


@dataclass(frozen=True)
class RequestKey:
    """The Idempotency-Key of a request and the digest of what it asks."""

    key: str
    digest: bytes


Store = Callable[[Any, RequestKey, Callable[[], object]], object]


def caller(request: HttpRequest) -> Caller:
    """Set by the API's authentication."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise Problem(401, "no-identity", "Chưa xác định được người gọi.")
    return found


def scope(name: str) -> Callable[[Operation], Operation]:
    """The operation is open to people, and to programs whose token has this scope."""

    def around(operation: Operation) -> Operation:
        @wraps(operation)
        def checked(request: HttpRequest, *args: Any, **given: Any) -> Any:
            scopes = caller(request).scopes
            if scopes is not None and name not in scopes:
                detail = f"Khóa này không có phạm vi “{name}”."
                raise Problem(403, "scope", "Phần mềm không được làm việc này.", detail, scope=name)
            return operation(request, *args, **given)

        checked.congvu_scope = name  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return around


def scope_of(operation: Callable[..., Any]) -> str:
    """The scope of an operation; empty when it needs none."""
    return getattr(operation, "congvu_scope", "")


def request_key(request: HttpRequest) -> RequestKey:
    """The key of a write; raises Problem when there is none."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        detail = "Mỗi lần ghi cần tiêu đề Idempotency-Key: 1–200 ký tự ASCII, mới cho mỗi việc, giữ nguyên khi gửi lại."
        raise Problem(400, "idempotency-key", "Thiếu hoặc sai Idempotency-Key.", detail)
    whole = sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type == "multipart/form-data":
        for name in sorted(request.POST):
            whole.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for upload in request.FILES.getlist(name):
                assert not isinstance(upload, (list, tuple))
                whole.update(repr((name, upload.name, upload.size)).encode())
                for chunk in upload.chunks():
                    whole.update(chunk)
                upload.seek(0)
    else:
        whole.update(request.body)
    return RequestKey(key, whole.digest())


def idempotent(store: Store) -> Callable[[Operation], Operation]:
    """Made once per Idempotency-Key: a retry gets the first answer, the same key for another request is refused.

    `store(person, key, work)` keeps the answer of `work()` in the transaction in which it is done. The operation gives
    its answer, or (status, answer).
    """

    def around(operation: Operation) -> Operation:
        @wraps(operation)
        def once(request: HttpRequest, *args: Any, **given: Any) -> Any:
            def work() -> object:
                answer = operation(request, *args, **given)
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                return {"status": status, "body": to_jsonable_python(body)}

            kept = store(request.user, request_key(request), work)
            assert isinstance(kept, dict)
            return kept["status"], kept["body"]

        once.congvu_writes = True  # type: ignore[attr-defined]
        return once  # type: ignore[return-value]

    return around
