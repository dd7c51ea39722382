"""The measures of a log straight from their definitions, an event at a time: slow, the judge of the fast."""

import itertools
import math
from collections import Counter

Event = tuple[str, str, int, str]  # case, activity, microseconds, resource


def traces(events: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda one: (one[0], one[2])):
        found.setdefault(event[0], []).append(event)
    return found


def handovers(events: list[Event]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for trace in traces(events).values():
        held = [one[3] for one in trace if one[3]]
        counts.update((a, b) for a, b in itertools.pairwise(held) if a != b)
    return counts


def ping_pong(events: list[Event]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for trace in traces(events).values():
        held = [one[3] for one in trace if one[3]]
        runs = [name for place, name in enumerate(held) if place == 0 or held[place - 1] != name]
        counts.update((a, b) for a, b, c in zip(runs, runs[1:], runs[2:], strict=False) if a == c)
    return counts


def follows(events: list[Event]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for trace in traces(events).values():
        counts.update((a[1], b[1]) for a, b in itertools.pairwise(trace))
    return counts


def rework(events: list[Event]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for trace in traces(events).values():
        done: set[str] = set()
        for event in trace:
            counts[event[1]] += event[1] in done
            done.add(event[1])
    return +counts


def held(events: list[Event]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for trace in traces(events).values():
        for before, after in itertools.pairwise(trace):
            found.setdefault(after[1], []).append((after[2] - before[2]) // 1_000_000)
    return found


def quantile(values: list[int], q: float) -> int:
    return sorted(values)[max(math.ceil(round(q * len(values), 9)), 1) - 1]
