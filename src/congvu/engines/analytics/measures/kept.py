"""Measures that advance: what is kept of a log so that new events are counted without the old ones being read.

Kept are, of each case, where it stands (`Ends`), and of all cases together counted tables (`Tally`). Every table is a
sum over cases, so the case that an event arrives late for is taken out as it was and put in as it is now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from congvu.engines.analytics.logs.log import NO_DUE, Ints
from congvu.engines.analytics.measures.durations import QUANTILES, Durations, durations, ranks_of
from congvu.engines.analytics.measures.pairs import Pairs
from congvu.engines.analytics.measures.steps import Codes, Mask

CODE_BITS, SECOND_BITS = 31, 40  # a key is a code and another, or a code and up to 34,000 years of seconds
NEVER = np.iinfo(np.int64).min
NONE = np.empty(0, np.int64)


@dataclass(frozen=True)
class Rows:
    """Events in order of case, time and arrival: codes, `clock` in seconds (see `Steps`), `at` in microseconds."""

    case: Codes
    activity: Codes
    holder: Codes
    clock: Ints
    at: Ints

    def __len__(self) -> int:
        return len(self.case)

    def take(self, rows: Ints | Mask) -> "Rows":
        return Rows(self.case[rows], self.activity[rows], self.holder[rows], self.clock[rows], self.at[rows])


@dataclass(frozen=True)
class Counted:
    """Sorted keys, each with how often it stands and a sum of seconds; what stands never is not there."""

    keys: Ints = field(default_factory=lambda: NONE)
    count: Ints = field(default_factory=lambda: NONE)
    seconds: Ints = field(default_factory=lambda: NONE)

    @classmethod
    def of(cls, keys: Ints, seconds: Ints | None = None) -> "Counted":
        seconds = np.zeros(len(keys), np.int64) if seconds is None else seconds
        return _summed(keys, np.ones(len(keys), np.int64), seconds)

    def plus(self, other: "Counted", sign: int = 1) -> "Counted":
        """Both together, or with sign -1 the other taken away."""
        if not len(other.keys):
            return self
        return _summed(
            np.concatenate((self.keys, other.keys)),
            np.concatenate((self.count, sign * other.count)),
            np.concatenate((self.seconds, sign * other.seconds)),
        )

    def pairs(self) -> Pairs:
        """Keys of two codes as pairs, the most frequent first."""
        order = np.lexsort((self.keys, -self.count))
        keys = self.keys[order]
        return Pairs(
            keys >> CODE_BITS, keys & ((1 << CODE_BITS) - 1), self.count[order], self.seconds[order]
        )  # fmt: skip


def _summed(keys: Ints, count: Ints, seconds: Ints) -> Counted:
    if not len(keys):
        return Counted()
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = _firsts(keys)
    count, seconds = np.add.reduceat(count[order], first), np.add.reduceat(seconds[order], first)
    stays = count != 0
    return Counted(keys[first][stays], count[stays], seconds[stays])


@dataclass(frozen=True)
class Tally:
    """Counted over cases: pairs by two codes, `held` by activity and seconds; `rework` and `self_loops` by activity.

    `held` are several tables, the largest first, whose sum is meant: a small one is added without touching a large one.
    """

    handovers: Counted = field(default_factory=Counted)
    ping_pong: Counted = field(default_factory=Counted)
    follows: Counted = field(default_factory=Counted)
    rework: Counted = field(default_factory=Counted)
    self_loops: Counted = field(default_factory=Counted)
    held: tuple[Counted, ...] = ()

    def plus(self, other: "Tally", sign: int = 1) -> "Tally":
        parts = {name: getattr(self, name).plus(getattr(other, name), sign) for name in COUNTED}
        held = self.held
        for table in other.held:
            held = _with(held, Counted().plus(table, sign))
        return Tally(**parts, held=held)


COUNTED = ("handovers", "ping_pong", "follows", "rework", "self_loops")


def _with(tables: tuple[Counted, ...], new: Counted) -> tuple[Counted, ...]:
    """One table more; neighbours of about one size are joined, so that there are never more than a few dozen."""
    if not len(new.keys):
        return tables
    while tables and len(tables[-1].keys) < 2 * len(new.keys):
        new = tables[-1].plus(new)
        tables = tables[:-1]
    return (*tables, new) if len(new.keys) else tables


@dataclass(frozen=True)
class Ends:
    """Where each case stands, one place a code: its last event, its last holder (-1: none) and the one before him.

    `first_clock` is the clock at its first event, `held_clock` at the last that names a holder, `before_clock` at the
    last one of the holder before.
    """

    at: Ints
    clock: Ints
    first_clock: Ints
    activity: Codes
    holder: Codes
    held_clock: Ints
    before: Codes
    before_clock: Ints

    @classmethod
    def none(cls, cases: int = 0) -> "Ends":
        """So many cases of which nothing is known yet: `at` lies before every event."""
        first, last, held, before = (np.zeros(cases, np.int64) for _ in range(4))
        activity, holder, back = (np.full(cases, -1, np.int32) for _ in range(3))
        return cls(np.full(cases, NEVER, np.int64), last, first, activity, holder, held, back, before)

    def grown(self, cases: int) -> "Ends":
        """With places for so many cases altogether."""
        more = Ends.none(cases - len(self.at))
        return Ends(*(np.concatenate((getattr(self, name), getattr(more, name))) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Kept:
    """Everything that is kept. `done` are tables of (case, activity) that stand in the log, as in `Tally.held`."""

    ends: Ends = field(default_factory=Ends.none)
    tally: Tally = field(default_factory=Tally)
    done: tuple[Counted, ...] = ()


def advance(kept: Kept, rows: Rows, cases: int) -> Kept:
    """With new events, each later than all that is kept of its case; `cases` is how many codes of cases there are."""
    ends = kept.ends.grown(cases)
    whole, fresh = _after_ends(ends, rows)
    tally = _tally(whole, fresh, _again(kept.done, rows))
    done = _with(kept.done, Counted.of(_keys(rows.case, rows.activity)))
    return Kept(_ends(ends, whole, fresh), kept.tally.plus(tally), done)


def amend(kept: Kept, old: Rows, new: Rows) -> Kept:
    """With some cases changed: `old` are all their events as they are kept, `new` as they are to be."""
    fewer, more = (_tally(rows, np.ones(len(rows), np.bool_), _again((), rows)) for rows in (old, new))
    ends = Ends(*(getattr(kept.ends, name).copy() for name in kept.ends.__dataclass_fields__))
    touched = np.unique(old.case)
    blank = Ends.none(len(touched))
    for name in ends.__dataclass_fields__:
        getattr(ends, name)[touched] = getattr(blank, name)
    done = kept.done
    for rows, sign in ((old, -1), (new, 1)):
        done = _with(done, Counted().plus(Counted.of(_keys(rows.case, rows.activity)), sign))
    whole = np.ones(len(new), np.bool_)
    return Kept(_ends(ends, new, whole), kept.tally.plus(fewer, -1).plus(more), done)


def _keys(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Ints:
    keys: Ints = (first.astype(np.int64) << CODE_BITS) | second
    return keys


def _after_ends(ends: Ends, rows: Rows) -> tuple[Rows, Mask]:
    """The new events behind up to three rows of what is kept of their cases; and which rows are new.

    The holder before the last, the last, and the last event as one that names nobody: neighbours then are neighbours.
    """
    if not len(rows):
        return rows, np.empty(0, np.bool_)
    found = rows.case[_firsts(rows.case)]
    known = found[ends.activity[found] >= 0]
    held, back = known[ends.holder[known] >= 0], known[ends.before[known] >= 0]
    nobody = np.full(len(known), -1, np.int32)
    parts = (
        Rows(back, np.full(len(back), -1, np.int32), ends.before[back], ends.before_clock[back], ends.at[back]),
        Rows(held, np.full(len(held), -1, np.int32), ends.holder[held], ends.held_clock[held], ends.at[held]),
        Rows(known, ends.activity[known], nobody, ends.clock[known], ends.at[known]),
        rows,
    )
    whole = Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in rows.__dataclass_fields__))
    order = np.argsort(whole.case, kind="stable")
    fresh = np.zeros(len(whole), np.bool_)
    fresh[len(whole) - len(rows) :] = True
    return whole.take(order), fresh[order]


def _tally(rows: Rows, fresh: Mask, again: Mask) -> Tally:
    """Counted over the steps that end at a fresh row; `again` marks, of the fresh rows, those that are rework."""
    step = np.flatnonzero((rows.case[1:] == rows.case[:-1]) & fresh[1:]) + 1
    waited = np.maximum(rows.clock[step] - rows.clock[step - 1], 0)
    activity, before = rows.activity[step], rows.activity[step - 1]
    named = np.flatnonzero(rows.holder >= 0)
    case, holder = rows.case[named], rows.holder[named]
    taken = np.flatnonzero((case[1:] == case[:-1]) & (holder[1:] != holder[:-1]) & fresh[named[1:]]) + 1
    away = np.maximum(rows.clock[named[taken]] - rows.clock[named[taken - 1]], 0)
    begins = _run_begins(case, holder)
    run_case, run_holder = case[begins], holder[begins]
    back = np.flatnonzero(
        (run_case[2:] == run_case[:-2]) & (run_holder[2:] == run_holder[:-2]) & fresh[named[begins[2:]]]
    )
    left = np.maximum(rows.clock[named[begins[back + 2]]] - rows.clock[named[begins[back + 1] - 1]], 0)
    return Tally(
        handovers=Counted.of(_keys(holder[taken - 1], holder[taken]), away),
        ping_pong=Counted.of(_keys(run_holder[back], run_holder[back + 1]), left),
        follows=Counted.of(_keys(before, activity), waited),
        rework=Counted.of(rows.activity[fresh][again].astype(np.int64)),
        self_loops=Counted.of(activity[before == activity].astype(np.int64)),
        held=_with((), Counted.of((activity.astype(np.int64) << SECOND_BITS) | waited)),
    )


def _run_begins(case: Codes, holder: Codes) -> Ints:
    changed = np.ones(len(case), np.bool_)
    changed[1:] = (case[1:] != case[:-1]) | (holder[1:] != holder[:-1])
    return np.flatnonzero(changed)


def _again(done: Sequence[Counted], rows: Rows) -> Mask:
    """Which of the rows do what their case had done before, as it is kept or by an earlier row."""
    keys = _keys(rows.case, rows.activity)
    order = np.argsort(keys, kind="stable")
    again = np.zeros(len(rows), np.bool_)
    again[order[1:]] = keys[order][1:] == keys[order][:-1]
    return again | (_counted_at(done, keys) > 0)


def _counted_at(tables: Sequence[Counted], keys: Ints) -> Ints:
    """How often each key stands in all the tables together."""
    counts = np.zeros(len(keys), np.int64)
    for table in tables:
        place = np.minimum(np.searchsorted(table.keys, keys), len(table.keys) - 1)
        counts += np.where(table.keys[place] == keys, table.count[place], 0)
    return counts


def _ends(ends: Ends, rows: Rows, fresh: Mask) -> Ends:
    """Where the cases stand after these rows, the kept ones among them included."""
    if not len(rows):
        return ends
    found = replace(ends, **{name: getattr(ends, name).copy() for name in ends.__dataclass_fields__})
    last = _lasts(rows.case)
    case = rows.case[last]
    found.at[case], found.clock[case], found.activity[case] = rows.at[last], rows.clock[last], rows.activity[last]
    new = np.flatnonzero(fresh)
    opened = new[_firsts(rows.case[new])]
    opened = opened[ends.activity[rows.case[opened]] < 0]
    found.first_clock[rows.case[opened]] = rows.clock[opened]
    named = np.flatnonzero(rows.holder >= 0)
    final = named[_lasts(rows.case[named])]
    found.holder[rows.case[final]], found.held_clock[rows.case[final]] = rows.holder[final], rows.clock[final]
    begins = _run_begins(rows.case[named], rows.holder[named])
    of_case = rows.case[named[begins]]
    run = _lasts(of_case)
    run = run[(run > 0) & (of_case[run - 1] == of_case[run])]
    found.before[of_case[run]] = rows.holder[named[begins[run - 1]]]
    found.before_clock[of_case[run]] = rows.clock[named[begins[run] - 1]]
    return found


def _firsts(column: npt.NDArray[np.integer]) -> Ints:
    """The rows whose value is another than that of the row before."""
    changed = np.ones(len(column), np.bool_)
    changed[1:] = column[1:] != column[:-1]
    return np.flatnonzero(changed)


def _lasts(column: npt.NDArray[np.integer]) -> Ints:
    """The rows whose value is another than that of the row after."""
    changed = np.ones(len(column), np.bool_)
    changed[:-1] = column[1:] != column[:-1]
    return np.flatnonzero(changed)


# --- what the kept tables say --------------------------------------------------------------------------------------


def held_by_activity(kept: Kept) -> Durations:
    """Time before each activity, with exact quantiles: bisected over the values, the tables are not joined."""
    tables = kept.tally.held
    groups = np.unique(np.concatenate([NONE, *(table.keys >> SECOND_BITS for table in tables)]))
    sums = [_below(table) for table in tables]
    count = _up_to(tables, sums, groups, np.full(len(groups), (1 << SECOND_BITS) - 1))
    groups, count = groups[count > 0], count[count > 0]
    total = np.zeros(len(groups), np.int64)
    for table in tables:
        place = np.searchsorted(groups, table.keys >> SECOND_BITS)
        there = np.isin(table.keys >> SECOND_BITS, groups)
        seconds = (table.keys & ((1 << SECOND_BITS) - 1)) * table.count
        np.add.at(total, place[there], seconds[there])
    places = [ranks_of(count, q) for q in QUANTILES]
    values = [_ranked(tables, sums, groups, place) for place in (*places, count - 1)]
    return Durations(groups, count, total, np.stack(values[:-1], axis=1), values[-1])


def _below(table: Counted) -> Ints:
    return np.concatenate(([0], np.cumsum(table.count)))


def _up_to(tables: Sequence[Counted], sums: Sequence[Ints], groups: Ints, seconds: Ints) -> Ints:
    """How many values of each group are at most so many seconds."""
    counts = np.zeros(len(groups), np.int64)
    for table, below in zip(tables, sums, strict=True):
        until = np.searchsorted(table.keys, (groups << SECOND_BITS) | seconds, "right")
        counts += below[until] - below[np.searchsorted(table.keys, groups << SECOND_BITS)]
    return counts


def _ranked(tables: Sequence[Counted], sums: Sequence[Ints], groups: Ints, place: Ints) -> Ints:
    """The value at this place of each group: the least of which more than `place` values are not above it."""
    low, high = np.zeros(len(groups), np.int64), np.full(len(groups), (1 << SECOND_BITS) - 1, np.int64)
    for _ in range(SECOND_BITS):
        middle = (low + high) // 2
        enough = _up_to(tables, sums, groups, middle) > place
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low


def lateness(kept: Kept, due: Ints) -> tuple[int, int, int]:
    """Cases with a due time, those that went beyond it, and their seconds; `due` as in `Steps`."""
    known = (due != NO_DUE) & (kept.ends.activity >= 0)
    late = np.maximum(kept.ends.clock[known] - due[known], 0)
    return int(known.sum()), int(np.count_nonzero(late)), int(late.sum())


def throughput(kept: Kept) -> Durations:
    """From the first to the last event of each case that has any."""
    known = kept.ends.activity >= 0
    whole = np.maximum(kept.ends.clock[known] - kept.ends.first_clock[known], 0)
    return durations(np.zeros(len(whole), np.int64), whole, 1)
