"""Kinds of drafts (schemes, resolutions, reports), the stages each goes through, and who may approve it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from congvu.reference import tables


@dataclass(frozen=True)
class DraftKind:
    """A kind of draft. `approving_kinds`: the kinds of bodies whose leader may approve it; empty: by the matrix."""

    kind: str
    label: str
    product_kind: str
    approving_kinds: tuple[str, ...]
    citation: str
    verified: bool


@dataclass(frozen=True)
class StageRule:
    """One stage of a kind of draft as in force on a day: its limit, what it hands in, whether it may be left out."""

    kind: str
    order: int
    key: str
    label: str
    amount: int
    unit: str
    product_kind: str
    product: str
    may_skip: bool
    citation: str
    note: str


SUBMISSION = "submission"


@lru_cache(maxsize=16)
def draft_kinds(on: date) -> tuple[DraftKind, ...]:
    """The kinds in force on a day."""
    return tuple(
        DraftKind(
            kind=row["kind"],
            label=row["label"],
            product_kind=row["product_kind"],
            approving_kinds=tuple(part for part in row["approving_kinds"].split(";") if part),
            citation=_citation(row["instrument"], row["article"], row["verified"]),
            verified=row["verified"] == "yes",
        )
        for row in tables.rows("draft_kinds")
        if _holds(row["in_force_from"], row["in_force_to"], on)
    )


def draft_kind(kind: str, on: date) -> DraftKind:
    """One kind; raises KeyError when there is none in force."""
    for row in draft_kinds(on):
        if row.kind == kind:
            return row
    raise KeyError(f"no kind of draft {kind!r} on {on}")


@lru_cache(maxsize=64)
def stages(kind: str, on: date) -> tuple[StageRule, ...]:
    """The stages of a kind in their order, as in force on a day."""
    found = [
        StageRule(
            kind=row["kind"],
            order=int(row["order"]),
            key=row["key"],
            label=row["label"],
            amount=int(row["amount"]),
            unit=row["unit"],
            product_kind=row["product_kind"],
            product=row["product"],
            may_skip=row["may_skip"] == "yes",
            citation=_citation(row["instrument"], row["article"], row["verified"]),
            note=row["note"],
        )
        for row in tables.rows("draft_stages")
        if row["kind"] == kind and _holds(row["in_force_from"], row["in_force_to"], on)
    ]
    return tuple(sorted(found, key=lambda row: row.order))


def _holds(first: str, last: str, on: date) -> bool:
    return tables.in_force(tables.day(first), tables.day(last), on)


def _citation(instrument: str, article: str, verified: str) -> str:
    where = ", ".join(part for part in (instrument, article) if part)
    return where if verified == "yes" else f"{where} (chưa kiểm chứng)"
