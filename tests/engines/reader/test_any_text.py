"""Any text gives a reading, and in time that grows with the text."""

import gc
import itertools
import random
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.reader.marked import all_texts

import congvu.engines.reader as package
from congvu.engines.reader import Lexicon, Reading, default_lexicon, read

TEXTS = [text.text for text in all_texts()]
PIECES = [
    "1. ",
    "a) ",
    "- ",
    "Điều 1. ",
    "Sở Nội vụ",
    " chủ trì, phối hợp với ",
    "các sở, ban, ngành",
    ":",
    ";",
    "\n",
    "\n\n",
    " và ",
    ", ",
    "trước ngày 31/12/2025",
    "hằng tháng",
    "Giao ",
    "yêu cầu ",
    "Cơ quan chủ trì: ",
    "(",
    ")",
    "“",
    "”",
    "15/CT-UBND",
    "Số: ",
    "CHỈ THỊ",
    "Nơi nhận:",
    "đã ",
    "phải ",
    "không ",
    "báo cáo",
    "tổ chức ",
    "các ",
    "Về ",
    "đối với ",
    "PHỤ LỤC",
    "TT\n",
    "\x00",
    "\u202e",
    "\ud800",
    "Bộ trưởng các Bộ: ",
    "Trường hợp ",
    "thì ",
    "…",
    "./.",
    "9" * 30,
    "ngày 45/13/9999",
    "quý IX/0",
    "   ",
    "\t",
    "🙂",
    "Ω",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_pieces_of_directives_in_any_order_are_read(text: str) -> None:
    reading = read(text)
    assert isinstance(reading, Reading)
    for demand in reading.demands:
        assert 0 <= demand.start < demand.end <= len(reading.text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_are_read(text: str) -> None:
    read(text).to_json()


@pytest.mark.parametrize("seed", range(25))
def test_damaged_texts_are_read(seed: int) -> None:
    dice = random.Random(seed)
    text = list(dice.choice(TEXTS))
    for _ in range(40):
        at = dice.randrange(len(text))
        what = dice.random()
        if what < 0.4:
            del text[at : at + dice.randrange(1, 30)]
        elif what < 0.7:
            text[at:at] = dice.choice(PIECES)
        else:
            text[at] = dice.choice("\n;:.,() áàẠ1-")
        if not text:
            break
    read("".join(text)).to_json()


@pytest.mark.long
def test_many_damaged_texts_are_read() -> None:
    dice = random.Random(1)
    for _ in range(30_000):
        text = "".join(dice.choice(PIECES) for _ in range(dice.randrange(1, 80)))
        read(text).to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 100_000,
        " ",
        "x",
        "\x00",
        "﻿",
        "số",
        "a" * 200_000,
        "; " * 20_000,
        "(" * 5_000,
        "- " * 20_000,
        "Sở " * 5_000,
    ],
    ids=[
        "empty",
        "newlines",
        "blank",
        "letter",
        "nul",
        "mark",
        "word",
        "one word",
        "semicolons",
        "brackets",
        "dashes",
        "heads",
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    assert read(text).demands == ()


HOSTILE = [
    "căn cứ a, ",
    "hằng năm, căn cứ b, ",
    "thực hiện a, căn cứ b, ",
    "Chế độ: Sở Y tế: ",
    "Cơ quan chủ trì: Sở A; ",
    "- Nội dung:\n",
    "1.\n",
    "vừa yêu cầu ",
    "mỗi quý một lần ",
    "SỞ Y TẾ\n",
    "chủ trì, phối hợp với Sở A; ",
    "Sở Nội vụ, ",
    "các sở, ban, ngành và ",
    "để ",
    "yêu cầu ",
    "đối với các xã, ",
    "trong ",
    "phối hợp với ",
    "1/2/",
    "15/CT-",
    "ngày 1 tháng ",
    "hằng năm, ",
    "trước ngày ",
    "1. a) ",
    "Giám đốc ",
    "“",
    "thực hiện ",
    ", ",
    "của các ",
    "định kỳ ",
    "12/",
    "Chủ tịch UBND các xã, phường; ",
    "a; ",
    "báo cáo ",
    "không ",
    "số 1/",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_not_with_its_square(piece: str) -> None:
    times = [_seconds(piece * (size // len(piece))) for size in (2_000, 8_000, 32_000)]
    for shorter, longer in itertools.pairwise(times):
        assert longer < 7 * max(shorter, 0.01), times


def _seconds(text: str) -> float:
    best = 9.0
    gc.disable()  # What the rest of the run has left in memory is not the reader's time.
    for _ in range(3):
        begun = time.process_time()
        read(text)
        best = min(best, time.process_time() - begun)
    gc.enable()
    return best


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of the engine, by module and name."""
    for module in vars(package).values():
        if isinstance(module, ModuleType):
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.__name__.rsplit('.', 1)[-1]}.{name}", value


@pytest.mark.parametrize(("name", "regex"), list(patterns()), ids=lambda value: value if isinstance(value, str) else "")
def test_each_pattern_is_linear_on_its_worst_text(name: str, regex: re.Pattern[str]) -> None:
    for piece in (
        "a",
        "1",
        " ",
        "1 ",
        "1/",
        "ngày 1",
        "tháng 1 ",
        "hằng năm ",
        "A",
        "-",
        "1-",
        "làm việc với ",
        "báo cáo ",
        "kế hoạch ",
    ):
        times = []
        for size in (2_000, 8_000, 32_000):
            text = piece * (size // len(piece))
            begun = time.process_time()
            sum(1 for _ in regex.finditer(text))
            times.append(time.process_time() - begun)
        assert times[2] < 7 * max(times[1], 0.004), (name, piece, times)


def test_a_lexicon_with_holes_still_reads() -> None:
    lists = {name: tuple(row for i, row in enumerate(rows) if i % 3) for name, rows in default_lexicon().lists.items()}
    poorer = Lexicon.build(lists)
    assert sum(len(read(text, lexicon=poorer).demands) for text in TEXTS) > 0
