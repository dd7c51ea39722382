"""Kinds of documents and the forms of their numbers (NĐ 30/2020/NĐ-CP and the Party's rules), each with its source."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document; `gives_assignments` says whether duties may come from it: yes, sometimes, no."""

    code: str
    name: str
    branch: str
    abbreviation: str
    number_form: str
    instrument: str
    gives_assignments: str
    verified: str


@dataclass(frozen=True)
class NumberPattern:
    """A form of document numbers with examples; every pattern matches its examples (a test)."""

    key: str
    regex: str
    examples: tuple[str, ...]
    note: str
    source: str
    verified: str


@lru_cache(maxsize=1)
def document_kinds() -> tuple[DocumentKind, ...]:
    with (_HERE / "document_kinds.csv").open(encoding="utf-8", newline="") as file:
        return tuple(DocumentKind(**row) for row in csv.DictReader(file))


@lru_cache(maxsize=1)
def number_patterns() -> tuple[NumberPattern, ...]:
    with (_HERE / "doc_number_patterns.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            NumberPattern(
                row["key"], row["regex"], tuple(part.strip() for part in row["examples"].split(";")), row["note"],
                row["source"], row["verified"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def kind_name(code: str) -> str:
    """The Vietnamese name of a kind by its code; the code itself when it is unknown."""
    return next((kind.name for kind in document_kinds() if kind.code == code), code)
