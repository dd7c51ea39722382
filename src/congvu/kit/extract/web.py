"""The words of a saved web page, a line a block; scripts, styles and what is hidden are left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ["p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"]
)
_SILENT = frozenset(["script", "style", "head", "noscript", "template", "svg"])
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\n", " "))


def words_of(page: str) -> str:
    """Plain text of a page; tags that are never closed or nested wrongly do no harm."""
    parser = _Words()
    parser.feed(page)
    parser.close()
    lines = _BLANKS.sub(" ", "".join(parser.parts)).split("\n")
    return _LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip() + "\n"
