"""The words of a saved web page, a line a block, with the numbers that a browser draws before the items of a list.

Scripts, styles and what is hidden are left out; cells of tables come one a line, row by row, as those of a .docx do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from congvu.kit.extract.numbering import latin, roman

_BLOCK_TAGS = """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"""
_SILENT_TAGS = "button head iframe math noscript object script select style svg template textarea"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset(_SILENT_TAGS.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")


def words_of(page: str) -> str:
    """Plain text of a page; tags that are never closed or nested wrongly do no harm."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True)
    root = etree.fromstring(_DECLARED.sub("", page).replace("\x00", "") or "<p>", parser)
    words = "".join(_pieces(root)) if root is not None else ""
    lines = (_BLANKS.sub(" ", line).strip() for line in words.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def _pieces(root: etree._Element) -> Iterator[str]:
    """Words and line ends in the order of the page. Without recursion: pages may be nested as deep as they like."""
    numbers: dict[etree._Element, int] = {}
    silent = kept = 0  # how many open elements say nothing; how many keep their line ends
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        mute, pre = _is_mute(element, tag), tag == "pre"
        if event == "start":
            silent, kept = silent + mute, kept + pre
            if silent:
                continue
            yield "\n" if tag in _BLOCKS or tag == "br" else ""
            yield _mark(element, numbers) if tag == "li" else ""
            yield _told(element.text, kept)
        else:
            if not silent:
                yield "\n" if tag in _BLOCKS else ""
            silent, kept = silent - mute, kept - pre
            yield "" if silent else _told(element.tail, kept)


def _is_mute(element: etree._Element, tag: str) -> bool:
    return tag in _SILENT or "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _told(text: str | None, kept: int) -> str:
    return text or "" if kept else (text or "").replace("\n", " ").replace("\r", " ")


def _mark(item: etree._Element, numbers: dict[etree._Element, int]) -> str:
    """What a browser draws before an item: a number of the list's kind, or a dash where it draws a dot."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return "- "
    last = numbers.get(above, _whole(above.get("start"), 1) - 1)
    numbers[above] = number = _whole(item.get("value"), last + 1)
    kind = above.get("type", "1")
    if number < 1 or kind not in "aAiI":
        return f"{number}. "
    text = latin(number) if kind in "aA" else roman(number)
    return f"{text.lower() if kind in 'ai' else text}. "


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise
