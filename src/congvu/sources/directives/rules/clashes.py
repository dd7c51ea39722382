"""Demands of two documents that may be one work: a later day than the superior allows, another lead, the same again.
Questions for a person, never verdicts; what is not nearly the same in words is passed over. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from math import ceil

from congvu.reference.reader.between_documents import phrases

KINDS = {
    "later": "Hạn muộn hơn văn bản trên cho phép",
    "lead": "Một việc, hai đơn vị chủ trì",
    "again": "Giao lại việc đã giao",
}
OUTCOMES = {
    "different": "Không phải một việc",
    "kept": "Đúng là một việc, giữ như đã ghi",
    "mended": "Đúng là một việc, đã sửa",
}
WORK = ("task", "report", "recurring")  # what nothing ends is said in every directive
STANDS_ON = ("carries_out", "reminds", "based_on")
SUPERSEDES = ("replaces", "amends")

ALIKE = 0.6  # share of the telling pairs of syllables that two works have in common
LEAST_COMMON = 4  # and how many
HALF_A_YEAR = 183

_WORDS = re.compile(r"[^\W_]+")
_LIMIT = re.compile(
    r"[,;]?\s*(?i:(?:(?:xong|hoàn thành|gửi|trình|báo cáo)\s+)?(?:chậm nhất(?: là)?|trước|trong|đến hết|đến)\s+"
    r"(?:(?:hết|ngày|tháng|quý|năm)\s+)*)(?:\d+|[IVX]+)\b(?:\s*[/.-]\s*\d+){0,2}(?i:\s+(?:tháng|năm)\s+\d+){0,2}"
)
_COUNTED = re.compile(
    r"\b(?i:(năm|quý|tháng|tuần|đợt|kỳ|giai đoạn|lần|khóa|nhiệm kỳ|số))\s+((?:\d+|[IVX]+)\b(?:\s?[-–/]\s?\d+)*)"
)
_NUMBER = re.compile(r"\d+(?:/\d{4})?/[A-ZĐ][\w-]*")


@dataclass(frozen=True)
class Asked:
    """A demand as it is compared: of which document, of whom, by when. `above`: the bodies over those it asks."""

    card: int
    reading: int
    document: int
    issued_on: date
    kind: str
    title: str
    bodies: frozenset[int]
    above: frozenset[int] = frozenset()
    lead: int | None = None
    day: date | None = None

    @property
    def age(self) -> tuple[date, int]:
        """Which of two documents is the older."""
        return self.issued_on, self.document

    @cached_property
    def said(self) -> str:
        """The work in words, without its limit."""
        return _LIMIT.sub(" ", self.title)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring syllables that tell something of this work."""
        words = _WORDS.findall(self.said.lower())
        return frozenset(f"{a} {b}" for a, b in pairwise(words) if not (a.isdigit() or b.isdigit())) - _common()

    @cached_property
    def marks(self) -> frozenset[tuple[str, str]]:
        """What counts this work among others of its kind: years, rounds, numbers of documents."""
        counted = {(word.lower(), number.lower()) for word, number in _COUNTED.findall(self.said)}
        return frozenset(counted | {("", number) for number in _NUMBER.findall(self.said)})

    @cached_property
    def core(self) -> frozenset[str]:
        """The syllables that say which work it is: no numbers, no adverbs, nobody who only receives it."""
        return frozenset(word for word in _WORDS.findall(self.said.lower()) if not word.isdigit()) - _filler()


@dataclass(frozen=True)
class Clash:
    """A question about two demands; `newer` stands in the later document."""

    kind: str
    newer: Asked
    older: Asked

    @property
    def key(self) -> str:
        """The same for good, whichever is looked at."""
        return f"{self.kind}|{self.older.card}|{self.newer.card}"


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(phrases()["common"])


@lru_cache(maxsize=1)
def _filler() -> frozenset[str]:
    return frozenset(syllable for phrase in phrases()["filler"] for syllable in phrase.split())


def same_work(one: Asked, other: Asked) -> bool:
    """Whether two demands ask for one work: nearly the same telling words, nothing that counts another one; one may say
    more than the other, but where each says something of its own, something was put in the place of something else.
    """
    if not _enough(one, other, len(one.pairs & other.pairs)):
        return False
    return one.marks == other.marks and not (one.core - other.core and other.core - one.core)


def clashes(newer: Sequence[Asked], older: Sequence[Asked], links: Mapping[tuple[int, int], str]) -> Iterator[Clash]:
    """Questions between demands of newer documents and older ones; pairs in the other order are passed over.

    `links`: relations by (from, to) document.
    """
    often = Counter(pair for asked in (*newer, *older) for pair in asked.pairs)
    by_pair: dict[str, list[Asked]] = {}
    for asked in older:
        for pair in _rarest(asked, often):
            by_pair.setdefault(pair, []).append(asked)
    for asked in newer:
        near = {other.card: other for pair in _rarest(asked, often) for other in by_pair.get(pair, ())}
        for other in sorted(near.values(), key=lambda one: one.card):
            if other.age < asked.age:
                yield from _between(asked, other, links)


def _rarest(asked: Asked, often: Mapping[str, int]) -> list[str]:
    """The rarest pairs of a work: two works that are alike enough have one of these in common, so only they are met."""
    pairs = sorted(asked.pairs, key=lambda pair: (often[pair], pair))
    return pairs[: len(pairs) - ceil(ALIKE * len(pairs)) + 1]


def _enough(one: Asked, other: Asked, common: int) -> bool:
    """Whether so many common pairs are enough for one work."""
    return common >= LEAST_COMMON and common >= ALIKE * (len(one.pairs) + len(other.pairs) - common)


def _between(newer: Asked, older: Asked, links: Mapping[tuple[int, int], str]) -> Iterator[Clash]:
    """At most one question about two demands: the gravest."""
    if newer.document == older.document or newer.kind not in WORK or older.kind not in WORK:
        return
    link = links.get((newer.document, older.document), "")
    if link in SUPERSEDES or not same_work(newer, older):
        return
    live = _still_open(older, newer.issued_on)
    kinds = (
        ("later", link in STANDS_ON and _is_later(newer, older)),
        ("lead", live and _other_lead(newer, older) and (link != "" or _stand_on_one(newer, older, links))),
        ("again", live and bool(newer.bodies & older.bodies) and link != "reminds" and newer.kind == older.kind),
    )
    yield from [Clash(kind, newer, older) for kind, holds in kinds if holds][:1]


def _still_open(asked: Asked, day: date) -> bool:
    """Whether a work is not over by its own limit on a day; one without a limit is for half a year."""
    return asked.day >= day if asked.day else (day - asked.issued_on).days <= HALF_A_YEAR


def _is_later(newer: Asked, older: Asked) -> bool:
    """A later day than the document it stands on gives the same bodies, or those above them."""
    concerned = bool(older.bodies & (newer.bodies | newer.above))
    return concerned and newer.day is not None and older.day is not None and newer.day > older.day


def _other_lead(newer: Asked, older: Asked) -> bool:
    if newer.lead is None or older.lead is None or newer.lead == older.lead:
        return False
    return newer.lead not in older.above and older.lead not in newer.above


def _stand_on_one(newer: Asked, older: Asked, links: Mapping[tuple[int, int], str]) -> bool:
    """Whether both documents carry out one and the same."""
    return bool(_carried(newer.document, links) & _carried(older.document, links))


def _carried(document: int, links: Mapping[tuple[int, int], str]) -> set[int]:
    return {to for (source, to), relation in links.items() if source == document and relation == "carries_out"}


def ordered(found: Iterable[Clash]) -> list[Clash]:
    """The gravest first, the newest documents first."""
    kinds = list(KINDS)
    return sorted(found, key=lambda one: (kinds.index(one.kind), -one.newer.issued_on.toordinal(), one.newer.card))
