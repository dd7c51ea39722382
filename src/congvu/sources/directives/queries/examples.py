"""Approved readings as labelled examples, computed from what the reader said and what the clerk left. Nothing is kept
twice: the first reading stands on the cards, and the corrections tell which fields a person touched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from congvu.kit.clock import day_start
from congvu.kit.vietnamese import fold
from congvu.sources.directives.models import Correction, Demand, DemandName, Reading
from congvu.sources.directives.queries.labels import document_label
from congvu.sources.directives.rules.examples import NAMES, Left, Words, joined, label_of

# Fields of corrections that say something of the text; the rest is what the office adds of its own.
TELLING = ("assignees", "coordinators", "due", "every", "product", "kind", "span", "demand")
_FATES = {Demand.State.REJECTED: "dropped", Demand.State.MERGED: "merged"}
_AT_ONCE = 200


@dataclass(frozen=True)
class Example:
    """A text with its labels (`label`) and what the reader had said (`read`), both in the labelled schema."""

    reading_id: int
    name: str
    text: str
    label: dict[str, Any]
    read: dict[str, Any]


def approved_readings(since: date | None = None) -> QuerySet[Reading]:
    """Readings of which every card is settled, the oldest approval first. A rehearsal teaches nothing: its days are
    moved, and people try things out.
    """
    found = Reading.objects.filter(state=Reading.State.ISSUED, rehearsal=False)
    if since is not None:
        found = found.filter(issued_at__gte=day_start(since))
    return found.order_by("issued_at", "pk")


def of_the_text(**more: Any) -> Q:
    """Cards that stand in the text: a leader's own instruction on the paper does not."""
    return Q(end__gt=F("start"), **more)


def left_cards(demands: QuerySet[Demand]) -> Iterator[tuple[Demand, Left]]:
    """Cards as the clerk left them, beside what the reader said. Names are read where a person wrote them."""
    written = Exists(Correction.objects.filter(demand=OuterRef("demand"), field__in=NAMES))
    names = DemandName.objects.filter(Q(demand__by_hand=True) | written).prefetch_related("bodies")
    touched = Correction.objects.filter(field__in=TELLING).only("demand_id", "field")
    rows = demands.prefetch_related(Prefetch("names", names), Prefetch("corrections", touched))
    for demand in rows.order_by("reading_id", "order").iterator(_AT_ONCE):
        yield demand, _left(demand)


def _left(demand: Demand) -> Left:
    by_role: dict[str, list[DemandName]] = {"assignees": [], "coordinators": []}
    for row in demand.names.all():
        by_role["assignees" if row.role == DemandName.Role.ASSIGNEE else "coordinators"].append(row)
    day = (demand.due_rule or {}).get("day")
    return Left(
        start=demand.start,
        end=demand.end,
        kind=demand.kind,
        fate=_FATES.get(Demand.State(demand.state), "kept"),
        reason=demand.reject_reason,
        read=demand.proposed,
        changed=frozenset(row.field for row in demand.corrections.all()),
        names={role: _typed(rows) for role, rows in by_role.items()},
        bodies={role: tuple(body.name for row in rows for body in row.bodies.all()) for role, rows in by_role.items()},
        deadline=demand.deadline,
        day=date.fromisoformat(day) if day else None,
        product=demand.product,
        requirement=demand.requirement,
    )


def _typed(rows: Iterable[DemandName]) -> tuple[str, ...]:
    """The names one by one: what a clerk typed stands in one row, parted by ";"."""
    return tuple(part for row in rows for piece in row.text.split(";") if (part := piece.strip()))


def examples_of(readings: Sequence[Reading]) -> list[Example]:
    """The examples of these readings (with their documents)."""
    cards: dict[int, list[tuple[Demand, Left]]] = {}
    for demand, left in left_cards(Demand.objects.filter(of_the_text(), reading__in=readings)):
        cards.setdefault(demand.reading_id, []).append((demand, left))
    return [_example(reading, cards.get(reading.pk, [])) for reading in readings]


def _example(reading: Reading, cards: Sequence[tuple[Demand, Left]]) -> Example:
    document, words = reading.document, Words(reading.document.text)
    labels = joined([label_of(left, words) for _demand, left in cards if left.stands], document.text)
    known = {
        "kind": document.kind or None,
        "number": reading.real_number or document.number or None,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "issuer": document.issuer or None,
        "references": _references(reading),
    }
    first = {name: _first(reading.evidence, name, known[name]) for name in ("kind", "number", "issued_on", "issuer")}
    said = sorted((left.read for _demand, left in cards if left.read), key=lambda read: (read["start"], read["end"]))
    return Example(
        reading_id=reading.pk,
        name=_name(reading),
        text=document.text,
        label={"document": known, "assignments": [label.to_json() for label in labels]},
        read={"document": first | {"references": known["references"]}, "assignments": list(said)},
    )


def _references(reading: Reading) -> list[dict[str, Any]]:
    """The documents cited by number, each once, as the text writes them."""
    text, found = reading.document.text, reading.evidence.get("references", ())
    return [
        {"number": one.get("number") or text[one["start"] : one["end"]], "issued_on": one.get("issued_on")}
        for one in found
    ]


def _first(evidence: Mapping[str, Any], name: str, known: object) -> object:
    """What the reader said of the document before anybody corrected it; readings of older versions kept no value."""
    return evidence[name].get("value", known) if name in evidence else known


def _name(reading: Reading) -> str:
    """A file name without tone marks: "000012_cong-van-3412-ubnd-nc-ngay-18-11-2026"."""
    words = re.findall(r"[a-z0-9]+", fold(document_label(reading.document, reading.real_number)))
    return f"{reading.pk:06d}_{'-'.join(words)[:80].strip('-')}"
