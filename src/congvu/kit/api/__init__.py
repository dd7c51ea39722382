"""What every room's API shares: scopes, problems, pages, bounded values, and writes that a retry does not repeat."""

from congvu.kit.api.paging import Page, Paged, page_of, page_of_list
from congvu.kit.api.problems import Problem
from congvu.kit.api.values import Answer, Hour, Id, In, LongText, Name, Number, OneOf, PathId, QueryId, ShortText
from congvu.kit.api.wrappers import Caller, RequestKey, Store, caller, idempotent, request_key, scope, scope_of

__all__ = [
    "Answer",
    "Caller",
    "Hour",
    "Id",
    "In",
    "LongText",
    "Name",
    "Number",
    "OneOf",
    "Page",
    "Paged",
    "PathId",
    "Problem",
    "QueryId",
    "RequestKey",
    "ShortText",
    "Store",
    "caller",
    "idempotent",
    "page_of",
    "page_of_list",
    "request_key",
    "scope",
    "scope_of",
]
