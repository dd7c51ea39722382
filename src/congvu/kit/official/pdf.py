"""The document as PDF, set by Typst from `official.typ`; the text reaches it as data, never as markup."""

import json
import re
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

from congvu.kit.official.types import Block, Official

HERE = Path(__file__).parent
# What the faces in fonts/ can draw: the letters of Vietnamese, of its neighbours in Europe and Greek, and our signs.
_DRAWN = (
    "\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ab\u2190-\u2193\u2212\u2264\u2265\u25a1"
)
_UNDRAWN = re.compile(f"[^{_DRAWN}]")


def as_pdf(paper: Official) -> bytes:
    """PDF/A-2a, one face inside; the same document gives the same bytes."""
    import typst

    data = asdict(paper) | {
        "dateline": paper.dateline,
        "addressed": paper.addressed,
        "day": f"{paper.day or '2020-01-01'}",
        "body": [_block(block) for block in paper.body],
    }
    made: bytes = typst.compile(
        HERE / "official.typ",
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_drawn(data))},
        pdf_standards=["a-2a"],
        timestamp=0,
    )
    return made


def _drawn(value: Any) -> Any:
    """The same with a box for each sign that the faces cannot draw: a strange sign never keeps a report back."""
    if isinstance(value, str):
        text = re.sub(r"\s", " ", unicodedata.normalize("NFC", value))
        return _UNDRAWN.sub("\u25a1", text)
    if isinstance(value, dict):
        return {key: _drawn(one) for key, one in value.items()}
    return [_drawn(one) for one in value] if isinstance(value, list | tuple) else value


def _block(block: Block) -> dict[str, Any]:
    given = asdict(block) | {"type": type(block).__name__}
    if "numbers" in given:
        given["numbers"] = sorted(given["numbers"])
        given["widths"] = list(block.shares)  # type: ignore[union-attr]
    return given
