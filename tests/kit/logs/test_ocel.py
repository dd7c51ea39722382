"""OCEL 2.0 in its three forms: the same log is the same log, and what does not fit together is told."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.logs.given_ocel import Given, as_json, as_sqlite, as_xml

from congvu.engines.analytics.logs import Log, LogError
from congvu.kit.event_logs import Chosen, read_log

WORD = st.text(alphabet="ab<&\"'Đồ ", min_size=1, max_size=4).map(str.strip).filter(bool)
MOMENT = st.integers(0, 86_399).map(lambda s: f"2026-03-01T{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}+07:00")


@st.composite
def logs(draw: st.DrawFn) -> Given:
    objects = [(f"o{n}", draw(st.sampled_from(["hồ sơ", "người & đơn vị"]))) for n in range(draw(st.integers(1, 4)))]
    keys = st.sampled_from([key for key, _ in objects] + ["gone"])
    events = [
        (f"e{n}", draw(WORD), draw(MOMENT), draw(st.sampled_from(["", "Lan", "Minh"])),
         draw(st.lists(keys, max_size=3, unique=True)))
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    first = ("first", "Tiếp nhận", "2026-03-01T08:00:00Z", "Lan", [key for key, _ in objects])
    return Given(objects, [first, *events])


def shown(log: Log) -> tuple[object, ...]:
    codes = {name: [log.names[name][code] for code in column] for name, column in log.codes.items()}
    return codes, log.at.tolist(), log.offset_minutes.tolist(), dict(log.skipped)


@settings(max_examples=60, deadline=None)
@given(logs())
def test_one_log_is_the_same_in_the_three_forms(made: Given) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # names that say nothing: what a file is, its content tells
        paths = [write(made, Path(folder) / str(n)) for n, write in enumerate((as_json, as_xml, as_sqlite))]
        found = [read_log(path) for path in paths]
    assert len({how for _, how in found}) == 1
    assert shown(found[0][0]) == shown(found[1][0]) == shown(found[2][0])
    events = [event for event in made.events if any(made.objects.count((key, found[0][1][10:])) for key in event[4])]
    assert len(found[0][0]) == sum(
        (key, found[0][1][10:]) in made.objects for event in events for key in event[4]
    )  # an event stands in the case of each of its objects of the type


TANGLED = Given(
    objects=[("o1", "hồ sơ"), ("o2", "hồ sơ"), ("p1", "người"), ("o1", "người")],
    events=[
        ("e1", "giao", "2026-01-01T08:00:00Z", "", ["o1", "o2", "p1", "gone"]),
        ("e1", "nhận", "2026-01-01T09:00:00Z", "", ["o1"]),
        ("e2", "trả", "2026-01-01T10:00:00Z", "", ["p1"]),
    ],
)


@pytest.mark.parametrize("write", [as_json, as_xml, as_sqlite])
def test_dangling_relations_and_doubled_ids_are_told_and_left_out(write: object, tmp_path: Path) -> None:
    log, how = read_log(write(TANGLED, tmp_path / "log"))  # type: ignore[operator]
    assert how == "OCEL 2.0: hồ sơ"
    assert (log.cases, len(log), log.names["activity"]) == (2, 2, ("giao",))
    assert log.skipped == {
        "quan hệ tới đối tượng không có trong tệp": 1,
        "mã đối tượng bị trùng, chỉ giữ đối tượng đầu": 1,
        "mã sự kiện bị trùng, chỉ giữ sự kiện đầu": 1,
        "sự kiện không liên quan đến đối tượng thuộc loại được coi là hồ sơ": 1,
    }


def test_who_acted_is_an_attribute_or_an_object_that_takes_part(tmp_path: Path) -> None:
    path = as_xml(TANGLED, tmp_path / "log")
    assert read_log(path)[0].names["resource"] == ("",)
    assert read_log(path, Chosen({"resource": "người"}))[0].names["resource"] == ("p1",)


def test_a_type_that_does_not_occur_is_said_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"“văn bản”.*hồ sơ, người"):
        read_log(as_json(TANGLED, tmp_path / "log"), Chosen(object_type="văn bản"))


def test_relations_of_events_that_are_missing_are_told(tmp_path: Path) -> None:
    import sqlite3

    path = as_sqlite(TANGLED, tmp_path / "log")
    with sqlite3.connect(path) as base:
        base.execute("insert into event_object values ('gone', 'o1', '')")
    assert read_log(path)[0].skipped["quan hệ của sự kiện không có trong tệp"] == 1
