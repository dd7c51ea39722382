"""Event logs: what comes in, what is left out and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.analytics import plain_log as plain
from tests.engines.analytics.given_logs import built

from congvu.engines.analytics.logs import (
    Builder,
    Columns,
    Log,
    LogError,
    guess_columns,
    read_csv,
    read_xes,
)

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="none"/></global>
<trace><string key="concept:name" value="HS-1"/>
<event><string key="concept:name" value="Tiếp nhận"/><string key="org:resource" value="Lan"/>
<date key="time:timestamp" value="2026-03-02T08:00:00.500+07:00"/>
<list key="more"><values><string key="concept:name" value="inner"/></values></list></event>
<event><string key="concept:name" value="Trả"/><date key="time:timestamp" value="2026-03-01T23:30:00-05:00"/></event>
</trace><trace><event><string key="concept:name" value="Tiếp nhận"/>
<date key="time:timestamp" value="2026-03-03"/></event>
</trace></log>"""


def xes(text: str) -> Log:
    builder = Builder()
    data = text.encode()
    read_xes([data[place : place + 37] for place in range(0, len(data), 37)], builder)
    return builder.finish()


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]), st.sampled_from("abc"), st.integers(0, 10**12),
        st.sampled_from(["", "x", "y", "z"]),
    ),
    min_size=1, max_size=40, unique_by=lambda one: (one[0], one[2]),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_source_does_not_matter(events: list[plain.Event], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = built(events), built(shuffled)
    assert one.names == two.names
    assert (one.at == two.at).all()
    assert all((one.codes[name] == two.codes[name]).all() for name in one.codes)


def test_xes_is_read_with_its_own_local_days() -> None:
    log = xes(XES)
    assert log.names["case"] == ("#2", "HS-1")
    assert log.names["resource"] == ("", "Lan")
    days = [date(1970, 1, 1) + timedelta(days=int(day)) for day in log.local_days()]
    assert days == [date(2026, 3, 3), date(2026, 3, 2), date(2026, 3, 1)]
    assert log.skipped == {"thời điểm không ghi múi giờ, coi là giờ quốc tế": 1}


def test_attributes_inside_lists_are_not_the_events() -> None:
    assert set(xes(XES).names["activity"]) == {"Tiếp nhận", "Trả"}


def test_a_file_that_is_cut_is_used_as_far_as_it_goes() -> None:
    log = xes(XES[: XES.index("<trace><event>")])
    assert log.cases == 1
    assert any("cắt" in reason for reason in log.skipped)


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><log><trace/></log>'
    with pytest.raises(LogError, match="thực thể"):
        xes(bomb)


@pytest.mark.parametrize("text", ["", "không phải XML", "<html></html>", "<log></log>"])
def test_what_is_no_log_is_said(text: str) -> None:
    with pytest.raises(LogError):
        xes(text)


def test_events_that_lack_something_are_counted_and_left_out() -> None:
    builder = Builder()
    builder.add("1", "a", "2026-01-01T08:00:00Z")
    builder.add("", "a", "2026-01-01T08:00:00Z")
    builder.add("1", "", "2026-01-01T08:00:00Z")
    builder.add("1", "a", "")
    builder.add("1", "a", "hôm qua")
    log = builder.finish()
    assert len(log) == 1
    assert sum(log.skipped.values()) == 4


def test_columns_are_guessed_in_two_languages() -> None:
    assert guess_columns(["Mã hồ sơ", "Bước", "Thời điểm", "Người xử lý"]) == Columns(
        "Mã hồ sơ", "Bước", "Thời điểm", "Người xử lý"
    )
    assert guess_columns(["Case ID", "Activity", "Resource", "Complete Timestamp"]) == Columns(
        "Case ID", "Activity", "Complete Timestamp", "Resource"
    )


def test_csv_is_read_by_its_columns() -> None:
    builder = Builder()
    text = (
        "\ufeffcase;activity;time;resource\n1;a;2026-01-01T08:00:00+07:00;Lan\n1;b;2026-01-01T09:00:00+07:00;Minh\n2\n"
    )
    chosen = read_csv(text.splitlines(keepends=True), builder)
    assert (chosen.case, chosen.at) == ("case", "time")
    log = builder.finish()
    assert len(log) == 2
    assert log.skipped == {"dòng có ít cột hơn dòng đầu": 1}


def test_a_header_of_thousands_of_columns_is_no_log() -> None:
    with pytest.raises(LogError, match="10000"):
        read_csv([",".join(f"c{n}" for n in range(10_000)) + "\n"], Builder())


def test_columns_that_cannot_be_guessed_are_asked_for() -> None:
    with pytest.raises(LogError, match="--at"):
        guess_columns(["case", "activity", "x"])
