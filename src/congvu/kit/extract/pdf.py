"""Text of a .pdf that has a layer of letters; the two columns of an official letter head come one after the other."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pypdfium2

from congvu.kit.extract import limits
from congvu.kit.extract.columns import Word, in_order, join, lines_of


def pages_of(data: bytes) -> dict[str, object]:
    """The text of each page, the first by the places of its words, the others as the file orders them; and which pages
    have next to no letters, from 0: those are pictures.
    """
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    if count > limits.PDF_PAGES:
        return {"refused": "slow"}
    pages = [_first_page(data)]
    pages += [_plain(document[index]) for index in range(1, count)]
    few = sum(len(page.strip()) for page in pages) < limits.PAGE_LETTERS * count
    bare = [number for number, page in enumerate(pages) if few or not page.strip()]
    return {"pages": pages, "bare": bare}


def _plain(page: Any) -> str:
    return str(page.get_textpage().get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-")


def _first_page(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data), pages=[1]) as opened:
        page = opened.pages[0]
        found = page.extract_words(use_text_flow=False, keep_blank_chars=False)
        width, height = float(page.width), float(page.height)
    words = [Word(w["text"], w["x0"], w["top"], w["x1"], w["bottom"]) for w in found]
    lines = (join(line) for line in in_order(lines_of(words), width, height))
    return "\n".join(line for line in lines if line)
