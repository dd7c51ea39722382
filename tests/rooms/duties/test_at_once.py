"""Several people, one instant: one succeeds, the rest are told why in words; a retry changes nothing."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections
from tests.office import Office

from congvu.kernel.duties import invariants, moves
from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.duties.moves import Moved, MoveRefused
from congvu.kernel.ledger.models import Entry

THREADS = 16


def together(act: Callable[[int], Moved]) -> tuple[list[Moved], list[Exception]]:
    """The same act by sixteen threads that start at one barrier."""
    made: list[Moved] = []
    refused: list[Exception] = []
    barrier = threading.Barrier(THREADS)

    def run(place: int) -> None:
        try:
            barrier.wait()
            made.append(act(place))
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made, refused


def test_of_sixteen_same_moves_one_is_made(office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    made, refused = together(lambda _: office_kept.move("complete", duty_id, "lan", product="Báo cáo"))
    assert len(made) == 1 and len(refused) == THREADS - 1
    assert all(isinstance(error, MoveRefused) for error in refused), refused
    assert Entry.objects.filter(room="duties", subject_id=duty_id, verb="complete").count() == 1
    assert invariants.check(connection) == []


def test_sixteen_moves_that_do_not_exclude_each_other_are_all_made(office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    made, refused = [], []
    for _ in range(3):
        done, failed = together(lambda place: office_kept.move("note", duty_id, "lan", note=f"Ghi chú {place}"))
        made += done
        refused += failed
    assert all("hãy thử lại" in str(error) for error in refused), refused
    assert len(made) + len(refused) == 3 * THREADS and len(made) >= THREADS
    assert sorted(moved.seq for moved in made) == list(range(3, 3 + len(made)))
    assert invariants.check(connection) == []


def test_a_duty_forwarded_by_many_has_one_holder_at_every_instant(office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan")
    for _ in range(5):
        holder = office_kept.holder_of(duty_id)
        other = "tu" if holder == "lan" else "lan"
        made, _refused = together(
            lambda _, holder=holder, other=other: office_kept.move(  # type: ignore[misc]
                "forward", duty_id, holder, receiver=office_kept[other].pk
            )
        )
        assert len(made) == 1
    assert Holding.objects.filter(duty=duty_id).count() == 6
    assert invariants.check(connection) == []


def test_a_retry_with_the_same_key_gets_the_first_answer(office_kept: Office) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    given: dict[str, Any] = {"product": "Báo cáo 1"}

    def complete(_: int) -> Moved:
        return moves.move("complete", duty_id=duty_id, by=office_kept["lan"], given=given, key="form-1")

    made, refused = together(complete)
    assert not refused and {(moved.entry_id, moved.seq) for moved in made} == {(made[0].entry_id, 3)}
    assert sum(not moved.replayed for moved in made) == 1
    again = moves.move("complete", duty_id=duty_id, by=office_kept["lan"], given=given, key="form-1")
    assert again.replayed and again.entry_id == made[0].entry_id
    try:
        moves.move("complete", duty_id=duty_id, by=office_kept["lan"], given={"product": "Khác"}, key="form-1")
    except MoveRefused as error:
        assert error.refusal.code == "key"
    else:
        raise AssertionError("another body under the same key")
    assert Duty.objects.get(pk=duty_id).seq == 3
