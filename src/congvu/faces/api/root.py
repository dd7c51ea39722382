"""The root of the API: rooms' routers under one roof, with one way to say who asks and what went wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from ninja import NinjaAPI, Router
from ninja.operation import Operation

import congvu
from congvu.faces.api import across, worktime
from congvu.faces.api.auth import BrowserAuth, TokenAuth
from congvu.faces.api.errors import MEDIA_TYPE, install
from congvu.kit.api import scope_of

DESCRIPTION = """Mỗi thao tác gọi đúng động từ mà trang web gọi. Thao tác ghi cần tiêu đề `Idempotency-Key`: gửi lại với
cùng khóa nhận lại câu trả lời đầu. Danh sách trả từng trang, trang sau lấy bằng `cursor` = `next`. Lỗi là
`application/problem+json`. Điều không được xem là 404."""

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "law": {"type": "string"},
        "who": {"type": "string"},
        "missing": {"type": "array", "items": {"type": "string"}},
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Mới cho mỗi việc, giữ nguyên khi gửi lại.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def build(routers: Iterable[Router]) -> NinjaAPI:
    """The API of these rooms and of what lies across them."""
    api = NinjaAPI(
        title="Công Vụ",
        version=congvu.__version__,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api",
        auth=[TokenAuth(), BrowserAuth()],
    )
    install(api)
    for router in (*routers, worktime.router, across.router):
        for operation in operations(router):
            operation.openapi_extra = _described(operation)
        api.add_router("", router)
    return api


def operations(router: Router) -> Iterator[Operation]:
    """Every operation of a router."""
    for view in router.path_operations.values():
        yield from view.operations


def _described(operation: Operation) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "responses": {
            "default": {"description": "Vì sao chưa được.", "content": {MEDIA_TYPE: {"schema": _PROBLEM}}},
        }
    }
    if scope := scope_of(operation.view_func):
        extra["x-scope"] = scope
    if getattr(operation.view_func, "congvu_writes", False):
        extra["parameters"] = [_KEY]
    return extra
