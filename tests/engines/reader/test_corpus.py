"""The project's own labelled texts are read as they are labelled."""

import pytest
from tests.engines.reader.marked import Labelled, Text, all_texts

from congvu.engines.reader import Demand, Reading, read

TEXTS = all_texts()
# The first sixteen show one construction each and are read without a fault; the later ones are whole documents, written
# before it was seen how the reader does on them, and measure it.
FAULTLESS = [text for text in TEXTS if text.name < "17"]
WHOLE = [text for text in TEXTS if text.name >= "17"]
cases = pytest.mark.parametrize("case", FAULTLESS, ids=[text.name for text in FAULTLESS])


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
    assert len(TEXTS) >= 40


def test_whole_documents_are_read_with_few_faults() -> None:
    right = wanted = made = 0
    for case in WHOLE:
        reading = read(case.text)
        got = [essentials(reading, d) for d in reading.demands]
        for label in (essentials(reading, d) for d in case.demands):
            if label in got:
                right += 1
                got.remove(label)
        wanted, made = wanted + len(case.demands), made + len(reading.demands)
    print(f"{right} of {wanted} demands right in names, helpers and deadline; {made} found")
    assert right >= 0.92 * wanted
    assert made <= 1.04 * wanted


def essentials(reading: Reading, demand: Demand | Labelled) -> tuple[object, ...]:
    """Where a demand begins, whose it is, with whom, by when."""
    start, _, _, names, helpers, deadline, _ = shown(reading, demand)
    return (
        start,
        frozenset(str(name).lower() for name in names),
        frozenset(str(h).lower() for h in helpers),
        str(deadline),
    )


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
