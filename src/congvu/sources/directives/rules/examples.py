"""What a clerk left of a reading, as labels in the schema of the labelled texts. Pure.

A label says what the text says. What the office adds of its own (a limit for a demand without one, a body in place of
"các cơ quan liên quan") is no fault of the reader and no label: it counts where the words stand in the text.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from congvu.kernel.org.rules import name_key, untitled
from congvu.kit.vietnamese import fold
from congvu.sources.directives.rules import settled_kind

# Offered when a card is left out; False: the reader found a demand all the same, it is only not for this office.
REJECT_REASONS = {
    "Không phải nhiệm vụ, chỉ là nhận định": True,
    "Đã nêu ở yêu cầu khác": True,
    "Không thuộc phạm vi của cơ quan": False,
}
NAMES = ("assignees", "coordinators")

_STOP = re.compile(r"[.?!]+[”\"')\]]*|;")
_OPENS = "\"“'([*-"
_SHORT = re.compile(r"(?:^|[\s(\"“])(?:T[PpXxT]|[QP]|(?:PG|G|Th|T|B|K)S|M[rs]|\d{1,3}|[IVX]{1,5}|[a-zđ])\.$")
_PERIODS = {
    "day": ("ngay",),
    "week": ("tuan",),
    "month": ("thang",),
    "quarter": ("quy",),
    "half_year": ("6 thang", "sau thang", "nua nam"),
    "year": ("nam",),
}
_QUARTERS = {3: ("i", "1"), 6: ("ii", "2"), 9: ("iii", "3"), 12: ("iv", "4")}


def units(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the units that labels are made of: a unit ends with its line, its sentence or at ";"."""
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ends_unit(text, begin, stop, line.end()):
                yield from _unit(text, begin, stop.end())
                begin = stop.end()
        yield from _unit(text, begin, line.end())


def _ends_unit(text: str, begin: int, stop: re.Match[str], line_end: int) -> bool:
    """At ";", and at a full stop before a blank and a capital; a list number or an abbreviation ends nothing."""
    if stop.group() == ";":
        return True
    rest = text[stop.end() : line_end]
    ahead = rest.lstrip().lstrip(_OPENS)[:1]
    # an accented letter counts whatever its case: so the labelled texts were cut
    if ahead == "" or rest[:1].strip() or not ("A" <= ahead <= "Z" or "À" <= ahead <= "Ỹ" or ahead.isdecimal()):
        return False
    return text[stop.start()] != "." or _SHORT.search(text[begin : stop.start() + 1]) is None


def _unit(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if end - start > 1:
        yield start, end


def snapped(span: tuple[int, int], cuts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span made of whole units: all that it touches. One that touches none stays as it is."""
    touched = [cut for cut in cuts if cut[0] < span[1] and cut[1] > span[0]]
    return (touched[0][0], touched[-1][1]) if touched else span


@dataclass(frozen=True)
class Words:
    """The text of a document for looking words up in it."""

    text: str

    @cached_property
    def folded(self) -> str:
        return f" {' '.join(fold(self.text).split())} "

    @cached_property
    def names(self) -> str:
        return f" {name_key(self.text)} "

    def names_body(self, name: str) -> bool:
        """Whether a body is named in the text, however it is written."""
        key = untitled(name).words
        return bool(key) and f" {key} " in self.names

    def says(self, words: str) -> bool:
        return bool(words.strip()) and " ".join(fold(words).split()) in self.folded

    def says_day(self, day: date) -> bool:
        """Whether the text names this day: by number, or as the last one of a month, a quarter or a year."""
        d, m, y = day.day, day.month, day.year
        ways = [  # a day without its year, or of this year
            rf"\b0?{d} ?[/.-] ?0?{m}\b(?: ?[/.-] ?{y}\b|(?! ?[/.-] ?\d))",
            rf"\b0?{d} thang 0?{m}\b(?: nam {y}\b|(?! nam \d))",
        ]
        if d == monthrange(y, m)[1]:
            ways.append(rf"\bthang 0?{m} ?(?:[/.-]|nam) ?{y}\b")
            ways += [rf"\bquy {name} ?(?:[/.-]|nam) ?{y}\b" for name in _QUARTERS.get(m, ())]
            ways += [rf"\bnam {y}\b"] if m == 12 else []
        return any(re.search(way, self.folded) for way in ways)


@dataclass(frozen=True)
class Label:
    """One assignment as the labelled schema holds it."""

    start: int
    end: int
    assignees: tuple[str, ...]
    demand: str
    coordinators: tuple[str, ...] = ()
    deadline: Mapping[str, Any] | None = None
    product: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "assignees": list(self.assignees),
            "demand": self.demand,
            "coordinators": list(self.coordinators),
            "deadline": dict(self.deadline) if self.deadline else None,
            "product": self.product,
        }


@dataclass(frozen=True)
class Left:
    """A card as it stands after the clerk. `read` is what the reader said of it, empty for one made by a person.

    `changed`: the fields that a person corrected. `names`: what stands there now, by role, in the clerk's words and
    then as those bodies are called. `fate`: kept, dropped (left out), merged.
    """

    start: int
    end: int
    kind: str
    fate: str = "kept"
    reason: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deadline: Mapping[str, Any] | None = None
    day: date | None = None
    product: str = ""
    requirement: str = ""

    @property
    def stands(self) -> bool:
        """Whether the text holds this demand, also where the office does not take it up."""
        return self.fate == "kept" or (self.fate == "dropped" and not misread(self.reason))


def misread(reason: str) -> bool:
    """Whether a card was left out because the text holds no such demand. What is not known counts as misread."""
    return REJECT_REASONS.get(reason.strip(), True)


def label_of(card: Left, words: Words) -> Label:
    """What the text says of a demand that stands, as the reader read it and a person put it right."""
    return Label(
        start=card.start,
        end=card.end,
        assignees=_names(card, "assignees", words) or ("*",),
        demand=_kind(card),
        coordinators=_names(card, "coordinators", words),
        deadline=_deadline(card, words) or None,
        product=_product(card, words) or None,
    )


def _names(card: Left, role: str, words: Words) -> tuple[str, ...]:
    said = tuple(card.read.get(role) or ())
    if card.read and role not in card.changed:
        return said
    typed = card.names.get(role, ())
    if not typed:
        return ()
    called = {name_key(name): name for name in card.bodies.get(role, ())}  # as it is called, where tones were left out
    written = (called.get(name_key(name), name) for name in typed)
    named = [name for name in written if words.names_body(name)]
    return tuple(named or [name for name in called.values() if words.names_body(name)]) or said or typed


def _kind(card: Left) -> str:
    """The kind that a person left; one that only the room's own rule had changed is the reader's again."""
    said = str(card.read.get("demand", ""))
    if said and card.kind == settled_kind(said, card.requirement, card.read.get("deadline")):
        return said
    return card.kind


def _deadline(card: Left, words: Words) -> dict[str, Any]:
    known = dict((card.read.get("deadline") if card.read else card.deadline) or {})
    known.pop("boundary", None)
    if "every" in card.changed:
        known = _period(known, (card.deadline or {}).get("every"), card.requirement)
    if not card.read or "due" in card.changed:
        if card.day is not None and words.says_day(card.day):
            known = {key: value for key, value in known.items() if key not in ("date", "within")}
            known["date"] = card.day.isoformat()
        elif card.day is None and "due" in card.changed:
            known = {key: value for key, value in known.items() if key not in ("date", "within")}
    return known


def _period(known: dict[str, Any], every: str | None, requirement: str) -> dict[str, Any]:
    rest = {key: value for key, value in known.items() if key not in ("every", "month", "day")}
    if not every:
        return rest
    said = any(f" {word}" in f" {fold(requirement)}" for word in _PERIODS[every])
    return rest | {"every": every} if said or "every" in known else known


def _product(card: Left, words: Words) -> str | None:
    said = card.read.get("product")
    if card.read and "product" not in card.changed:
        return said
    written = card.product.strip()
    if not written or words.says(written):
        return written or None
    return written if said and not alike(said, written) else said


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names of a product share half of their words."""
    a, b = set(fold(one or "").split()), set(fold(other or "").split())
    return len(a & b) >= 0.5 * len(a | b) if a and b else a == b


def same_names(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists name the same, whatever the titles and the writing."""
    return {untitled(name).words or name for name in one} == {untitled(name).words or name for name in other}


def joined(labels: Iterable[Label], text: str) -> list[Label]:
    """Labels on whole units in the order of the text; of several on the same units one, for everybody they name."""
    cuts = list(units(text))
    found: dict[tuple[int, int], Label] = {}
    for label in labels:
        span = snapped((label.start, label.end), cuts)
        known = found.get(span)
        found[span] = Label(
            *span,
            assignees=_union(known.assignees if known else (), label.assignees),
            demand=known.demand if known else label.demand,
            coordinators=_union(known.coordinators if known else (), label.coordinators),
            deadline=(known.deadline if known else None) or label.deadline,
            product=(known.product if known else None) or label.product,
        )
    return [found[span] for span in sorted(found)]


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
