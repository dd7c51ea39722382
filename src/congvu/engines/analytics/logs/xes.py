"""XES (IEEE 1849-2016) as a stream: no tree is built, so memory does not grow with the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY, LogError

CUT = "tệp bị cắt giữa chừng, phần đọc được vẫn dùng"
DEEPEST = 60


@dataclass(frozen=True)
class XesKeys:
    """Which attributes say what; the standard extensions' by default."""

    case: str = "concept:name"
    activity: str = "concept:name"
    at: str = "time:timestamp"
    resource: str = "org:resource"
    unit: str = "org:group"
    lifecycle: str = "lifecycle:transition"


def read_xes(chunks: Iterable[bytes], builder: Builder, keys: XesKeys | None = None) -> None:
    """Feed a builder with the events of a log. Raises LogError for what is no XES.

    A stream that ends too early is used as far as it goes and counted in `builder.skipped`. Entities are refused, so
    that a small file cannot grow into a large one. A trace without a name gets a number of its own.
    """
    reader = _Reader(builder, keys or XesKeys())
    parser = reader.parser
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        _tell(error, reader, builder)
    except EOFError:
        builder.skipped[CUT] += 1
    if not reader.seen_log:
        raise LogError("không phải tệp XES: không có phần tử “log”")


def _tell(error: expat.ExpatError, reader: "_Reader", builder: Builder) -> None:
    if not reader.seen_log:
        raise LogError(f"không phải tệp XML đọc được (dòng {error.lineno})") from error
    builder.skipped[CUT] += 1


class _Reader:
    """Handlers of the parser; attributes below the first level of an event or a trace are not ours."""

    def __init__(self, builder: Builder, keys: XesKeys) -> None:
        self.builder, self.keys = builder, keys
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._refuse
        self.seen_log = False
        self._wanted = frozenset({keys.activity, keys.at, keys.resource, keys.unit, keys.lifecycle})
        self._depth = 0
        self._traces = 0
        self._case = ""
        self._event: dict[str, str] | None = None
        self._event_depth = self._trace_depth = -1

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise LogError("phần tử lồng nhau quá sâu")
        event = self._event
        if event is not None:
            if self._depth == self._event_depth + 1:
                key = given.get("key", "")
                if key in self._wanted:
                    event[key] = given.get("value", "")
        elif name == "event" or name.endswith(":event"):
            self._event, self._event_depth = {}, self._depth
        elif name == "trace" or name.endswith(":trace"):
            self._traces += 1
            self._case, self._trace_depth = "", self._depth
        elif self._depth == self._trace_depth + 1 and given.get("key") == self.keys.case:
            self._case = given.get("value", "")
        elif name == "log" or name.endswith(":log"):
            self.seen_log = True

    def _end(self, _name: str) -> None:
        if self._event is not None and self._depth == self._event_depth:
            self._take(self._event)
            self._event = None
        elif self._depth == self._trace_depth:
            self._trace_depth = -1
        self._depth -= 1

    def _take(self, event: dict[str, str]) -> None:
        """The name of a trace stands before its events in every log we know; the standard does not promise it."""
        keys = self.keys
        case = NOBODY if self._trace_depth < 0 else self._case or f"#{self._traces}"
        self.builder.add(
            case, event.get(keys.activity, ""), event.get(keys.at, ""), event.get(keys.resource, NOBODY),
            event.get(keys.unit, NOBODY), event.get(keys.lifecycle, NOBODY),
        )  # fmt: skip

    def _refuse(self, *_: Any) -> None:
        raise LogError("tệp khai báo thực thể (entity) nên bị từ chối")
