"""How often a person had to put the reader right: counts, shares and how sure they are. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from congvu.sources.directives.rules import EVERY, KINDS
from congvu.sources.directives.rules.examples import Left, Words, alike, label_of, misread, same_names

FIELDS = {
    "found": "Tìm đúng yêu cầu",
    "assignees": "Ai làm",
    "coordinators": "Phối hợp với ai",
    "deadline": "Thời hạn",
    "product": "Sản phẩm",
    "kind": "Loại yêu cầu",
}
CARD = "card"  # a whole card: found, with the right names and the right limit
WHOLE = frozenset({"found", "assignees", "coordinators", "deadline"})
LEAST = 10  # fewer cards make no rate
ONE_IN_FOUR = 25  # per cent of cards that a clerk may have to touch; goal of the reader
_Z = 1.96  # 95 %
SPANS = {
    "working_days": "ngày làm việc",
    "days": "ngày",
    "hours": "giờ",
    "working_hours": "giờ làm việc",
    "weeks": "tuần",
    "months": "tháng",
}
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)  # lower ends of what the reader said of its own certainty


def wilson(wrong: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score; (0, 1) where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, square = wrong / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Share:
    """So many of so many; a rate only where there are enough."""

    wrong: int = 0
    of: int = 0

    @property
    def few(self) -> bool:
        return self.of < LEAST

    @property
    def percent(self) -> float | None:
        return None if self.few else round(100 * self.wrong / self.of, 1)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper end in per cent."""
        if self.few:
            return None
        low, high = wilson(self.wrong, self.of)
        return round(100 * low, 1), round(100 * high, 1)


@dataclass(frozen=True)
class Trial:
    """What a person made of cards of one kind of document that were approved in one month.

    `wrong`: the fields put right. `fields`: whether the fields were looked at, too (a card left out shows nothing of
    them). `certainty`: what the reader said; None for a card that it did not find. `sure`: it asked nothing.
    """

    paper: str
    month: date
    wrong: frozenset[str] = frozenset()
    fields: bool = True
    certainty: float | None = None
    sure: bool = False
    times: int = 1


def faults(card: Left, words: Words) -> tuple[frozenset[str], bool]:
    """The fields of a card that a person put right, and whether its other fields were looked at."""
    if not card.read or card.fate == "merged" or (card.fate == "dropped" and misread(card.reason)):
        return frozenset({"found"}), False
    if card.fate == "dropped":
        return frozenset(), False
    label, read = label_of(card, words), card.read
    said = {key: value for key, value in (read.get("deadline") or {}).items() if key != "boundary"}
    right = {
        "assignees": same_names(label.assignees, read.get("assignees") or ("*",)),
        "coordinators": same_names(label.coordinators, read.get("coordinators") or ()),
        "deadline": dict(label.deadline or {}) == said,
        "product": alike(label.product, read.get("product")),
        "kind": label.demand == read.get("demand"),
    }
    return frozenset(name for name, holds in right.items() if not holds), True


class Tally:
    """Trials counted by kind of document, month and field."""

    def __init__(self, trials: Iterable[Trial]) -> None:
        self._of: Counter[tuple[str, str, date]] = Counter()
        self._wrong: Counter[tuple[str, str, date]] = Counter()
        self._told: Counter[tuple[str, bool]] = Counter()
        self.papers: Counter[str] = Counter()
        for trial in trials:
            self._add(trial)

    def _add(self, trial: Trial) -> None:
        self.papers[trial.paper] += trial.times
        touched = bool(trial.wrong & WHOLE)
        self._count(CARD, trial, touched)
        for name in FIELDS if trial.fields else ("found",):
            self._count(name, trial, name in trial.wrong)
        if trial.certainty is not None:
            band = max(low for low in BANDS if low <= trial.certainty)
            for told in (f"{band}", *(("sure",) if trial.sure else ())):
                self._told[told, touched] += trial.times

    def _count(self, name: str, trial: Trial, wrong: bool) -> None:
        key = name, trial.paper, trial.month
        self._of[key] += trial.times
        self._wrong[key] += trial.times * wrong

    def share(self, name: str, *, paper: str = "", month: date | None = None) -> Share:
        """Of a field (or CARD), of one kind of document and one month where given."""
        keys = [
            key for key in self._of if key[0] == name and (not paper or key[1] == paper) and month in (None, key[2])
        ]
        return Share(sum(self._wrong[key] for key in keys), sum(self._of[key] for key in keys))

    @property
    def months(self) -> list[date]:
        return sorted({key[2] for key in self._of})

    def told(self, band: float | None = None) -> Share:
        """Cards changed among those of one band of certainty; None: among those of which the reader asked nothing."""
        name = "sure" if band is None else f"{band}"
        return Share(self._told[name, True], self._told[name, True] + self._told[name, False])


_NOTHING = "không"


def found_words(card: Left) -> tuple[str, str]:
    """What was wrong with the finding of a card: what the reader did, and what a person made of it."""
    if card.read:
        return "một yêu cầu", "gộp vào yêu cầu khác" if card.fate == "merged" else "không phải yêu cầu"
    return ("bỏ sót", "thêm yêu cầu") if "demand" in card.changed else ("gộp chung", "tách thành yêu cầu riêng")


def value_words(name: str, value: Any) -> str:
    """The value of a field of a label as people say it."""
    if not value:
        return _NOTHING
    if name == "deadline":
        return _deadline_words(value)
    if name == "kind":
        return KINDS.get(value, str(value))
    if isinstance(value, str):
        return value
    return "; ".join("mọi đối tượng của văn bản" if one == "*" else one for one in value)


def _deadline_words(value: Mapping[str, Any]) -> str:
    parts = []
    if every := value.get("every"):
        day = "/".join(str(value[key]) for key in ("day", "month") if key in value)
        parts.append(EVERY[every].lower() + (f", trước ngày {day}" if day else ""))
    if day := str(value.get("date", "")):
        parts.append("/".join(reversed(day.lstrip("-").split("-"))))
    if within := str(value.get("within", "")):
        count, unit = within.split(" ")
        parts.append(f"trong {count} {SPANS.get(unit, unit)}")
    return ", ".join(parts)
