"""OCEL 2.0: events that concern objects of several types, seen from one type at a time.

The standard's three forms (JSON, XML, SQLite) become one `Ocel`; what is said of it is said once, here. Berti, Koren,
Adams, Park, Knopp, Graves, Rafiei, Liß, Tacke genannt Unterberg, Zhang, Schwanen, Pegoraro, van der Aalst: OCEL
(Object-Centric Event Log) 2.0 Specification, 2024.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY, LogError

DANGLING = "quan hệ tới đối tượng không có trong tệp"
DANGLING_EVENT = "quan hệ của sự kiện không có trong tệp"
SAME_EVENT = "mã sự kiện bị trùng, chỉ giữ sự kiện đầu"
SAME_OBJECT = "mã đối tượng bị trùng, chỉ giữ đối tượng đầu"
NOT_ABOUT_IT = "sự kiện không liên quan đến đối tượng thuộc loại được coi là hồ sơ"
NOT_OCEL = "không phải OCEL 2.0: thiếu “objects” hoặc “events”"
# Names of an attribute or of the way an object takes part, most telling first.
RESOURCES = ("org:resource", "resource", "user", "actor", "holder")


@dataclass(frozen=True, slots=True)
class OcelEvent:
    """`time` is ISO 8601; `attributes` by name in lower case; `relations` are (object's id, how it takes part)."""

    id: str
    type: str
    time: str
    attributes: Mapping[str, str]
    relations: tuple[tuple[str, str], ...]


@dataclass
class Ocel:
    """A log of objects, whatever form it came in; `skipped` counts by reason what was left out."""

    type_of: dict[str, str] = field(default_factory=dict)
    events: dict[str, OcelEvent] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)

    def add_object(self, key: str, kind: str) -> None:
        """An object; a second one of the same id is left out."""
        if key in self.type_of:
            self.skipped[SAME_OBJECT] += 1
        else:
            self.type_of[key] = kind

    def add_event(self, event: OcelEvent) -> None:
        """An event; a second one of the same id is left out."""
        if event.id in self.events:
            self.skipped[SAME_EVENT] += 1
        else:
            self.events[event.id] = event

    def types(self) -> dict[str, int]:
        """How many objects there are of each type, the most frequent first, then by name."""
        counts = Counter(self.type_of.values())
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def of_json(document: Any) -> Ocel:
    """The log of a JSON document; raises LogError for what is no OCEL 2.0."""
    if not isinstance(document, dict) or not all(
        isinstance(document.get(part), list) for part in ("objects", "events")
    ):
        raise LogError(NOT_OCEL)
    found = Ocel()
    for one in _mappings(document["objects"]):
        found.add_object(str(one.get("id", "")), str(one.get("type", "")))
    for one in _mappings(document["events"]):
        attributes = {
            str(each.get("name", "")).lower(): str(each.get("value", "")) for each in _mappings(one.get("attributes"))
        }
        relations = tuple(
            (str(each.get("objectId", "")), str(each.get("qualifier", "")))
            for each in _mappings(one.get("relationships"))
        )
        found.add_event(
            OcelEvent(
                str(one.get("id", "")), str(one.get("type", "")), str(one.get("time") or ""), attributes, relations
            )
        )
    return found


def _mappings(values: Any) -> Iterable[Mapping[str, Any]]:
    """The JSON objects of a list; of what is no list, none."""
    return (one for one in values if isinstance(one, dict)) if isinstance(values, list) else ()


def flatten(log: Ocel, builder: Builder, case_type: str | None = None, resource: str | None = None) -> str:
    """Feed a builder: each object of `case_type` (by default the most frequent) is a case; the type used.

    An event of two such objects stands in both their cases; one of none is left out and counted. `resource` names the
    attribute, the way of taking part or the type of object that says who acted; by default the first of `RESOURCES`.
    Raises LogError for a type that does not occur.
    """
    types = log.types()
    chosen = case_type or next(iter(types), "")
    if chosen not in types:
        raise LogError(f"không có loại đối tượng “{chosen}”. Các loại: {', '.join(types) or 'không có'}")
    builder.skipped.update(log.skipped)
    wanted = (resource.lower(),) if resource else RESOURCES
    for event in log.events.values():
        known = [(key, how) for key, how in event.relations if key in log.type_of]
        builder.note(DANGLING, len(event.relations) - len(known))
        cases = dict.fromkeys(key for key, _ in known if log.type_of[key] == chosen)
        builder.note(NOT_ABOUT_IT, not cases)
        if cases:
            who = _resource(event, known, log.type_of, wanted)
            for case in cases:
                builder.add(case, event.type, event.time, who)
    return chosen


def _resource(
    event: OcelEvent, relations: Iterable[tuple[str, str]], type_of: Mapping[str, str], wanted: Iterable[str]
) -> str:
    """Who acted, as the first wanted name says it that is there."""
    said = dict(event.attributes)
    for key, how in relations:
        said.setdefault(how.lower(), key)
        said.setdefault(type_of[key].lower(), key)
    return next((said[name] for name in wanted if said.get(name)), NOBODY)
