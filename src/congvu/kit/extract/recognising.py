"""Recognising pages that are pictures: one page a child process, so that a long document needs no more than a short."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from congvu.kit.extract import limits
from congvu.kit.extract.apart import INSTALL as INSTALL
from congvu.kit.extract.apart import Unreadable, ask, refused

# A line is as sure as its least sure word. On own documents drawn as pictures and spoilt, below this stand about one
# line in seven and nearly all that are wrong (bench/ocr.py prints both).
DOUBTFUL = 85
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A recognised line: its page (from 0), by how many degrees that page was turned, its box as shares of the turned
    page (left, top, right, bottom), and how sure it is (0 to 100).
    """

    text: str
    page: int
    angle: float
    box: tuple[float, float, float, float]
    confidence: int

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL


@dataclass(frozen=True)
class Recognised:
    """Lines by page, words in coloured ink, and which pages could not be read."""

    lines: dict[int, list[ScannedLine]]
    stamps: tuple[str, ...]
    warnings: tuple[str, ...]


def possible() -> bool:
    """Whether this computer has Tesseract with Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False)
    return "vie" in listed.stdout.decode("utf-8", "replace").split()


def pages(data: bytes, numbers: Sequence[int], shown: str, step: Step | None) -> Recognised:
    """The lines of these pages. A page that cannot be read is told; a file of which none can is `Unreadable`."""
    if len(numbers) > limits.SCAN_PAGES:
        raise refused("long", shown)
    lines: dict[int, list[ScannedLine]] = {}
    stamps: list[str] = []
    failed: dict[int, Unreadable] = {}
    for done, number in enumerate(numbers):
        if step is not None:
            step(done, len(numbers))
        try:
            answer = ask("scan", data, shown, str(number))
        except Unreadable as unreadable:
            failed[number] = unreadable
            continue
        lines[number] = [
            ScannedLine(
                one["text"].translate(_TYPED), number, answer["angle"], tuple(one["box"]), int(one["confidence"])
            )
            for one in answer["lines"]
        ]
        stamps += answer["stamps"]
    if not lines:
        raise next(iter(failed.values()))
    told = (f"Trang {', '.join(str(number + 1) for number in failed)} không nhận dạng được chữ.",) if failed else ()
    return Recognised(lines, tuple(stamps), told)


def places(lines: Sequence[ScannedLine], text: str) -> list[tuple[ScannedLine, int, int]]:
    """Each line with its first and last place in a text that was made of them; one that is not there is left out."""
    found = []
    at = 0
    for line in lines:
        start = text.find(line.text, at)
        if start >= 0:
            at = start + len(line.text)
            found.append((line, start, at))
    return found


def strip_of(data: bytes, line: ScannedLine, shown: str) -> bytes:
    """The picture of a line, cut out of its page, as .jpeg. Raises `Unreadable`."""
    place = json.dumps({"page": line.page, "angle": line.angle, "box": line.box})
    return base64.b64decode(str(ask("strip", data, shown, place)["jpeg"]))


# what Tesseract takes hyphens, apostrophes and strokes for
_TYPED = {0x2014: "-", 0x2018: "'", 0x2019: "'", 0x2044: "/", 0x2215: "/"}
