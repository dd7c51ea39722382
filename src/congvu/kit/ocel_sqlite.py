"""OCEL 2.0 as a relational file (SQLite), read only. Needs no Django."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from congvu.engines.analytics.logs import NOT_OCEL, LogError, Ocel, OcelEvent
from congvu.engines.analytics.logs.ocel import DANGLING_EVENT

TABLES = {"event", "object", "event_object", "event_map_type"}


def of_sqlite(path: Path) -> Ocel:
    """The log of a file; raises LogError for what is no OCEL 2.0 or no database that can be read."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as base:
            # a file of strangers: no view or trigger of it may do more than be read
            base.execute("pragma trusted_schema = off")
            base.execute("pragma query_only = on")
            present = {name for (name,) in base.execute("select name from sqlite_master where type = 'table'")}
            if not present >= TABLES:
                raise LogError(f"{NOT_OCEL} (bảng {', '.join(sorted(TABLES - present))})")
            return _read(base, present)
    except sqlite3.Error as error:
        raise LogError(f"không phải tệp SQLite đọc được ({error})") from error


def _read(base: sqlite3.Connection, present: set[str]) -> Ocel:
    found = Ocel()
    for key, kind in base.execute("select ocel_id, ocel_type from object order by rowid"):
        found.add_object(_text(key), _text(kind))
    relations: dict[str, list[tuple[str, str]]] = {}
    for event, thing, how in base.execute(
        "select ocel_event_id, ocel_object_id, ocel_qualifier from event_object order by rowid"
    ):
        relations.setdefault(_text(event), []).append((_text(thing), _text(how)))
    said = _attributes(base, present)
    for key, kind in base.execute("select ocel_id, ocel_type from event order by rowid"):
        own = dict(said.get(_text(key), {}))
        time = own.pop("ocel_time", "")
        found.add_event(OcelEvent(_text(key), _text(kind), time, own, tuple(relations.get(_text(key), ()))))
    lost = sum(len(rows) for event, rows in relations.items() if event not in found.events)
    if lost:
        found.skipped[DANGLING_EVENT] += lost
    return found


def _attributes(base: sqlite3.Connection, present: set[str]) -> dict[str, dict[str, str]]:
    """What the table of each type of event says, by the event's id; a type without its table says nothing."""
    said: dict[str, dict[str, str]] = {}
    for (short,) in base.execute("select ocel_type_map from event_map_type").fetchall():
        table = f"event_{short}"
        if table in present:
            quoted = table.replace('"', '""')
            rows = base.execute(f'select * from "{quoted}"')
            names = [column[0].lower() for column in rows.description]
            for row in rows:
                one = _named(names, row)
                said.setdefault(one.pop("ocel_id", ""), one)
    return said


def _named(names: Iterable[str], row: Iterable[Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in zip(names, row, strict=True)}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
