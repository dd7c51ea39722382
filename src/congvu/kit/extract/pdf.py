"""Text of a .pdf that has a layer of letters; the two columns of an official letter head come one after the other."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]

from congvu.kit.extract import limits

_GAP = 18.0  # points between the columns of a letter head; words of one line stand closer
_HEAD = 0.4  # share of the first page in which a letter head may lie


def text_of(data: bytes) -> dict[str, object]:
    """The first page by the places of its words, the others as the file orders them."""
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    if count > limits.PDF_PAGES:
        return {"refused": "slow"}
    pages = [_first_page(data)]
    pages += [_plain(document[index]) for index in range(1, count)]
    letters = sum(len(page.strip()) for page in pages)
    if letters < 25 * count:
        return {"refused": "scan"}
    bare = [number + 1 for number, page in enumerate(pages) if not page.strip()]
    warnings = [f"Trang {', '.join(map(str, bare[:8]))} không có lớp chữ, chưa đọc được."] if bare else []
    return {"text": "\n".join(_without_number(page) for page in pages), "warnings": warnings}


def _plain(page: Any) -> str:
    return str(page.get_textpage().get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-")


def _without_number(page: str) -> str:
    """A page's own number, alone on its first or last line, is no text."""
    lines = page.strip("\n").split("\n")
    for end in (0, -1):
        if lines and lines[end].strip().isdigit() and len(lines[end].strip()) <= 4:
            lines.pop(end)
    return "\n".join(lines)


def _first_page(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data), pages=[1]) as opened:
        page = opened.pages[0]
        words = page.extract_words(use_text_flow=False, keep_blank_chars=False)
        middle, height = float(page.width) / 2, float(page.height)
    lines = _lines(words)
    left: list[str] = []
    right: list[str] = []
    body: list[str] = []
    for line in lines:
        cut = _column_cut(line, middle) if line[0]["top"] < height * _HEAD and not body else None
        if cut is None and (line[0]["top"] >= height * _HEAD or body or not _one_sided(line, middle)):
            body.append(_join(line))
        elif cut is not None:
            left.append(_join(line[:cut]))
            right.append(_join(line[cut:]))
        else:
            (left if line[-1]["x1"] < middle + _GAP else right).append(_join(line))
    return "\n".join(part for part in [*left, *right, *body] if part)


def _lines(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    out: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(w["top"]), w["x0"])):
        if out and abs(out[-1][0]["top"] - word["top"]) < 4:
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda w: w["x0"]) for line in out]


def _column_cut(line: list[dict[str, Any]], middle: float) -> int | None:
    """Index of the first word of the right column."""
    gaps = [(line[i]["x0"] - line[i - 1]["x1"], i) for i in range(1, len(line))]
    wide = [(gap, i) for gap, i in gaps if gap > _GAP and abs(line[i]["x0"] - middle) < middle * 0.55]
    return max(wide)[1] if wide else None


def _one_sided(line: list[dict[str, Any]], middle: float) -> bool:
    left, right = line[0]["x0"], line[-1]["x1"]
    centred = abs((left + right) / 2 - middle) < 2 * _GAP
    return not centred and bool(right < middle + _GAP or left > middle - _GAP)


def _join(line: list[dict[str, Any]]) -> str:
    return " ".join(word["text"] for word in line)
