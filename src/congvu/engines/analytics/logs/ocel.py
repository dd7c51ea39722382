"""OCEL 2.0 as JSON: events that concern objects of several types, seen from one type at a time."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY, LogError

DANGLING = "quan hệ tới đối tượng không có trong tệp"
RESOURCES = ("resource", "org:resource", "user", "actor", "holder")


def object_types(document: Mapping[str, Any]) -> dict[str, int]:
    """How many objects there are of each type, the most frequent first; raises LogError for what is no OCEL 2.0."""
    objects = document.get("objects")
    if not isinstance(objects, list) or not isinstance(document.get("events"), list):
        raise LogError("không phải OCEL 2.0: thiếu “objects” hoặc “events”")
    return dict(Counter(str(one.get("type", "")) for one in objects if isinstance(one, dict)).most_common())


def read_ocel(document: Mapping[str, Any], builder: Builder, case_type: str | None = None) -> str:
    """Feed a builder: each object of `case_type` (by default the most frequent) is a case; the type used.

    An event of two such objects stands in both their cases. Events of none are left out, since they are not about it.
    """
    types = object_types(document)
    chosen = case_type or next(iter(types), "")
    if chosen not in types:
        raise LogError(f"không có loại đối tượng “{chosen}”. Các loại: {', '.join(types)}")
    type_of = {str(one.get("id")): str(one.get("type", "")) for one in document["objects"] if isinstance(one, dict)}
    for event in document["events"]:
        if not isinstance(event, dict):
            raise LogError("không phải OCEL 2.0: một sự kiện không phải là đối tượng JSON")
        resource = _resource(event)
        for case in _cases(event, type_of, chosen, builder):
            builder.add(case, str(event.get("type", "")), str(event.get("time", "")), resource)
    return chosen


def _cases(event: Mapping[str, Any], type_of: Mapping[str, str], chosen: str, builder: Builder) -> list[str]:
    found: dict[str, None] = {}
    for relation in event.get("relationships") or ():
        key = str(relation.get("objectId")) if isinstance(relation, dict) else ""
        if key not in type_of:
            builder.skipped[DANGLING] += 1
        elif type_of[key] == chosen:
            found[key] = None
    return list(found)


def _resource(event: Mapping[str, Any]) -> str:
    for attribute in event.get("attributes") or ():
        if isinstance(attribute, dict) and str(attribute.get("name", "")).lower() in RESOURCES:
            return str(attribute.get("value", NOBODY))
    return NOBODY
