"""XES (IEEE 1849-2016) as a stream: no tree is built, so memory does not grow with the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from congvu.engines.analytics.logs.builder import Builder
from congvu.engines.analytics.logs.log import NOBODY
from congvu.engines.analytics.logs.xml_stream import Stream

SAME_TRACE = "hồ sơ (trace) trùng tên với hồ sơ trước, gộp làm một"


@dataclass(frozen=True)
class XesKeys:
    """Which attributes say what; the standard extensions' by default. `due` is an attribute of the trace."""

    case: str = "concept:name"
    activity: str = "concept:name"
    at: str = "time:timestamp"
    resource: str = "org:resource"
    unit: str = "org:group"
    lifecycle: str = "lifecycle:transition"
    due: str = "deadline"


def read_xes(chunks: Iterable[bytes], builder: Builder, keys: XesKeys | None = None) -> None:
    """Feed a builder with the events of a log. Raises LogError for what is no XES.

    A stream that ends too early is used as far as it goes and counted in `builder.skipped`. Entities are refused, so
    that a small file cannot grow into a large one. A trace without a name gets a number of its own.
    """
    reader = _Reader(builder, keys or XesKeys())
    reader.stream.feed(chunks, builder.skipped)


class _Reader:
    """Handlers of the stream; attributes below the first level of an event or a trace are not ours."""

    def __init__(self, builder: Builder, keys: XesKeys) -> None:
        self.builder, self.keys = builder, keys
        self.stream = Stream(self._start, self._end, "không phải tệp XES: không có phần tử “log”")
        self._wanted = frozenset({keys.activity, keys.at, keys.resource, keys.unit, keys.lifecycle})
        self._traces = 0
        self._names: set[str] = set()
        self._case = self._due = ""
        self._event: dict[str, str] | None = None
        self._event_depth = self._trace_depth = -1

    def _start(self, name: str, given: dict[str, str]) -> None:
        event, depth = self._event, self.stream.depth
        if event is not None:
            if depth == self._event_depth + 1:
                key = given.get("key", "")
                if key in self._wanted:
                    event[key] = given.get("value", "")
        elif name == "event":
            self._event, self._event_depth = {}, depth
        elif name == "trace":
            self._traces += 1
            self._case, self._due, self._trace_depth = f"#{self._traces}", "", depth
        elif depth == self._trace_depth + 1:
            self._of_trace(given.get("key", ""), given.get("value", ""))

    def _of_trace(self, key: str, value: str) -> None:
        """The name of a trace stands before its events in every log we know; the standard does not promise it."""
        if key == self.keys.case and value:
            self._case = value
            self.builder.note(SAME_TRACE, value in self._names)
            self._names.add(value)
        elif key == self.keys.due:
            self._due = value

    def _end(self, _name: str) -> None:
        if self._event is not None and self.stream.depth == self._event_depth:
            self._take(self._event)
            self._event = None
        elif self.stream.depth == self._trace_depth:
            self._trace_depth = -1
            self.builder.set_due(self._case, self._due)

    def _take(self, event: dict[str, str]) -> None:
        keys = self.keys
        case = NOBODY if self._trace_depth < 0 else self._case
        self.builder.add(
            case, event.get(keys.activity, ""), event.get(keys.at, ""), event.get(keys.resource, NOBODY),
            event.get(keys.unit, NOBODY), event.get(keys.lifecycle, NOBODY),
        )  # fmt: skip
