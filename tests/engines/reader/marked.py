"""Texts with their labels written into them.

`#field value` lines first (kind, number, issued_on, reference NUMBER DAY), then the text. A demand stands between
`{{kind | names; … | with names; … | date=…, every=… | product …}}` and `{{/}}`; `=` for the names of the demand
before. Written for these tests in official
layout; every body and every case in them is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
_MARK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
Deadline = dict[str, str | int]


@dataclass(frozen=True)
class Labelled:
    """What one marked demand says."""

    start: int
    end: int
    demand: str
    assignees: tuple[str, ...]
    coordinators: tuple[str, ...] = ()
    deadline: Deadline | None = None
    product: str | None = None


@dataclass
class Text:
    """A text without its marks, and its labels."""

    name: str
    text: str
    document: dict[str, str] = field(default_factory=dict)
    references: dict[str, str | None] = field(default_factory=dict)
    demands: list[Labelled] = field(default_factory=list)


def load(path: Path) -> Text:
    """Read a marked text."""
    lines = path.read_text("utf-8").split("\n")
    out = Text(path.stem, "")
    while lines[0].startswith("#"):
        key, _, value = lines.pop(0)[1:].partition(" ")
        if key == "reference":
            number, _, day = value.partition(" ")
            out.references[number] = day or None
        else:
            out.document[key] = value
    _strip("\n".join(lines).rstrip("\n") + "\n", out)
    return out


def _strip(marked: str, out: Text) -> None:
    plain, at, opened = "", 0, ""
    start = 0
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        at = mark.end()
        if mark[1] == "/":
            before = out.demands[-1].assignees if out.demands else ()
            out.demands.append(_label(opened, start, len(plain), before))
        else:
            opened, start = mark[1], len(plain)
    out.text = plain + marked[at:]


def _label(spec: str, start: int, end: int, before: tuple[str, ...]) -> Labelled:
    kind, names, *rest = (part.strip() for part in spec.split("|"))
    coordinators: tuple[str, ...] = ()
    deadline: Deadline | None = None
    product = None
    for part in rest:
        if part.startswith("with "):
            coordinators = tuple(name.strip() for name in part[5:].split(";"))
        elif part.startswith("product "):
            product = part[8:]
        else:
            pairs = (pair.split("=") for pair in part.split(","))
            deadline = {key: int(value) if value.isdigit() else value for key, value in pairs}
    assignees = before if names == "=" else tuple(name.strip() for name in names.split(";"))
    return Labelled(start, end, kind, assignees, coordinators, deadline, product)


def all_texts() -> list[Text]:
    """The project's own corpus."""
    return [load(path) for path in sorted(CORPUS.glob("*.txt"))]
