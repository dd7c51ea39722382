"""Every refusal and failure as problem details (application/problem+json), in Vietnamese."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import ForeignKeyViolation

from congvu.engines.worktime import OutsideCalendar
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.records.moves import RecordsRefused
from congvu.kit import trouble
from congvu.kit.api import Problem
from congvu.kit.refusal import Refused
from congvu.sources.directives.moves import DirectiveRefused

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Yêu cầu không hợp lệ.",
    401: "Chưa đăng nhập hoặc khóa không còn hiệu lực.",
    403: "Không được làm việc này.",
    404: "Không có, hoặc đồng chí không được xem.",
    405: "Địa chỉ này không nhận cách gọi đó.",
    409: "Chưa thực hiện được.",
    413: "Nội dung gửi lên quá lớn.",
    415: "Loại nội dung này không nhận.",
    422: "Có chỗ chưa đúng.",
    429: "Gửi quá nhanh; hãy chờ một lúc.",
    500: "Máy chủ gặp lỗi. Chưa ghi gì.",
    503: "Máy chủ đang bận. Chưa ghi gì.",
    507: "Máy chủ hết chỗ. Chưa ghi gì.",
}
# What is wrong with a value, by pydantic's kind of error; the rest is "không đúng".
_FAULTS = {
    "missing": "thiếu",
    "extra_forbidden": "không có trường này",
    "string_too_long": "dài quá",
    "string_type": "phải là chuỗi",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "bool_type": "phải là true hoặc false",
    "greater_than_equal": "nhỏ quá",
    "less_than_equal": "lớn quá",
    "list_type": "phải là danh sách",
    "too_long": "nhiều phần tử quá",
    "too_short": "ít phần tử quá",
    "date_from_datetime_parsing": "phải là ngày, viết như 2026-11-30",
    "datetime_from_date_parsing": "phải là thời điểm có múi giờ, viết như 2026-11-30T08:00:00+07:00",
    "timezone_aware": "phải là thời điểm có múi giờ, viết như 2026-11-30T08:00:00+07:00",
}
# A refused move: who may not is 403, what was sent wrong is 422, and what the state of the duty forbids is 409.
_FORBIDDEN = frozenset({"relation", "authority", "across", "not_asked"})
_MISTAKEN = frozenset(
    {"missing", "choice", "value", "file", "unknown", "unclear", "due", "past", "receiver", "moment", "span"}
    | {"ground", "percent", "self", "calendar", "claim", "earlier"}
)
log = logging.getLogger(__name__)


class Told(HttpResponse):
    """A problem already in its final words."""


def problem(status: int, code: str, title: str = "", detail: str = "", **more: object) -> HttpResponse:
    """One problem; empty members are left out."""
    body = {
        "type": f"/api/docs#{code}",
        "title": title or TITLES.get(status, TITLES[400]),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    kept = {name: value for name, value in body.items() if value not in ("", None, (), [])}
    answer = Told(json.dumps(kept, ensure_ascii=False, default=str), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="congvu"'
    return answer


def install(api: NinjaAPI) -> None:
    """Give the API a handler for everything that rooms raise."""
    handlers: Mapping[type[Exception], Any] = {
        Problem: lambda request, p: problem(p.status, p.code, p.title, p.detail, **p.more),
        MoveRefused: _move_refused,
        DirectiveRefused: _directive_refused,
        RecordsRefused: lambda request, r: problem(422, "refused", "", r.text, field=r.field),
        OrgRefused: lambda request, r: problem(422, "refused", "", r.text),
        Refused: lambda request, r: problem(422, "refused", "Chưa ghi gì.", r.text, field=r.field),
        OutsideCalendar: lambda request, e: problem(422, "outside-calendar", "Ngoài lịch đã biết.", f"{e}."),
        ValidationError: _invalid,
        AuthenticationError: lambda request, e: problem(401, "no-identity"),
        HttpError: lambda request, e: problem(e.status_code, _code_of(e.status_code)),
        ObjectDoesNotExist: lambda request, e: problem(404, "not-found"),
        Http404: lambda request, e: problem(404, "not-found"),
        PermissionDenied: lambda request, e: problem(403, "forbidden"),
        RequestDataTooBig: lambda request, e: problem(413, "too-large"),
        SuspiciousOperation: lambda request, e: problem(400, "bad-request"),
        IntegrityError: _against_a_promise,
        OperationalError: lambda request, e: problem(503, "busy"),
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.exception_handler(kind)(handler)


def _move_refused(request: HttpRequest, refused: MoveRefused) -> HttpResponse:
    what = refused.refusal
    return problem(
        403 if what.code in _FORBIDDEN else 422 if what.code in _MISTAKEN else 409,
        f"move-{what.code}",
        "Bước này chưa được ghi.",
        what.text,
        verb=what.verb,
        law=what.law,
        who=what.who,
        missing=list(what.missing),
    )


def _directive_refused(request: HttpRequest, refused: DirectiveRefused) -> HttpResponse:
    status = 409 if refused.existing else 422
    return problem(
        status,
        "refused",
        "Chưa ghi gì.",
        refused.text,
        field=refused.field,
        existing=refused.existing,
        choices=refused.choices,
    )


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = []
    for fault in error.errors:
        where = [str(part) for part in fault.get("loc", ()) if part not in ("body", "path", "query", "payload", "form")]
        said = _FAULTS.get(str(fault.get("type")), "không đúng")
        faults.append({"field": ".".join(where), "message": said})
    detail = "; ".join(f"{fault['field'] or 'nội dung'}: {fault['message']}" for fault in faults[:5])
    return problem(422, "invalid", "", detail, errors=faults[:50])


def _against_a_promise(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """What the rooms did not refuse, the database did."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if isinstance(error.__cause__, ForeignKeyViolation):
        return problem(422, "reference", "", "Một mã được gửi lên không có trong hệ thống.")
    name = getattr(diagnosis, "constraint_name", "") or ""
    return problem(409, "constraint", "", "Cơ sở dữ liệu từ chối vì trái một ràng buộc.", constraint=name)


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("API failure at %s", request.path, exc_info=error)
    status, sentence = trouble.of(error)
    return problem(status, "failure", detail=sentence)


def _code_of(status: int) -> str:
    return {400: "bad-request", 401: "no-identity", 403: "forbidden", 404: "not-found", 405: "method"}.get(
        status, "refused"
    )
