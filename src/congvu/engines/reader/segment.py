"""Second stage: tokens, paragraphs with their list marks, units (a sentence, or a part ending at a semicolon)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from congvu.engines.reader.clean import fold

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_LINE = re.compile(r"[^\n]+")
LOWER = UPPER.lower()
_STOP = re.compile(
    rf"[.?!][”\"')\]]*(?=\s+[\"“'(\[*+-]*[{UPPER}0-9])|;"
    # A full stop that lost its blank: after a year or a word, before a capital word.
    rf"|(?<=[12]\d\d\d)\.(?=[{UPPER}])|(?<=[{LOWER}][{LOWER}])\.(?=[{UPPER}][{LOWER}])"
)
_ABBREVIATION = re.compile(
    r"(?:TP|Tp|TX|Tx|TT|Q|P|ThS|TS|PGS|GS|Mr|Ms|BS|KS|KT|TM|TL|TUQ|\d{1,3}|[IVX]{1,5}|[a-zđ])\.$"
)
_ENDED = re.compile(r"[.;:!?…][”\"')\]]*$")
_BREAKS_OFF = re.compile(r"(?::|…|\.\.\.)$")
_DANGLING = re.compile(
    r"(?:\b(?:về|của|và|các|với|theo|tại|cho|số|những|trong|trên|là|do|bằng|từ|đến|khoản|điểm|ngày|"
    r"hoặc)|\bkhoản \d+|,)$"
)

_AHEAD = 4
# An aside in brackets is at most this long on either side of a semicolon within it.
_ASIDE = 300
# Kinds of list marks from the widest to the narrowest; the order says which may stand under which.
MARKS = (
    "chapter",
    "section",
    "article",
    "capital",
    "roman",
    "number",
    "number2",
    "number3",
    "letter",
    "bracket",
    "dash",
    "plus",
    "star",
)
_MARK = re.compile(
    rf"""\s{{0,8}}(?:
    (?P<chapter>(?:Chương|CHƯƠNG|Phần|PHẦN)\s+(?:[IVXLC]+|\d+)\b[.:]?)
  | (?P<section>(?:Mục|MỤC)\s+(?:[IVX]+|\d+)\b[.:]?)
  | (?P<article>(?:Điều|ĐIỀU)\s+\d+[a-z]?\b(?!\s*[;,])[.:]?)
  | (?P<roman>(?:[IVX]{{1,5}})(?:\.|\)|/|\s?-)(?=\s))
  | (?P<capital>[A-H][.)](?=\s+[{UPPER}]))
  | (?P<number3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}(?:\.(?!\d)|\)|(?=\s))\s?)
  | (?P<number2>\d{{1,2}}\.\d{{1,2}}(?:\.(?!\d)|\)|(?=\s+[{UPPER}]))\s?)
  | (?P<number>\d{{1,2}}(?:\.(?!\d)|\)|/(?=\s)|-(?=\s))\s?)
  | (?P<bracket>\(\s?(?:\d{{1,2}}|[ivx]{{1,4}}|[a-hđ])\s?\))
  | (?P<letter>[a-zđ][.)/](?=\s|[{UPPER}]))
  | (?P<dash>[-–—−])(?=\D)
  | (?P<plus>\+)
  | (?P<star>[*•●▪◦·])
    )\s{{0,8}}""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Tokens:
    """The whole text as tokens: folded words, where each stands, which began with a capital."""

    text: str
    low: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    caps: list[bool]

    @classmethod
    def of(cls, text: str) -> Tokens:
        low = fold(text)
        spans = [m.span() for m in _TOKEN.finditer(low)]
        caps = [text[s] != low[s] and text[s].isupper() for s, _ in spans]
        words = [low[s:e] for s, e in spans]
        end = len(text)
        # A few tokens that are no words stand after the last, so that looking ahead needs no bounds.
        return cls(
            text,
            low,
            words + ["\n"] * _AHEAD,
            [s for s, _ in spans] + [end] * _AHEAD,
            [e for _, e in spans] + [end] * _AHEAD,
            caps + [False] * _AHEAD,
        )

    def at(self, position: int) -> int:
        """Index of the first token that begins at or after a character."""
        return bisect_left(self.starts, position)


@dataclass(slots=True)
class Unit:
    """A sentence or a part of one: its characters, and its tokens from `first` (after the mark) to before `last`."""

    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Paragraph:
    """A line (or the lines of one wrapped sentence) with its list mark."""

    start: int
    end: int
    body: int
    mark: str
    label: str
    units: list[Unit] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.units[0].first if self.units else 0

    @property
    def last(self) -> int:
        return self.units[-1].last if self.units else 0


def paragraphs(tokens: Tokens) -> list[Paragraph]:
    """The text's paragraphs in order, each cut into units."""
    text = tokens.text
    out = []
    for start, end in _joined_lines(text):
        mark = _MARK.match(text, start, end)
        kind = mark.lastgroup or "" if mark else ""
        body = mark.end() if mark else start
        paragraph = Paragraph(start, end, min(body, end), kind, mark.group().strip() if mark else "")
        paragraph.units = [
            Unit(a, b, tokens.at(_after_mark(text, a, b, paragraph.body)), tokens.at(b))
            for a, b in _units(text, start, paragraph.body, end)
        ]
        if paragraph.units:
            out.append(paragraph)
    return out


def _after_mark(text: str, start: int, end: int, body: int) -> int:
    """Where a unit's words begin: after the paragraph's mark, or after a mark inside a line that lost its breaks."""
    if start <= body:
        return body
    mark = _MARK.match(text, start, end)
    return mark.end() if mark and mark.lastgroup in ("number", "letter", "dash") and mark.end() < end else start


def _joined_lines(text: str) -> list[tuple[int, int]]:
    lines = []
    for m in _LINE.finditer(text):
        raw = m.group()
        inner = raw.strip()
        if inner:
            start = m.start() + len(raw) - len(raw.lstrip())
            lines.append((start, start + len(inner)))
    wrapped = _wrap_width(text, lines)
    out: list[tuple[int, int]] = []
    for start, end in lines:
        if out and (_mark_alone(text, out[-1], start, end) or _carries_on(text, out[-1], start, end, wrapped)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _mark_alone(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """A list mark that lost its line: "1.1." and below it the item."""
    mark = _MARK.match(text, *before) if before[1] - before[0] < 12 else None
    if mark is None or mark.end() < before[1] or mark.lastgroup in ("dash", "plus", "star", "chapter", "section"):
        return False
    return _MARK.match(text, start, end) is None


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The column at which a hard-wrapped text was broken; 0 when its lines are whole paragraphs."""
    long = [end - start for start, end in lines if end - start >= 50]
    if len(long) < 8 or max(long) > 140:
        return 0
    open_lines = sum(1 for start, end in lines if end - start >= 50 and not _ENDED.search(text[end - 3 : end]))
    return sorted(long)[len(long) * 3 // 4] if open_lines > 0.4 * len(long) else 0


def _carries_on(text: str, before: tuple[int, int], start: int, end: int, width: int) -> bool:
    last_line = max(text.rfind("\n", before[0], before[1]) + 1, before[0])
    tail = text[max(last_line, before[1] - 12) : before[1]]
    if _BREAKS_OFF.search(tail) and text[start].islower() and text[end - 1] != ";":
        return before[1] - last_line >= 40 and not _MARK.match(text, start, end)
    if _ENDED.search(tail) or (before[1] - last_line > 3 and text[last_line : before[1]].isupper()):
        return False
    if _MARK.match(text, start, end):
        return False
    if (text[start].islower() and before[1] - last_line >= 40) or (
        text[start] in "+-–" and _DANGLING.search(fold(tail))
    ):
        return True
    if _DANGLING.search(fold(tail)) and before[1] - last_line > 25:
        return True
    if (
        before[1] - last_line > 80
        and end - start < 60
        and text[end - 1] == "."
        and _MARK.match(text, last_line, before[1])
    ):
        return True
    return bool(width and before[1] - last_line >= width * 0.82 and not text[start:end].isupper())


def _units(text: str, start: int, body: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    cut = start
    for stop in _STOP.finditer(text, body, end):
        head = text[max(cut, stop.start() - 6) : stop.start() + 1]
        if text[stop.start()] == "." and _is_abbreviation(head, stop.start() - 6 <= cut):
            continue
        if text[stop.start()] == ";" and _in_brackets(text, cut, stop.start(), end):
            continue
        _add(text, cut, stop.end(), out)
        cut = stop.end()
    _add(text, cut, end, out)
    return out


def _in_brackets(text: str, cut: int, at: int, end: int) -> bool:
    """Whether a semicolon stands in a bracket that was opened in this unit and closes soon."""
    opened = text.rfind("(", max(cut, at - _ASIDE), at)
    return opened >= 0 and text.find(")", opened, at) < 0 and text.find(")", at, min(end, at + _ASIDE)) > 0


def _is_abbreviation(head: str, from_start: bool) -> bool:
    found = _ABBREVIATION.search(head)
    return bool(found and (head[found.start() - 1] in ' ("“' if found.start() else from_start))


def _add(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 1:
        out.append((start, end))
