"""What names a clause, and what can come of an obstacle. Pure."""

import re

from congvu.kit.vietnamese import fold

STATES = {
    "open": "Chưa gửi",
    "sent": "Đã gửi, chờ trả lời",
    "answered": "Đã có trả lời",
    "closed": "Đã xong",
}

# What a competent body answers.
OUTCOMES = {
    "guided": "Hướng dẫn cách áp dụng",
    "amended": "Đã sửa đổi, bổ sung quy định",
    "planned": "Ghi nhận, đưa vào kế hoạch sửa đổi",
    "refused": "Không phải vướng mắc của quy định",
}

PAUSE_GROUND = "law_obstacle"  # key in reference/pause_grounds.csv

# Parts of an instrument, the larger first: however a clause is written, its parts are told in this order.
_PARTS = (("chuong", r"chuong"), ("muc", r"muc"), ("dieu", r"dieu|đieu"), ("khoan", r"khoan"), ("diem", r"diem"))
_NUMBER = re.compile(r"\d+[a-z]?/[0-9a-z]+(?:[/-][0-9a-z]+)*")


def clause_key(instrument: str, clause: str) -> str:
    """The same for the same clause however it is written: "khoản 3 Điều 12" and "Điều 12, khoản 3" meet.

    The instrument counts by its number where it has one ("31/2024/QH15"), else by the words of its name.
    """
    return f"{_instrument_key(instrument)}|{_clause_parts(clause)}"


def _instrument_key(instrument: str) -> str:
    words = fold(instrument)
    number = _NUMBER.search(words.replace(" ", "")) if "/" in words else None
    return number.group(0) if number else " ".join(re.findall(r"[a-z0-9]+", words))


def _clause_parts(clause: str) -> str:
    words = fold(clause)
    found = []
    for name, pattern in _PARTS:
        match = re.search(rf"\b(?:{pattern})\s+([0-9]+[a-z]?|[a-z]{{1,2}}|[ivxlc]+)\b", words)
        if match:
            found.append(f"{name} {match.group(1)}")
    return " ".join(found) or " ".join(re.findall(r"[a-z0-9]+", words))
