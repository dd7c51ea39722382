"""Two people at the same instant: one document, one number; one approval, one set of duties."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.rooms.directives.given import given_plan, given_proposed, only
from tests.rooms.directives.texts import letter
from tests.rooms.org.office import Province, given_province

from congvu.kernel.duties.models import Duty
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.sources.directives import moves
from congvu.sources.directives.models import Demand, Reading
from congvu.sources.directives.moves import DirectiveRefused


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path, settings: object) -> Iterator[Province]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield given_province()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts together, each on its own connection; gives what each returned or raised."""
    gate = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except DirectiveRefused as refused:
            found[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_document_dropped_twice_at_once_gets_one_number(shared: Province) -> None:
    text, clerk = letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ."), shared.people["vanthu"]
    found = at_once(*[lambda: moves.enter(by=clerk, text=text).reading.pk] * 3)
    assert len(set(found)) == 1, found
    assert RegisterEntry.objects.count() == Document.objects.filter(stub=False).count() == Reading.objects.count() == 1
    assert len(set(Demand.objects.values_list("start", flat=True))) == Demand.objects.count()


def test_an_approval_pressed_twice_at_once_issues_once(shared: Province) -> None:
    reading = given_plan(shared)
    only(reading, "kế hoạch kiểm tra", shared)
    given_proposed(shared, reading)
    leader = shared.people["chutich"]
    found = at_once(*[lambda: moves.approve_and_issue(reading.pk, by=leader)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["DirectiveRefused", "Issued"]
    assert Duty.objects.count() == 1
