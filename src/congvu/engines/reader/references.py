"""Numbers of documents and the days they were issued."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.engines.reader.clean import pattern

# 12/CT-UBND, 30-CT/TU, 56/2021/QĐ-UBND, 202/2025/QH15, 3308/UBND-TH, 124QĐ/TW, 01/HD-MTTQ-BTT
_PARTY = "NQ|QĐ|CT|KL|HD|TB|QC|QyĐ|BC|KH|TTr"
_CODE = r"[A-ZĐƯ][A-ZĐƯÔƠÂa-zđ0-9&.]{0,24}"
NUMBER = re.compile(
    rf"(?<![\w/.,-])\d{{1,6}}[a-zA-Z]?(?:\s?/\s?(?:19|20)\d\d)?(?:\s?[/-]\s?{_CODE}|"
    rf"\s?(?:{_PARTY})(?=/))(?:\s?[-–/]\s?{_CODE}){{0,6}}"
)
_DATE = pattern(
    r",?\s{0,4}(?:ký\s+|ban hành\s+)?ngày\s+(?P<d>\d{1,2})(?:\s?[/.-]\s?|"
    r"\s+tháng\s+)(?P<m>\d{1,2})(?:(?:\s?[/.-]\s?|\s+năm\s+)(?P<y>\d{4}))?"
)
_KINDS = (
    "NQ",
    "QĐ",
    "CT",
    "KH",
    "TB",
    "BC",
    "TTr",
    "CTr",
    "ĐA",
    "PA",
    "HD",
    "QC",
    "QyĐ",
    "KL",
    "NĐ",
    "TT",
    "CĐ",
    "GM",
    "CV",
    "PL",
    "QH",
    "UBTVQH",
    "BCĐ",
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A document's number where it stands, tidied, with the day of issue beside it."""

    number: str
    issued_on: str | None
    start: int
    end: int


def key(number: str) -> str:
    """What makes two writings of a number the same."""
    return re.sub(r"[\s.]", "", number.upper().replace("Ð", "Đ")).replace("–", "-")


def numbers(text: str, low: str, start: int, end: int, year: int | None) -> list[Cited]:
    """Every document number in `text[start:end]` in order."""
    found = []
    for match in NUMBER.finditer(text, start, end):
        number = _tidy(match.group())
        if _is_number(number):
            stop = match.start() + len(match.group().rstrip(" .&-–/"))
            found.append(Cited(number, _issued(low, match.start(), stop, end, year), match.start(), stop))
    return found


def _tidy(raw: str) -> str:
    number = re.sub(r"\s*([/–-])\s*", r"\1", raw.strip()).replace("–", "-").rstrip(".&-/")
    return number.split(" ")[0]


def _is_number(number: str) -> bool:
    """Not a day, a share ("24/7"), a road or a range: there are letters, and they look like a code."""
    tail = re.sub(r"^\d+[a-zA-Z]?(/\d{4})?[-/]?", "", number)
    letters = re.sub(r"[^A-ZĐƯÔƠÂ]", "", tail)
    if len(letters) < 2 or not tail:
        return False
    parts = re.split(r"[-/]", tail)
    if "/" not in number and not any(p in _KINDS for p in parts):
        return False
    return bool(parts[0]) and (parts[0][:1].isupper()) and sum(c.islower() for c in tail) <= len(letters) + 3


def _issued(low: str, start: int, stop: int, end: int, year: int | None) -> str | None:
    after = _DATE.match(low, stop, min(end, stop + 60))
    if after is None and (
        gap := re.compile(r"\s?\([^)]{0,20}\)|\s?(?:của|do) [^,;.()\n]{3,60}?(?=,? ngày)").match(
            low, stop, min(end, stop + 70)
        )
    ):
        after = _DATE.match(low, gap.end(), min(end, gap.end() + 40))
    if after is None:
        return None
    y = int(after["y"]) if after["y"] else year
    d, m = int(after["d"]), int(after["m"])
    return f"{y:04d}-{m:02d}-{d:02d}" if y and 1 <= m <= 12 and 1 <= d <= 31 else None
