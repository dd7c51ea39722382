"""OCEL 2.0: events that touch several objects (the subject, who acted, who holds it from then on, which bodies).

Two passes over one snapshot: first the objects with the history of their attributes, then the events.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from congvu.engines.seal import instant
from congvu.faces.exchange.exports.flat import Told
from congvu.faces.exchange.exports.scope import Scope, rows, statement

EVENT_ATTRIBUTES = (("seq", "integer"), ("ground", "string"), ("leaf", "string"), ("recorded", "time"))
PERSON, BODY = "person", "body"
BEGINNING = "1970-01-01T00:00:00.000000Z"


@dataclass(frozen=True)
class Object:
    """`states`: (since when, state), for things that have one."""

    id: str
    type: str
    states: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Event:
    """`touches`: (object, in which way)."""

    id: str
    type: str
    time: str
    values: tuple[Any, ...]
    touches: tuple[tuple[str, str], ...]


def types(raw: Any, scope: Scope) -> tuple[list[str], list[str]]:
    """Names of the types of objects and of events that occur."""
    with raw.cursor() as cursor:
        cursor.execute(f"select distinct e.room, e.subject from entry e where {scope.where}", scope.values)
        objects = {_subject_type(room, subject) for room, subject in cursor}
        cursor.execute(f"select distinct e.room, e.verb from entry e where {scope.where}", scope.values)
        events = {f"{room}.{verb}" for room, verb in cursor}
    return sorted(objects | {PERSON, BODY}), sorted(events)


def objects(raw: Any, scope: Scope) -> Iterator[Object]:
    """Subjects with their states, then the persons and bodies that are named with them."""
    ordered = rows(raw, scope, "e.room, e.subject, e.subject_id, e.seq")
    for (room, subject, subject_id), events in groupby(ordered, key=lambda row: row[1:4]):
        states = tuple((instant(row[7]), row[11]) for row in events if row[11])
        yield Object(_subject_id(room, subject, subject_id), _subject_type(room, subject), states)
    for kind, columns in ((PERSON, ("actor", "holder")), (BODY, ("actor_body", "body"))):
        every = " union ".join(f"select {column} as name from taken" for column in columns)
        query = f"with taken as materialized ({statement(scope)}) select name from ({every}) x where name is not null"
        with raw.cursor() as cursor:
            cursor.execute(f"{query} order by 1", scope.values)
            for (name,) in cursor:
                yield Object(f"{kind}:{name}", kind)


def events(raw: Any, scope: Scope) -> Iterator[Event]:
    """In the order in which they were written."""
    for row in rows(raw, scope, "e.id"):
        entry_id, room, subject, subject_id, seq, verb, recorded, effective, ground, *rest = row
        actor, actor_body, _, holder, body, leaf = rest
        touched = [(_subject_id(room, subject, subject_id), "subject"), (f"{PERSON}:{actor}", "actor")]
        touched += [(f"{BODY}:{actor_body}", "actor's body")] if actor_body else []
        touched += [(f"{PERSON}:{holder}", "holder")] if holder else []
        touched += [(f"{BODY}:{body}", "holder's body")] if body else []
        values = (seq, ground, leaf, instant(recorded))
        yield Event(f"e{entry_id}", f"{room}.{verb}", _time(effective), values, tuple(touched))


def _time(at: datetime) -> str:
    return instant(at)


def _subject_type(room: str, subject: str) -> str:
    """Persons and bodies of the organisation's own entries are things of their own: records about them."""
    return f"{subject} record" if subject in (PERSON, BODY) else subject


def _subject_id(room: str, subject: str, subject_id: int) -> str:
    return f"{room}/{subject}:{subject_id}"


def write_json(raw: Any, scope: Scope, path: Path, told: Told) -> int:
    """Write the JSON form; gives the number of events."""
    object_types, event_types = types(raw, scope)
    lines = 0
    with path.open("w", encoding="utf-8") as out:
        out.write('{"objectTypes":')
        json.dump([{"name": name, "attributes": [{"name": "state", "type": "string"}]} for name in object_types], out)
        attributes = [{"name": name, "type": kind} for name, kind in EVENT_ATTRIBUTES]
        out.write(',"eventTypes":')
        json.dump([{"name": name, "attributes": attributes} for name in event_types], out)
        out.write(',"objects":[')
        for number, one in enumerate(objects(raw, scope)):
            states = [{"name": "state", "time": at, "value": state} for at, state in one.states]
            shown = {"id": one.id, "type": one.type, "attributes": states, "relationships": []}
            out.write(("," if number else "") + "\n" + json.dumps(shown, ensure_ascii=False))
        out.write('],"events":[')
        for lines, event in enumerate(events(raw, scope), 1):
            out.write(("," if lines > 1 else "") + "\n" + json.dumps(_shown(event), ensure_ascii=False))
            if lines % 50_000 == 0:
                told(lines)
        out.write("]}\n")
    return lines


def _shown(event: Event) -> dict[str, Any]:
    names = (name for name, _ in EVENT_ATTRIBUTES)
    return {
        "id": event.id,
        "type": event.type,
        "time": event.time,
        "attributes": [{"name": name, "value": value} for name, value in zip(names, event.values, strict=True)],
        "relationships": [{"objectId": key, "qualifier": how} for key, how in event.touches],
    }
