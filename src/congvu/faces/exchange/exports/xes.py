"""XES (IEEE 1849): one trace a subject, one event an entry."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from congvu.engines.seal import instant
from congvu.faces.exchange.exports.flat import Told
from congvu.faces.exchange.exports.scope import Scope, rows

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value="?"/></global>
<global scope="event"><string key="concept:name" value="?"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
<string key="lifecycle:transition" value="complete"/></global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Activity and resource" keys="concept:name org:resource"/>
<string key="concept:name" value="Công Vụ"/>
<string key="lifecycle:model" value="standard"/>
"""


def parts(raw: Any, scope: Scope) -> Iterator[tuple[str, int]]:
    """The text of the log piece by piece, with the number of events in each."""
    yield _HEAD, 0
    ordered = rows(raw, scope, "e.room, e.subject, e.subject_id, e.seq")
    for key, events in groupby(ordered, key=lambda row: row[1:4]):
        named = quoteattr(f"{key[1]}/{key[2]}")
        written = [f'<trace><string key="concept:name" value={named}/>', _string("congvu:room", key[0])]
        number = 0
        for number, row in enumerate(events, 1):  # noqa: B007 — counted for the caller
            written.append(_event(row))
        yield "".join([*written, "</trace>\n"]), number
    yield "</log>\n", 0


def _string(key: str, value: object) -> str:
    return f'<string key="{key}" value={quoteattr(str(value))}/>'


def _event(row: tuple[Any, ...]) -> str:
    entry_id, room, _, _, seq, verb, _, effective_at, ground, actor, actor_body, state, holder, body, leaf = row
    told = [
        "<event>", _string("concept:name", f"{room}.{verb}"),
        f'<date key="time:timestamp" value="{instant(effective_at)}"/>',
        _string("lifecycle:transition", "complete"), _string("org:resource", actor),
        f'<int key="congvu:entry" value="{entry_id}"/>', f'<int key="congvu:seq" value="{seq}"/>',
        _string("congvu:leaf", leaf),
    ]  # fmt: skip
    more = {"org:group": actor_body, "congvu:ground": ground, "congvu:state": state, "congvu:holder": holder,
            "congvu:body": body}  # fmt: skip
    told += [_string(key, value) for key, value in more.items() if value]
    return "".join([*told, "</event>"])


def write(raw: Any, scope: Scope, path: Path, told: Told) -> int:
    """Write the file; gives the number of events."""
    lines, last = 0, 0
    with path.open("w", encoding="utf-8") as out:
        for text, number in parts(raw, scope):
            out.write(text)
            lines += number
            if lines - last >= 50_000:
                last = lines
                told(lines)
    return lines
