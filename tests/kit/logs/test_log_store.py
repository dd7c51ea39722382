"""A store that grows is measured like the whole log, whatever was put in, in whatever order, however often."""

import itertools
import json
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from congvu.engines.analytics.logs import Builder, Log, LogError
from congvu.faces.analysis import findings
from congvu.faces.analysis.findings import KEPT, Asked, Findings, KeptFindings, StepFindings
from congvu.kit.log_store import Store, calendar_of

Event = tuple[str, str, int, str]  # case, activity, hour, who
EVENTS = st.lists(
    st.tuples(st.sampled_from("1234"), st.sampled_from("abc"), st.integers(0, 200), st.sampled_from(["", "x", "y"])),
    min_size=1, max_size=6,
)  # fmt: skip
START = datetime(2026, 3, 2, tzinfo=UTC)


def log_of(events: list[Event], due: dict[str, int] | None = None) -> Log:
    builder = Builder()
    for case, activity, hour, who in events:
        builder.add(case, activity, (START + timedelta(hours=hour)).isoformat(), who)
    for case, hour in (due or {}).items():
        builder.set_due(case, (START + timedelta(hours=hour)).isoformat())
    return builder.finish()


def events_of(log: Log) -> Counter[tuple[object, ...]]:
    columns = [[log.names[name][code] for code in log.codes[name]] for name in ("case", "activity", "resource")]
    return Counter(zip(*columns, log.at.tolist(), strict=True))


def tables(found: Findings | KeptFindings) -> dict[str, object]:
    return {name: getattr(findings, name)(found) for name in sorted(KEPT)}


def measured(store: Store) -> tuple[dict[str, object], dict[str, object]]:
    """By what is kept, and by everything read anew; the columns that are read alone give the same as all."""
    asked = Asked(calendar_of(store.clock), top=1000)
    whole = Findings.of(store.log(), asked)
    columns = StepFindings(store.steps(), store.names, asked)
    for name in ("lateness", "ping_pong_indirect", "ping_pong_empty", "load", "held_by_holder"):
        assert getattr(findings, name)(columns) == getattr(findings, name)(whole), name
    return tables(KeptFindings(store.kept, store.names, asked)), tables(whole)


class Growing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.numbers = itertools.count()
        self.model: Counter[tuple[object, ...]] = Counter()
        self.files: list[list[Event]] = []

    @rule(events=EVENTS)
    def a_file_comes(self, events: list[Event]) -> None:
        """Of events that are alike the store has as many as the file that has most."""
        new = log_of(events)
        before = self.model.total()
        self.model |= events_of(new)
        added = self._add(events)
        assert (added.events, added.present) == (self.model.total() - before, len(new) - added.events)
        self.files.append(events)

    @rule(place=st.integers(0, 100))
    def a_longer_export_of_a_file_comes(self, place: int) -> None:
        if self.files:
            old = self.files[place % len(self.files)]
            self.a_file_comes([*old, ("5", "a", 10, "x")])

    def _add(self, events: list[Event]) -> object:
        number = next(self.numbers)
        store = Store.open(self.folder / "s") if number else Store.create(self.folder / "s", "week", buckets=2)
        return store.add(log_of(events, {events[0][0]: 20}), f"{number}", f"{number}")

    @invariant()
    def what_is_kept_is_what_the_whole_gives(self) -> None:
        if self.files:
            store = Store.open(self.folder / "s")
            assert events_of(store.log()) == self.model
            kept, whole = measured(store)
            assert kept == whole

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestGrowing = Growing.TestCase
TestGrowing.settings = settings(max_examples=25, stateful_step_count=6, deadline=None)

FIRST = [(str(n), step, n + hour, "x") for n in range(40) for hour, step in ((0, "a"), (5, "b"))]
LATER = [(str(n), "c", 300 + n, "y") for n in range(40)]


def test_events_that_come_after_are_counted_without_the_past_being_read(tmp_path: Path) -> None:
    Store.create(tmp_path / "s", "week").add(log_of(FIRST), "1", "1")
    shutil.rmtree(tmp_path / "s" / "events")
    store = Store.open(tmp_path / "s")
    assert store.add(log_of(LATER), "2", "2").events == 40
    asked = Asked(calendar_of("week"), top=1000)
    whole = Findings.of(log_of(FIRST + LATER), asked)
    assert tables(KeptFindings(Store.open(tmp_path / "s").kept, store.names, asked)) == tables(whole)


def test_events_that_come_late_are_put_in_by_reading_their_bucket_alone(tmp_path: Path) -> None:
    Store.create(tmp_path / "s", "week").add(log_of(FIRST), "1", "1")
    store = Store.open(tmp_path / "s")
    own = f"{store.bucket_of('7'):02d}"
    for folder in (tmp_path / "s" / "events").iterdir():
        if folder.name != own:
            shutil.rmtree(folder)
    added = store.add(log_of([("7", "between", 9, "z")]), "2", "2")
    assert (added.events, added.late) == (1, 1)
    asked = Asked(calendar_of("week"), top=1000)
    whole = Findings.of(log_of([*FIRST, ("7", "between", 9, "z")]), asked)
    assert tables(KeptFindings(store.kept, store.names, asked)) == tables(whole)


def test_the_same_file_adds_nothing_and_writes_nothing(tmp_path: Path) -> None:
    Store.create(tmp_path / "s", "week").add(log_of(FIRST), "1", "one")
    before = {path: path.stat().st_mtime_ns for path in sorted((tmp_path / "s").rglob("*"))}
    assert Store.open(tmp_path / "s").add(log_of(FIRST), "1 again", "one").same_file
    assert {path: path.stat().st_mtime_ns for path in sorted((tmp_path / "s").rglob("*"))} == before


def test_what_an_import_that_was_broken_off_left_is_no_part_of_the_store(tmp_path: Path) -> None:
    Store.create(tmp_path / "s", "week").add(log_of(FIRST), "1", "1")
    manifest = (tmp_path / "s" / "log.json").read_text()
    kept = tmp_path / "aside"
    shutil.copytree(tmp_path / "s" / "kept", kept)
    Store.open(tmp_path / "s").add(log_of(LATER), "2", "2")
    # the rename that makes the second import count has not happened yet
    (tmp_path / "s" / "log.json").write_text(manifest)
    shutil.copytree(kept, tmp_path / "s" / "kept", dirs_exist_ok=True)
    store = Store.open(tmp_path / "s")
    assert len(store.log()) == len(FIRST)
    assert store.add(log_of(LATER), "2", "2").events == 40
    kept_now, whole = measured(Store.open(tmp_path / "s"))
    assert kept_now == whole


def test_a_changed_calendar_is_counted_anew_by_the_next_import(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s", "vn")
    store.add(log_of(FIRST), "1", "1")
    path = tmp_path / "s" / "log.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": "older"}))
    store = Store.open(tmp_path / "s")
    assert not store.current
    store.add(log_of(LATER), "2", "2")
    store = Store.open(tmp_path / "s")
    assert store.current
    assert [source["events"] for source in store.sources] == [80, 40]
    assert len(store.log()) == 120
    kept, whole = measured(store)
    assert kept == whole


def test_two_who_add_at_once_do_not_lose_each_others_events(tmp_path: Path) -> None:
    Store.create(tmp_path / "s", "week").add(log_of(FIRST), "1", "1")
    one, two = Store.open(tmp_path / "s"), Store.open(tmp_path / "s")
    one.add(log_of(LATER), "2", "2")
    with pytest.raises(LogError, match="người khác"):
        two.add(log_of(LATER), "3", "3")


def test_due_times_told_later_hold(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s", "none")
    store.add(log_of(FIRST, {"7": 500, "8": 1}), "1", "1")
    Store.open(tmp_path / "s").add(log_of(LATER, {"7": 2}), "2", "2")
    log = Store.open(tmp_path / "s").log()
    known = {
        name: due for name, due in zip(log.names["case"], log.due.tolist(), strict=True) if due > np.iinfo(np.int64).min
    }
    assert {name: (due // 1_000_000 - int(START.timestamp())) // 3600 for name, due in known.items()} == {
        "7": 2,
        "8": 1,
    }


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    with pytest.raises(LogError, match="thứ khác"):
        Store.create(tmp_path / "full", "week")
    (tmp_path / "log.json").write_text("{}")
    with pytest.raises(LogError, match="hỏng"):
        Store.open(tmp_path)
    (tmp_path / "log.json").write_text('{"format": 9}')
    with pytest.raises(LogError, match="phiên bản 9"):
        Store.open(tmp_path)
