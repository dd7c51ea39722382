"""The measures of a log straight from their definitions, an event at a time: slow, the judge of the fast."""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

Event = tuple[str, str, int, str]  # case, activity, microseconds, resource
Pair = tuple[str, str]
Found = dict[Pair, tuple[int, int]]  # pair: how many, seconds
SECOND = 1_000_000


def traces(events: Sequence[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda one: (one[0], one[2])):
        found.setdefault(event[0], []).append(event)
    return found


def between(before: Event, after: Event) -> int:
    """Seconds of a clock that shows whole ones."""
    return after[2] // SECOND - before[2] // SECOND


def summed(pairs: Iterator[tuple[Pair, int]]) -> Found:
    found: dict[Pair, list[int]] = defaultdict(list)
    for pair, seconds in pairs:
        found[pair].append(seconds)
    return {pair: (len(seconds), sum(seconds)) for pair, seconds in found.items()}


def handovers(events: Sequence[Event]) -> Found:
    def pairs() -> Iterator[tuple[Pair, int]]:
        for trace in traces(events).values():
            for a, b in itertools.pairwise([one for one in trace if one[3]]):
                if a[3] != b[3]:
                    yield (a[3], b[3]), between(a, b)

    return summed(pairs())


def ping_pong(events: Sequence[Event], kind: str) -> Found:
    """`kind`: "direct", "indirect", or "empty" for those of both without anything new between."""

    def pairs() -> Iterator[tuple[Pair, int]]:
        for trace in traces(events).values():
            steps = [one[1] for one in trace]
            new = [step not in steps[:place] for place, step in enumerate(steps)]
            held = [(one, fresh) for one, fresh in zip(trace, new, strict=True) if one[3]]
            runs = [list(run) for _, run in itertools.groupby(held, key=lambda one: one[0][3])]
            for n, run in enumerate(runs):
                who = run[0][0][3]
                last = next((m for m in range(n - 1, -1, -1) if runs[m][0][0][3] == who), None)
                if last is None:
                    continue
                fresh = any(one[1] for middle in runs[last + 1 : n] for one in middle)
                wanted = {"direct": n - last == 2, "indirect": n - last > 2, "empty": not fresh}
                if wanted[kind]:
                    yield (who, runs[last + 1][0][0][3]), between(runs[last][-1][0], run[0][0])

    return summed(pairs())


def follows(events: Sequence[Event]) -> Found:
    return summed(
        ((a[1], b[1]), between(a, b)) for trace in traces(events).values() for a, b in itertools.pairwise(trace)
    )


def rework(events: Sequence[Event]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for trace in traces(events).values():
        done: set[str] = set()
        for event in trace:
            counts[event[1]] += event[1] in done
            done.add(event[1])
    return +counts


def self_loops(events: Sequence[Event]) -> Counter[str]:
    pairs = follows(events)
    return Counter({a: count for (a, b), (count, _) in pairs.items() if a == b})


def variants(events: Sequence[Event]) -> list[tuple[int, tuple[str, ...]]]:
    """The most frequent first; of two as frequent the one whose case comes first."""
    counts = Counter(tuple(one[1] for one in trace) for trace in traces(events).values())
    return [(count, sequence) for sequence, count in counts.most_common()]


def held(events: Sequence[Event], *, by: Sequence[int]) -> dict[tuple[str, ...], list[int]]:
    """Seconds before an event by these fields of it; events without one of them are left out."""
    found: dict[tuple[str, ...], list[int]] = {}
    for trace in traces(events).values():
        for before, after in itertools.pairwise(trace):
            key = tuple(str(after[field]) for field in by)
            if all(key):
                found.setdefault(key, []).append(between(before, after))
    return found


def quantile(values: Sequence[int], q: float) -> int:
    return sorted(values)[max(math.ceil(round(q * len(values), 9)), 1) - 1]


def load(events: Sequence[Event]) -> dict[str, tuple[int, int, int]]:
    """By holder: seconds in which something lay with him, in which nothing did, and work times seconds."""
    lay: dict[str, list[tuple[int, int]]] = {}
    for trace in traces(events).values():
        for before, after in itertools.pairwise(trace):
            if after[3]:
                lay.setdefault(after[3], []).append((before[2] // SECOND, after[2] // SECOND))
    found = {}
    for who, stretches in lay.items():
        span = range(min(start for start, _ in stretches), max(end for _, end in stretches))
        busy = sum(any(start <= second < end for start, end in stretches) for second in span)
        found[who] = (busy, len(span) - busy, sum(end - start for start, end in stretches))
    return found


def batches(events: Sequence[Event], within: int, least: int) -> dict[str, tuple[int, int, int]]:
    """By activity: batches, events in them, the largest."""
    found: dict[str, list[int]] = {}
    in_order = [one for trace in traces(events).values() for one in trace if one[3]]
    for who in {one[3] for one in in_order}:
        own = sorted((one for one in in_order if one[3] == who), key=lambda one: one[2])
        runs: list[list[Event]] = []
        for event in own:
            last = runs[-1][-1] if runs else None
            linked = last and (last[1] == event[1], last[0] != event[0], event[2] - last[2] <= within * SECOND)
            if linked and all(linked):
                runs[-1].append(event)
            else:
                runs.append([event])
        for run in runs:
            if len(run) >= least:
                found.setdefault(run[0][1], []).append(len(run))
    return {name: (len(sizes), sum(sizes), max(sizes)) for name, sizes in found.items()}


def lateness(events: Sequence[Event], due: Mapping[str, int]) -> tuple[int, int, Counter[str], Counter[str]]:
    """Late cases, their seconds, and these by activity and by holder."""
    late, by_activity, by_holder = [], Counter[str](), Counter[str]()
    for case, trace in traces(events).items():
        seconds = max(trace[-1][2] // SECOND - due[case] // SECOND, 0) if case in due else 0
        if not seconds:
            continue
        late.append(seconds)
        whole, given = between(trace[0], trace[-1]), 0
        if not whole:
            by_activity[trace[0][1]] += seconds
            by_holder[trace[0][3]] += seconds
        for event in trace[1:]:
            until = seconds * between(trace[0], event) // whole if whole else 0
            by_activity[event[1]] += until - given
            by_holder[event[3]] += until - given
            given = until
    return len(late), sum(late), +by_activity, +by_holder


def queue(stretches: Sequence[tuple[int, int]], edges: Sequence[int]) -> tuple[list[int], list[float]]:
    """At the end of each period, and the mean over it: overlap by overlap."""
    at_end = [sum(start <= edge < end for start, end in stretches) for edge in edges[1:]]
    mean = [
        sum(max(min(end, until) - max(start, since), 0) for start, end in stretches) / (until - since)
        for since, until in itertools.pairwise(edges)
    ]
    return at_end, mean


def divergence(one: Sequence[int], two: Sequence[int]) -> float:
    """Jensen–Shannon, weighted, from its definition by Kullback–Leibler."""
    size = sum(one) + sum(two)
    both = [(a + b) / size for a, b in zip(one, two, strict=True)]
    found = 0.0
    for counts in (one, two):
        shares = [count / sum(counts) for count in counts]
        found += sum(counts) / size * sum(p * math.log2(p / q) for p, q in zip(shares, both, strict=True) if p)
    return found
