"""The measures of a log against their definitions, on logs that hypothesis makes up."""

import itertools
from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.analytics import plain_log as plain
from tests.engines.analytics.given_logs import built

from congvu.engines.analytics import measures
from congvu.engines.analytics.logs import Builder
from congvu.engines.analytics.measures import Pairs, Steps, periods_of, steps_of
from congvu.engines.worktime import Calendar, working_seconds

SECOND = 1_000_000
HOUR, DAY = 3600 * SECOND, 86_400 * SECOND

ODD = st.integers(0, 400 * SECOND // 7).map(lambda n: n * 7)  # instants between the ticks of the clock, too
HOURS = st.integers(0, 900 * DAY // HOUR).map(lambda n: n * HOUR)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]), st.sampled_from("abc"), ODD,
        st.sampled_from(["", "x", "y", "z"]),
    ),
    min_size=1, max_size=40,
)  # fmt: skip
LONG = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]), st.sampled_from("abc"), HOURS,
        st.sampled_from(["", "x", "y"]),
    ),
    min_size=1, max_size=30,
)  # fmt: skip
CHECKED = settings(max_examples=150, deadline=None)


def shown(pairs: Pairs, names: tuple[str, ...]) -> plain.Found:
    rows = (pairs.first, pairs.second, pairs.count, pairs.seconds)
    return {(names[a], names[b]): (n, s) for a, b, n, s in zip(*(row.tolist() for row in rows), strict=True)}


def named(counts: np.ndarray, names: tuple[str, ...]) -> dict[str, int]:
    return {names[place]: count for place, count in enumerate(counts.tolist()) if count}


@CHECKED
@given(EVENTS)
def test_handovers_and_ping_pong_are_what_their_definitions_say(events: list[plain.Event]) -> None:
    log = built(events)
    steps, people = steps_of(log), log.names["resource"]
    assert shown(measures.handovers(steps), people) == plain.handovers(events)
    found = measures.ping_pong(steps)
    for kind in ("direct", "indirect", "empty"):
        assert shown(getattr(found, kind), people) == plain.ping_pong(events, kind)
    alone = {pair: count for pair, (count, _) in shown(measures.direct_ping_pong(steps), people).items()}
    assert alone == {pair: count for pair, (count, _) in plain.ping_pong(events, "direct").items()}


@CHECKED
@given(EVENTS)
def test_what_follows_what_and_rework_are_what_their_definitions_say(events: list[plain.Event]) -> None:
    log = built(events)
    steps, names = steps_of(log), log.names["activity"]
    follows = measures.follows(steps)
    assert shown(follows, names) == plain.follows(events)
    assert follows.count.tolist() == sorted(follows.count.tolist(), reverse=True)
    assert named(measures.rework(steps), names) == plain.rework(events)
    assert named(measures.self_loops(steps), names) == plain.self_loops(events)
    found = measures.variants(steps)
    sequences = [
        (count, tuple(names[code] for code in steps.activity[row : row + length]))
        for count, row, length in zip(*(part.tolist() for part in (found.count, found.row, found.length)), strict=True)
    ]
    assert sequences == plain.variants(events)


@CHECKED
@given(EVENTS)
def test_holding_times_have_exact_quantiles_by_step_and_person(events: list[plain.Event]) -> None:
    log = built(events)
    steps, names = steps_of(log), (log.names["activity"], log.names["resource"])
    found, (step, person) = measures.held_by(steps, (steps.activity, steps.holder), (steps.activities, steps.holders))
    expected = plain.held(events, by=(1, 3))
    keys = [(names[0][a], names[1][b]) for a, b in zip(step.tolist(), person.tolist(), strict=True)]
    assert keys == sorted(expected)
    for place, key in enumerate(keys):
        values = expected[key]
        assert (found.count[place], found.total[place], found.longest[place]) == (len(values), sum(values), max(values))
        assert found.quantiles[place].tolist() == [plain.quantile(values, q) for q in measures.QUANTILES]


@CHECKED
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10) | st.integers(0, 10**9)), max_size=60))
def test_quantiles_of_small_and_very_large_values_are_exact(rows: list[tuple[int, int]]) -> None:
    group, seconds = (np.array([row[place] for row in rows], np.int64) for place in (0, 1))
    found = measures.durations(group, seconds, 4)
    assert found.group.tolist() == sorted({row[0] for row in rows})
    for place, one in enumerate(found.group.tolist()):
        values = [row[1] for row in rows if row[0] == one]
        assert found.quantiles[place].tolist() == [plain.quantile(values, q) for q in measures.QUANTILES]


@CHECKED
@given(EVENTS)
def test_busy_and_idle_time_of_a_person_are_what_their_definitions_say(events: list[plain.Event]) -> None:
    log = built(events)
    found = measures.load(steps_of(log))
    people = [log.names["resource"][code] for code in found.holder]
    figures = zip(found.busy.tolist(), found.idle.tolist(), found.held.tolist(), strict=True)
    assert dict(zip(people, figures, strict=True)) == plain.load(events)


@CHECKED
@given(EVENTS, st.integers(0, 60), st.integers(2, 4))
def test_batches_are_what_their_definition_says(events: list[plain.Event], within: int, least: int) -> None:
    log = built(events)
    found = measures.batches(steps_of(log), log.at, within, least)
    names = [log.names["activity"][code] for code in found.activity]
    figures = zip(found.batches.tolist(), found.events.tolist(), found.largest.tolist(), strict=True)
    assert dict(zip(names, figures, strict=True)) == plain.batches(events, within, least)


@CHECKED
@given(EVENTS, st.dictionaries(st.sampled_from(["1", "2", "3"]), st.integers(0, 400 * SECOND)))
def test_whose_a_delay_is_adds_up_to_it(events: list[plain.Event], due: Mapping[str, int]) -> None:
    log = built(events, due)
    found, names = measures.lateness(steps_of(log)), log.names["resource"]
    late, seconds, by_activity, by_holder = plain.lateness(events, due)
    assert (found.late, found.seconds) == (late, seconds)
    assert found.cases == len({event[0] for event in events} & set(due))
    assert named(found.by_activity, log.names["activity"]) == by_activity
    whose = dict(zip([*names, "nobody"], found.by_holder.tolist(), strict=True))
    assert {who: part for who, part in whose.items() if part} == {
        who or "nobody": part for who, part in by_holder.items()
    }
    assert found.by_activity.sum() == found.by_holder.sum() == seconds


@CHECKED
@given(LONG, st.sampled_from(["month", "quarter", "year"]))
def test_periods_add_up_to_the_whole_and_queues_are_exact(events: list[plain.Event], unit: str) -> None:
    log = built(events)
    steps, periods = steps_of(log), periods_of(log, unit)
    found = measures.series(steps, log, periods)
    assert found.events.sum() == len(log)
    assert found.begun.sum() == found.ended.sum() == log.cases
    assert found.handovers.sum() == measures.handovers(steps).total
    assert found.ping_pong.sum() == measures.direct_ping_pong(steps).total
    assert found.repeats.sum() == measures.rework(steps).sum()
    cases = [(trace[0][2], trace[-1][2]) for trace in plain.traces(events).values()]
    at_end, mean = plain.queue(cases, periods.edges.tolist())
    assert found.open.at_end.tolist() == at_end
    assert found.open.mean == pytest.approx(mean, abs=1e-6)
    for place, (since, until) in enumerate(zip(periods.edges, periods.edges[1:], strict=False)):
        inside = [event for event in events if since <= event[2] < until]
        assert found.events[place] == len(inside)
        assert found.active[place] == len({event[3] for event in inside if event[3]})


def test_what_ends_as_a_period_ends_waits_no_more() -> None:
    periods = measures.Periods("day", np.array([0, DAY, 2 * DAY]), ("1970-01-01", "1970-01-02"))
    found = measures.queue(np.array([0, DAY]), np.array([DAY, 2 * DAY]), periods)
    assert found.at_end.tolist() == [1, 0]
    assert found.mean.tolist() == [1.0, 1.0]


@CHECKED
@given(LONG)
def test_the_queue_before_a_step_is_what_its_definition_says(events: list[plain.Event]) -> None:
    log = built(events)
    steps, periods = steps_of(log), periods_of(log, "quarter")
    found = measures.waiting_by_activity(steps, log, periods, 0)
    name = log.names["activity"][0]
    waits = [
        (before[2], after[2])
        for trace in plain.traces(events).values()
        for before, after in itertools.pairwise(trace)
        if after[1] == name
    ]
    at_end, mean = plain.queue(waits, periods.edges.tolist())
    assert found.at_end.tolist() == at_end
    assert found.mean == pytest.approx(mean, abs=1e-6)


COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6).filter(
    lambda rows: sum(a for a, _ in rows) and sum(b for _, b in rows)
)


@CHECKED
@given(COUNTS)
def test_drift_is_the_divergence_of_two_periods(rows: list[tuple[int, int]]) -> None:
    one, two = (np.array([row[place] for row in rows]) for place in (0, 1))
    found, _ = measures.divergence(one, two)
    assert found == pytest.approx(plain.divergence(one.tolist(), two.tolist()), abs=1e-9)


def test_drift_by_chance_is_what_chance_gives() -> None:
    chance = np.random.default_rng(2)
    shares = np.array([0.4, 0.3, 0.2, 0.1])
    drawn = [measures.divergence(chance.multinomial(400, shares), chance.multinomial(500, shares)) for _ in range(2000)]
    found, expected = (np.mean([one[place] for one in drawn]) for place in (0, 1))
    assert found == pytest.approx(expected, rel=0.06)


def test_a_process_that_changed_shows_as_drift_and_one_that_did_not_does_not() -> None:
    same = [(f"{month}-{n}", step, (month * 31 + n) * DAY + k * HOUR, "x")
            for month in range(6) for n in range(25) for k, step in enumerate("abc")]  # fmt: skip
    other = [
        (case, "d" if step == "b" and int(case.split("-")[0]) >= 3 else step, at, who) for case, step, at, who in same
    ]
    for events, drifted in ((same, []), (other, [3])):
        log = built(events)
        found = measures.series(steps_of(log), log, periods_of(log, "month"))
        strong = np.flatnonzero(np.nan_to_num(found.drift) > 3 * np.nan_to_num(found.chance) + 0.05)
        assert strong.tolist() == drifted


def test_periods_are_short_where_the_log_is_and_named() -> None:
    def labels(days: int) -> tuple[str, ...]:
        return periods_of(built([("1", "a", 0, ""), ("1", "a", days * DAY, "")])).labels

    assert labels(1) == ("1970-01-01", "1970-01-02")
    assert labels(100)[:2] == ("1970-01", "1970-02")
    assert labels(3000)[:2] == ("1970-Q1", "1970-Q2")
    assert labels(20_000)[-1] == "2024"


def test_office_hours_are_those_of_the_sources_own_wall() -> None:
    calendar = Calendar.build("week", "1", date(2026, 2, 1), date(2026, 4, 1))
    builder = Builder()
    builder.add("1", "a", "2026-03-02T08:00:00-05:00")
    builder.add("1", "b", "2026-03-02T09:00:00-05:00")
    builder.set_due("1", "2026-03-02T08:30:00-05:00")
    steps = steps_of(builder.finish(), calendar)
    assert measures.throughput(steps).total.tolist() == [3600]
    assert measures.lateness(steps).seconds == 1800


def test_zones_that_were_mixed_are_put_on_the_usual_wall() -> None:
    calendar = Calendar.build("week", "1", date(2026, 2, 1), date(2026, 4, 1))
    builder = Builder()
    for case in "123":
        builder.add(case, "a", "2026-03-02T08:00:00+07:00")
    builder.add("1", "b", "2026-03-02T02:00:00Z")  # the same wall shows 09:00
    assert measures.throughput(steps_of(builder.finish(), calendar)).total.tolist() == [3600]


@CHECKED
@given(LONG)
def test_working_time_is_that_of_the_calendar(events: list[plain.Event]) -> None:
    from congvu.engines.worktime import from_micros
    from congvu.engines.worktime.calendar import VIETNAM

    calendar = Calendar.build("week", "1", date(1969, 12, 1), date(1973, 1, 1))
    builder = Builder()
    for case, activity, at, who in events:
        builder.add(case, activity, from_micros(at).astimezone(VIETNAM).isoformat(), who)
    found, _ = measures.held_by(steps_of(builder.finish(), calendar), (), ())
    seconds = [
        working_seconds(calendar, from_micros(before[2]), from_micros(after[2]))
        for trace in plain.traces(events).values()
        for before, after in itertools.pairwise(trace)
    ]
    assert found.total.tolist() == ([sum(seconds)] if seconds else [])


def test_a_due_time_beyond_the_calendar_is_no_lateness() -> None:
    calendar = Calendar.build("week", "1", date(2026, 2, 1), date(2026, 4, 1))
    builder = Builder()
    builder.add("1", "a", "2026-03-02T08:00:00+07:00")
    builder.set_due("1", "2036-03-02T08:30:00+07:00")
    found = measures.lateness(steps_of(builder.finish(), calendar))
    assert (found.cases, found.late) == (1, 0)


def test_hands_can_be_those_of_teams() -> None:
    builder = Builder()
    for place, (person, team) in enumerate([("a", "X"), ("b", "X"), ("c", "Y"), ("a", "X")]):
        builder.add("1", "s", f"2026-01-01T0{place}:00:00Z", person, team)
    log = builder.finish()
    assert shown(measures.handovers(steps_of(log, perspective="unit")), log.names["unit"]) == {
        ("X", "Y"): (1, 3600), ("Y", "X"): (1, 3600)
    }  # fmt: skip
    assert measures.handovers(steps_of(log)).total == 3


def test_many_names_are_counted_as_few_are() -> None:
    """More possible pairs than a table holds."""
    size = 5_000
    codes = np.arange(size, dtype=np.int32)
    steps = Steps(np.zeros(size, np.int32), np.zeros(size, np.int32), codes, codes.astype(np.int64),
                  np.zeros(1, np.int64), 1, 1, size)  # fmt: skip
    found = measures.handovers(steps)
    assert (found.total, len(found.count), found.seconds.sum()) == (size - 1, size - 1, size - 1)
