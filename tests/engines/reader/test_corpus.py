"""The project's own labelled texts are read as they are labelled."""

import pytest
from tests.engines.reader.marked import Labelled, Text, all_texts

from congvu.engines.reader import Demand, Reading, read

TEXTS = all_texts()
cases = pytest.mark.parametrize("case", TEXTS, ids=[text.name for text in TEXTS])


def shown(reading: Reading, demand: Demand | Labelled) -> tuple[object, ...]:
    if isinstance(demand, Labelled):
        names, helpers, kind = demand.assignees, demand.coordinators, demand.demand
    else:
        names, helpers, kind = (
            tuple(n.text for n in demand.assignees),
            tuple(n.text for n in demand.coordinators),
            demand.kind,
        )
    words = " ".join(reading.text[demand.start : demand.end].split())
    return (
        words[:40],
        words[-25:],
        kind,
        names,
        helpers,
        dict(demand.deadline) if demand.deadline else None,
        demand.product,
    )


def test_there_are_enough_texts() -> None:
    assert len(TEXTS) >= 15


@cases
def test_the_document_is_known(case: Text) -> None:
    document = read(case.text).document
    got = {name: found.value for name in ("kind", "number", "issued_on") if (found := getattr(document, name))}
    assert got == case.document


@cases
def test_cited_documents_are_found_with_their_days(case: Text) -> None:
    assert {r.number: r.issued_on for r in read(case.text).references} == case.references


@cases
def test_demands_are_read_as_labelled(case: Text) -> None:
    reading = read(case.text)
    assert [shown(reading, d) for d in reading.demands] == [shown(reading, d) for d in case.demands]
