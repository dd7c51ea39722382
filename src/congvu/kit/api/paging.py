"""Cursor paging: a page goes on after the last row shown, so rows that come or go meanwhile disturb nothing."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field

from congvu.kit.api.problems import Problem
from congvu.kit.api.values import LARGEST

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Page(Schema):
    """Which page: `cursor` is the `next` of the page before; without it the first."""

    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Paged(Schema):
    """One page. `next` is null on the last."""

    items: list[Any]
    next: str | None


def page_of(rows: QuerySet[M], page: Page, shown: Callable[[M], object]) -> dict[str, Any]:
    """A page of rows, the newest id first."""
    if page.cursor:
        rows = rows.filter(pk__lt=_read(page.cursor))
    found = list(rows.order_by("-pk")[: page.limit + 1])
    more = len(found) > page.limit
    found = found[: page.limit]
    return {"items": [shown(row) for row in found], "next": _write(found[-1].pk) if more else None}


def page_of_list(rows: Sequence[T], page: Page, shown: Callable[[T], object]) -> dict[str, Any]:
    """A page of a list that has been read whole and has its own order."""
    start = _read(page.cursor) if page.cursor else 0
    found = rows[start : start + page.limit]
    end = start + len(found)
    return {"items": [shown(row) for row in found], "next": _write(end) if end < len(rows) else None}


def _write(value: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value]).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        (value,) = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        value = None
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise Problem(400, "bad-cursor", "Con trỏ trang không đúng.", "Dùng giá trị “next” của trang trước.")
    return value
