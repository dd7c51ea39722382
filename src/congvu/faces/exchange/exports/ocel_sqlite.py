"""OCEL 2.0 as a relational file (SQLite): the tables that the standard names, and one more for each type."""

import re
import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from congvu.faces.exchange.exports import ocel
from congvu.faces.exchange.exports.flat import Told
from congvu.faces.exchange.exports.scope import Scope

AT_ONCE = 5_000
_TABLES = """
create table event_map_type (ocel_type text primary key, ocel_type_map text not null);
create table object_map_type (ocel_type text primary key, ocel_type_map text not null);
create table event (ocel_id text primary key, ocel_type text not null references event_map_type (ocel_type));
create table object (ocel_id text primary key, ocel_type text not null references object_map_type (ocel_type));
create table event_object (ocel_event_id text references event (ocel_id),
                           ocel_object_id text references object (ocel_id), ocel_qualifier text,
                           primary key (ocel_event_id, ocel_object_id, ocel_qualifier));
create table object_object (ocel_source_id text references object (ocel_id),
                            ocel_target_id text references object (ocel_id), ocel_qualifier text,
                            primary key (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
_SQL_TYPES = {"integer": "integer", "string": "text", "time": "timestamp"}


def write(raw: Any, scope: Scope, path: Path, told: Told) -> int:
    """Write the file; gives the number of events."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path, isolation_level=None) as base:
        # made whole under another name and then put in place: nothing has to survive a crash in between
        base.executescript("pragma journal_mode = off; pragma synchronous = off;")
        base.execute("begin")
        for table in _TABLES.strip().split(";\n"):
            base.execute(table.rstrip(";"))
        object_types, event_types = ocel.types(raw, scope)
        object_tables = _typed(base, "object", object_types, "ocel_time timestamp, state text, ocel_changed_field text")
        columns = ", ".join(f"{name} {_SQL_TYPES[kind]}" for name, kind in ocel.EVENT_ATTRIBUTES)
        event_tables = _typed(base, "event", event_types, f"ocel_time timestamp, {columns}")
        for objects in _batches(ocel.objects(raw, scope)):
            _objects(base, objects, object_tables)
        lines = 0
        for events in _batches(ocel.events(raw, scope)):
            _events(base, events, event_tables)
            lines += len(events)
            if lines % 50_000 == 0:
                told(lines)
        base.execute("commit")
    base.close()
    return lines


def _typed(base: sqlite3.Connection, kind: str, names: list[str], columns: str) -> dict[str, str]:
    """A table for each type; its name is made of plain letters, as the map of types says."""
    tables: dict[str, str] = {}
    for name in names:
        short = re.sub(r"[^A-Za-z0-9]", "", name.title())
        tables[name] = f"{kind}_{short}"
        base.execute(f"insert into {kind}_map_type values (?, ?)", (name, short))
        own = f"ocel_id text references {kind} (ocel_id)" + (" primary key" if kind == "event" else "")
        base.execute(f"create table {tables[name]} ({own}, {columns})")
    return tables


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    source = iter(items)
    while batch := list(islice(source, AT_ONCE)):
        yield batch


def _objects(base: sqlite3.Connection, objects: list[ocel.Object], tables: dict[str, str]) -> None:
    base.executemany("insert into object values (?, ?)", [(one.id, one.type) for one in objects])
    for one in objects:
        # the first row is how it began; each later one names the attribute that changed
        rows: list[tuple[str, str, str | None, str | None]] = [(one.id, ocel.BEGINNING, None, None)]
        rows += [(one.id, at, state, "state") for at, state in one.states]
        base.executemany(f"insert into {tables[one.type]} values (?, ?, ?, ?)", rows)


def _events(base: sqlite3.Connection, events: list[ocel.Event], tables: dict[str, str]) -> None:
    base.executemany("insert into event values (?, ?)", [(event.id, event.type) for event in events])
    for event in events:
        marks = ", ".join("?" * (2 + len(event.values)))
        base.execute(f"insert into {tables[event.type]} values ({marks})", (event.id, event.time, *event.values))
    touched = [(event.id, key, how) for event in events for key, how in event.touches]
    base.executemany("insert into event_object values (?, ?, ?)", touched)
