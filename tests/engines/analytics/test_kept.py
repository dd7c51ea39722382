"""What is kept of a log and advanced event by event is what measuring the whole gives."""

import itertools
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from congvu.engines.analytics import measures
from congvu.engines.analytics.measures import Counted, Kept, Pairs, Rows, Steps, advance, amend, kept

CASES, ACTIVITIES, HOLDERS = 5, 3, 3
Event = tuple[int, int, int, int]  # case, activity, holder or -1, instant
EVENTS = st.lists(
    st.tuples(
        st.integers(0, CASES - 1), st.integers(0, ACTIVITIES - 1), st.integers(-1, HOLDERS - 1), st.integers(0, 60)
    ),
    max_size=8,
)  # fmt: skip


def rows_of(events: list[Event]) -> Rows:
    """In order of case, time and arrival."""
    ordered = sorted(events, key=lambda one: (one[0], one[3]))
    columns = [np.array([one[place] for one in ordered], np.int64) for place in range(4)]
    codes = [column.astype(np.int32) for column in columns[:3]]
    return Rows(codes[0], codes[1], codes[2], columns[3] * 7, columns[3])


def steps_of(events: list[Event]) -> Steps:
    rows = rows_of(events)
    due = np.full(CASES, 100, np.int64)
    return Steps(rows.case, rows.activity, rows.holder, rows.clock, due, CASES, ACTIVITIES, HOLDERS)


def shown(pairs: Pairs) -> list[tuple[int, ...]]:
    return list(zip(*(part.tolist() for part in (pairs.first, pairs.second, pairs.count, pairs.seconds)), strict=True))


def counts(table: Counted) -> dict[int, int]:
    return dict(zip(table.keys.tolist(), table.count.tolist(), strict=True))


def dense(values: np.ndarray[Any, Any]) -> dict[int, int]:
    return {place: count for place, count in enumerate(values.tolist()) if count}


class Growing(RuleBasedStateMachine):
    """Events that come later, in any number of batches, and events that come late for their case."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.kept = advance(Kept(), rows_of([]), CASES)

    @rule(events=EVENTS)
    def more(self, events: list[Event]) -> None:
        """Each event is put after all its case has."""
        last = {case: max((one[3] for one in self.events if one[0] == case), default=-1) for case in range(CASES)}
        new = [(case, activity, holder, last[case] + 1 + at) for case, activity, holder, at in events]
        self.kept = advance(self.kept, rows_of(new), CASES)
        self.events += new

    @rule(events=EVENTS)
    def late(self, events: list[Event]) -> None:
        """Cases that are known get events at any time."""
        new = [one for one in events if any(old[0] == one[0] for old in self.events)]
        touched = {one[0] for one in new}
        old = [one for one in self.events if one[0] in touched]
        self.kept = amend(self.kept, rows_of(old), rows_of(old + new))
        self.events += new

    @invariant()
    def it_is_what_the_whole_gives(self) -> None:
        steps, tally = steps_of(self.events), self.kept.tally
        assert shown(tally.handovers.pairs()) == shown(measures.handovers(steps))
        assert shown(tally.follows.pairs()) == shown(measures.follows(steps))
        assert shown(tally.ping_pong.pairs()) == shown(measures.ping_pong(steps).direct)
        assert counts(tally.rework) == dense(measures.rework(steps))
        assert counts(tally.self_loops) == dense(measures.self_loops(steps))
        whole, _ = measures.held_by(steps, (steps.activity,), (ACTIVITIES,))
        for found, expected in (
            (kept.held_by_activity(self.kept), whole),
            (kept.throughput(self.kept), measures.throughput(steps)),
        ):
            for name in ("group", "count", "total", "quantiles", "longest"):
                assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name
        late = measures.lateness(steps)
        assert kept.lateness(self.kept, steps.due) == (late.cases, late.late, late.seconds)

    @invariant()
    def tables_stay_few(self) -> None:
        sizes = [len(table.keys) for table in self.kept.tally.held]
        assert all(first >= 2 * second for first, second in itertools.pairwise(sizes))


TestGrowing = Growing.TestCase
TestGrowing.settings = settings(max_examples=120, stateful_step_count=12, deadline=None)
