"""One object-centric log written in the three forms of OCEL 2.0, as other programs write them."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Given:
    """Objects as (id, type); events as (id, type, time, who, ids of objects), some of which may not exist."""

    objects: list[tuple[str, str]]
    events: list[tuple[str, str, str, str, list[str]]]


def as_json(given: Given, path: Path) -> Path:
    path.write_text(
        json.dumps(
            {
                "objectTypes": [], "eventTypes": [],
                "objects": [{"id": key, "type": kind} for key, kind in given.objects],
                "events": [
                    {"id": key, "type": kind, "time": time, "attributes": [{"name": "resource", "value": who}],
                     "relationships": [{"objectId": one, "qualifier": ""} for one in related]}
                    for key, kind, time, who, related in given.events
                ],
            }
        ), "utf-8",
    )  # fmt: skip
    return path


def as_xml(given: Given, path: Path) -> Path:
    objects = "".join(
        f"<object id={quoteattr(key)} type={quoteattr(kind)}><attributes/><objects/></object>"
        for key, kind in given.objects
    )
    events = "".join(
        f"<event id={quoteattr(key)} type={quoteattr(kind)} time={quoteattr(time)}>"
        f'<attributes><attribute name="resource">{escape(who)}</attribute></attributes><objects>'
        + "".join(f'<relationship object-id={quoteattr(one)} qualifier=""/>' for one in related)
        + "</objects></event>"
        for key, kind, time, who, related in given.events
    )
    path.write_text(
        f"<?xml version='1.0' encoding='UTF-8'?><log><object-types/><event-types/>"
        f"<objects>{objects}</objects><events>{events}</events></log>", "utf-8",
    )  # fmt: skip
    return path


def as_sqlite(given: Given, path: Path) -> Path:
    """Without keys, so that doubled ids can be written too."""
    path.unlink(missing_ok=True)
    kinds = sorted({event[1] for event in given.events})
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(
            "create table event (ocel_id text, ocel_type text); create table object (ocel_id text, ocel_type text);"
            "create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);"
            "create table event_map_type (ocel_type text, ocel_type_map text);"
        )
        base.executemany("insert into object values (?, ?)", given.objects)
        base.executemany("insert into event_map_type values (?, ?)", [(kind, str(n)) for n, kind in enumerate(kinds)])
        for n in range(len(kinds)):
            base.execute(f'create table "event_{n}" (ocel_id text, ocel_time timestamp, resource text)')
        for key, kind, time, who, related in given.events:
            base.execute("insert into event values (?, ?)", (key, kind))
            base.execute(f'insert into "event_{kinds.index(kind)}" values (?, ?, ?)', (key, time, who))
            base.executemany("insert into event_object values (?, ?, '')", [(key, one) for one in related])
    return path
