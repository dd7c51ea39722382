"""OCEL 2.0 as XML, read as a stream: only what events and objects say of themselves is kept."""

from collections.abc import Iterable

from congvu.engines.analytics.logs.ocel import NOT_OCEL, Ocel, OcelEvent
from congvu.engines.analytics.logs.xml_stream import Stream


def of_xml(chunks: Iterable[bytes]) -> Ocel:
    """The log of a stream of XML; one that ends too early is used as far as it goes. Raises LogError."""
    reader = _Reader()
    reader.stream.feed(chunks, reader.found.skipped)
    return reader.found


class _Reader:
    """An object of the list of objects, or an event with its relations and attributes, at a time."""

    def __init__(self) -> None:
        self.found = Ocel()
        self.stream = Stream(self._start, self._end, NOT_OCEL, text=self._say)
        self._event: dict[str, str] | None = None
        self._attributes: dict[str, str] = {}
        self._relations: list[tuple[str, str]] = []
        self._name: str | None = None

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "event":
            self._event, self._attributes, self._relations = given, {}, []
        elif self._event is None:
            if name == "object" and "id" in given:
                self.found.add_object(given["id"], given.get("type", ""))
        elif "object-id" in given:
            self._relations.append((given["object-id"], given.get("qualifier", "")))
        elif name == "attribute":
            self._name = given.get("name", "").lower()
            self._attributes[self._name] = given.get("value", "")

    def _say(self, text: str) -> None:
        if self._name is not None and self._event is not None:
            self._attributes[self._name] += text

    def _end(self, name: str) -> None:
        if name == "attribute":
            self._name = None
        elif name == "event" and self._event is not None:
            given, self._event = self._event, None
            said = {key: value.strip() for key, value in self._attributes.items()}
            self.found.add_event(
                OcelEvent(
                    given.get("id", ""), given.get("type", ""), given.get("time", ""), said, tuple(self._relations)
                )
            )
