"""The formats, by name, and how one is taken to a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from congvu.faces.exchange.exports import flat, ocel, ocel_sqlite, xes
from congvu.faces.exchange.exports.scope import Scope, snapshot


@dataclass(frozen=True)
class Format:
    """`write(raw connection, scope, path, told)` gives the number of entries; `told(n)` is called now and then."""

    key: str
    title: str
    told: str
    suffix: str
    media_type: str
    write: Callable[[Any, Scope, Path, Callable[[int], None]], int]


@dataclass(frozen=True)
class Taken:
    """What was written."""

    lines: int
    size: int


FORMATS: Mapping[str, Format] = {
    one.key: one
    for one in (
        Format("csv", "CSV", gettext_noop("một dòng một bước; mở bằng Excel"), ".csv", "text/csv", flat.write_csv),
        Format("parquet", "Parquet", gettext_noop("một dòng một bước; cho phần mềm phân tích"), ".parquet",
               "application/vnd.apache.parquet", flat.write_parquet),
        Format("xes", "XES", gettext_noop("một vết một việc (IEEE 1849); cho khai phá quy trình"), ".xes",
               "application/xml", xes.write),
        Format("ocel-json", "OCEL 2.0, JSON", gettext_noop("sự kiện chạm nhiều đối tượng"), ".json",
               "application/json", ocel.write_json),
        Format("ocel-sqlite", "OCEL 2.0, SQLite", gettext_noop("sự kiện chạm nhiều đối tượng, dạng bảng"), ".sqlite",
               "application/vnd.sqlite3", ocel_sqlite.write),
    )
}  # fmt: skip


def take(connection: Any, name: str, scope: Scope, path: Path, told: Callable[[int], None]) -> Taken:
    """Write the file beside its place and put it there whole; what was begun and not ended is taken away."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with snapshot(connection) as raw:
            lines = FORMATS[name].write(raw, scope, draft, told)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Taken(lines, path.stat().st_size)
