"""XML as a stream of elements: no tree is built, nothing grows with the file, entities are refused."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from xml.parsers import expat

from congvu.engines.analytics.logs.log import LogError

CUT = "tệp bị cắt giữa chừng, phần đọc được vẫn dùng"
ROOT = "log"
DEEPEST = 60
Start = Callable[[str, dict[str, str]], None]


class Stream:
    """Hands each element of a log on; a name loses its prefix. `other` is said of XML whose root is no log."""

    def __init__(
        self, start: Start, end: Callable[[str], None], other: str, text: Callable[[str], None] | None = None
    ) -> None:
        self.depth = 0
        self._start_of, self._end_of, self._other = start, end, other
        self._seen_root = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse
        if text is not None:
            self._parser.CharacterDataHandler = text

    def feed(self, chunks: Iterable[bytes], skipped: Counter[str]) -> None:
        """Read everything; what ends too early or breaks off is counted in `skipped`, the part before it stays.

        Raises LogError: entities, elements too deep, no XML at all, another root.
        """
        parser = self._parser
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if not self._seen_root:
                raise LogError(f"không phải tệp XML đọc được (dòng {error.lineno})") from error
            skipped[CUT] += 1

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LogError("phần tử lồng nhau quá sâu")
        name = name.rpartition(":")[2]
        if not self._seen_root:
            if name != ROOT:
                raise LogError(self._other)
            self._seen_root = True
        self._start_of(name, given)

    def _end(self, name: str) -> None:
        self._end_of(name.rpartition(":")[2])
        self.depth -= 1

    def _refuse(self, *_: Any) -> None:
        raise LogError("tệp khai báo thực thể (entity) nên bị từ chối")


class _Found(Exception):
    """The element looked for; the rest need not be read."""


def first_child(head: bytes) -> str:
    """The name of the first element inside the root; empty when the head of the file shows none."""
    names: list[str] = []

    def start(name: str, _given: dict[str, str]) -> None:
        names.append(name)
        if len(names) == 2:
            raise _Found

    with suppress(_Found, LogError):
        Stream(start, lambda name: None, "").feed([head], Counter())
    return names[1] if len(names) > 1 else ""
