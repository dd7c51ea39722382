"""What a reading gives: every value with the characters it came from and the reason it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VERSION = "1"
DEMAND_KINDS = ("task", "recurring", "report", "acknowledge", "standing")
DOCUMENT_FIELDS = ("kind", "number", "issued_on", "issuer", "title", "signer")
BOUNDARIES = ("before", "by", "on", "in")
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A value read from the text, where it stands (`text[start:end]`, end not included) and why it was taken."""

    value: str
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document cited by its number."""

    number: str
    issued_on: str | None
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A body or person as the text names it; `inherited_from` quotes the heading or lead-in it was taken over from."""

    text: str
    start: int
    end: int
    inherited_from: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a clerk should look at: which field, a stable code, and the question to put to the issuer."""

    field: str
    code: str
    question: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing the text requires of somebody from now on.

    `deadline` is `None` or holds the keys of the labelling conventions: `date` ("2023-06-30", "--07-10" without a known
    year), `every` (day, week, month, quarter, half_year, year) with `month`/`day`, `within` ("5 working_days").
    `boundary` says how the text bounds a date: before, by, on, in.
    """

    start: int
    end: int
    kind: str
    title: str
    requirement: str
    assignees: tuple[Name, ...]
    coordinators: tuple[Name, ...] = ()
    deadline: Mapping[str, str | int] | None = None
    boundary: str | None = None
    deadline_span: tuple[int, int] | None = None
    product: str | None = None
    product_span: tuple[int, int] | None = None
    doubts: tuple[Doubt, ...] = ()
    confidence: float = 1.0
    reason: str = ""

    def to_json(self) -> Json:
        """The labelled schema, then `boundary`, `title`, `confidence`, `evidence` and `doubts`."""
        return {
            "start": self.start,
            "end": self.end,
            "assignees": [name.text for name in self.assignees],
            "demand": self.kind,
            "coordinators": [name.text for name in self.coordinators],
            "deadline": dict(self.deadline) if self.deadline else None,
            "product": self.product,
            "boundary": self.boundary,
            "title": self.title,
            "confidence": round(self.confidence, 2),
            "evidence": {
                "rule": self.reason,
                "assignees": [_name_json(name) for name in self.assignees],
                "coordinators": [_name_json(name) for name in self.coordinators],
                "deadline": list(self.deadline_span) if self.deadline_span else None,
                "product": list(self.product_span) if self.product_span else None,
            },
            "doubts": [{"field": d.field, "code": d.code, "question": d.question} for d in self.doubts],
        }


@dataclass(frozen=True, slots=True)
class Document:
    """What the text says of itself; for a news report, of the directive it reports."""

    kind: Found | None = None
    number: Found | None = None
    issued_on: Found | None = None
    issuer: Found | None = None
    title: Found | None = None
    signer: Found | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole text as read. All offsets are characters of `text`, which is the NFC form of what was given."""

    text: str
    document: Document = field(default_factory=Document)
    references: tuple[Reference, ...] = ()
    demands: tuple[Demand, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_json(self) -> Json:
        """The labelled schema of a document with its assignments, plus `evidence` and `doubts`."""
        parts = {name: getattr(self.document, name) for name in DOCUMENT_FIELDS}
        return {
            "document": {
                **{name: found.value if found else None for name, found in parts.items()},
                "references": [{"number": r.number, "issued_on": r.issued_on} for r in self.references],
            },
            "assignments": [demand.to_json() for demand in self.demands],
            "evidence": {
                **{n: {"start": f.start, "end": f.end, "rule": f.reason} for n, f in parts.items() if f},
                "references": [{"start": r.start, "end": r.end, "rule": r.reason} for r in self.references],
            },
            "doubts": [{"field": d.field, "code": d.code, "question": d.question} for d in self.doubts],
            "reader": VERSION,
        }


def _name_json(name: Name) -> Json:
    return {"text": name.text, "start": name.start, "end": name.end, "inherited_from": name.inherited_from}
