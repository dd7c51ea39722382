"""The ledger goes out in open formats, as far as a person sees it, without names unless asked."""

import csv
import io
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from django.db import connection
from lxml import etree
from pyarrow import parquet
from tests.office import Office
from tests.rooms.exchange.schema import OCEL, XES, faults_of_ocel

from congvu.faces.exchange.exports import FORMATS, Scope, count, scope_of, take
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import today
from congvu.kit.refusal import Refused


@pytest.fixture
def work(office: Office) -> Office:
    office.given_duty(holder="lan", state="closed")
    office.given_duty(holder="khanh", state="in_hand")
    office.dispute(office.given_duty(holder="hung"))
    return office


def taken(tmp_path: Path, name: str, scope: Scope) -> tuple[Path, int]:
    path = tmp_path / f"so-cai{FORMATS[name].suffix}"
    lines = take(connection, name, scope, path, lambda _n: None).lines
    assert not path.with_name(f"{path.name}.part").exists()
    return path, lines


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_csv_holds_every_entry_that_the_administrator_may_take(tmp_path: Path, work: Office) -> None:
    path, lines = taken(tmp_path, "csv", scope_of(work.administrator))
    rows = rows_of(path)
    assert lines == len(rows) == Entry.objects.count() == count(connection, scope_of(work.administrator))
    assert [int(row["entry_id"]) for row in rows] == sorted(Entry.objects.values_list("pk", flat=True))
    assert {row["leaf_hash"] for row in rows} == {
        bytes(h).hex() for h in Entry.objects.values_list("leaf_hash", flat=True)
    }


def test_nobody_is_named_and_no_title_is_told(tmp_path: Path, work: Office) -> None:
    for name in FORMATS:
        path, _ = taken(tmp_path, name, scope_of(work.administrator))
        data = path.read_bytes()
        for word in ("Nguyễn Thị Lan", "Rà soát hồ sơ đất đai", "Không thuộc chức năng"):
            assert word.encode() not in data, (name, word)


def test_a_pseudonym_is_the_same_person_in_every_export(tmp_path: Path, work: Office) -> None:
    rows = rows_of(taken(tmp_path, "csv", scope_of(work.administrator, subject="duties/duty"))[0])
    by_actor = {row["actor"] for row in rows if row["verb"] == "accept"}
    again = rows_of(taken(tmp_path, "csv", scope_of(work.administrator, subject="duties"))[0])
    assert by_actor == {row["actor"] for row in again if row["verb"] == "accept"}
    assert all(len(name) == 13 and name[0] == "P" for name in by_actor) and len(by_actor) == 2


def test_names_stand_there_when_they_were_asked_for(tmp_path: Path, work: Office) -> None:
    rows = rows_of(taken(tmp_path, "csv", scope_of(work["binh"], names=True))[0])
    assert "Nguyễn Thị Lan (lan)" in {row["actor"] for row in rows} | {row["holder"] for row in rows}


@pytest.mark.parametrize(("who", "sees"), [("binh", 3), ("hung", 2), ("khanh", 1), ("lan", 1), ("son", 0), ("thu", 0)])
def test_one_takes_what_one_sees_whole(tmp_path: Path, work: Office, who: str, sees: int) -> None:
    rows = rows_of(taken(tmp_path, "csv", scope_of(work[who]))[0])
    assert {row["room"] for row in rows} <= {"duties"}
    seen = len({row["subject_id"] for row in rows})
    assert seen == sees + (1 if who == "khanh" else 0)  # the dispute went through his hands, too


def test_days_and_subjects_are_kept_to(tmp_path: Path, work: Office) -> None:
    day = today()
    assert count(connection, scope_of(work.administrator, since=day, until=day)) == Entry.objects.count()
    assert count(connection, scope_of(work.administrator, since=day + timedelta(days=1))) == 0
    duty = Entry.objects.filter(room="duties").values_list("subject_id", flat=True)[0]
    rows = rows_of(taken(tmp_path, "csv", scope_of(work.administrator, subject=f"duties/duty/{duty}"))[0])
    assert {row["subject_id"] for row in rows} == {str(duty)}


@pytest.mark.parametrize("subject", ["duties/duty/1; drop table entry", "Việc", "duties/duty/x", "/"])
def test_a_subject_that_makes_no_sense_is_refused(office: Office, subject: str) -> None:
    with pytest.raises(Refused, match="duties/duty"):
        scope_of(office.administrator, subject=subject)


def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="Ngày cuối"):
        scope_of(office.administrator, since=date(2026, 5, 2), until=date(2026, 5, 1))


def test_parquet_has_typed_columns_and_the_same_rows(tmp_path: Path, work: Office) -> None:
    scope = scope_of(work.administrator)
    plain = rows_of(taken(tmp_path, "csv", scope)[0])
    table = parquet.read_table(taken(tmp_path, "parquet", scope)[0])
    assert str(table.schema.field("recorded_at").type) == "timestamp[us, tz=UTC]"
    assert str(table.schema.field("entry_id").type) == "int64"
    assert [str(n) for n in table["entry_id"].to_pylist()] == [row["entry_id"] for row in plain]
    assert [n or "" for n in table["state"].to_pylist()] == [row["state"] for row in plain]
    kept = dict(Entry.objects.values_list("pk", "recorded_at"))
    assert dict(zip(table["entry_id"].to_pylist(), table["recorded_at"].to_pylist(), strict=True)) == kept


def test_xes_follows_the_standard(tmp_path: Path, work: Office) -> None:
    path, lines = taken(tmp_path, "xes", scope_of(work.administrator))
    tree = etree.parse(path)
    schema = etree.XMLSchema(etree.fromstring(XES))
    assert schema.validate(tree), schema.error_log
    names = {"x": "http://www.xes-standard.org/"}
    events = tree.xpath("//x:event", namespaces=names)
    assert len(events) == lines == Entry.objects.count()
    of_closed = tree.xpath("//x:trace[x:event/x:string[@value='duties.verify']]/x:event", namespaces=names)
    verbs = [event.xpath("string(x:string[@key='concept:name']/@value)", namespaces=names) for event in of_closed]
    assert verbs == ["duties.assign", "duties.accept", "duties.complete", "duties.verify"]
    times = tree.xpath("//x:trace[1]/x:event/x:date/@value", namespaces=names)
    assert times == sorted(times)


def test_ocel_json_follows_the_standard(tmp_path: Path, work: Office) -> None:
    path, lines = taken(tmp_path, "ocel-json", scope_of(work.administrator))
    log = json.loads(path.read_text("utf-8"))
    jsonschema_rs.validator_for(OCEL, validate_formats=True).validate(log)
    assert faults_of_ocel(log) == []
    assert len(log["events"]) == lines == Entry.objects.count()
    handed = next(event for event in log["events"] if event["type"] == "duties.complete")
    assert {how["qualifier"] for how in handed["relationships"]} >= {"subject", "actor", "holder", "holder's body"}
    closed = next(one for one in log["objects"] if any(a["value"] == "closed" for a in one["attributes"]))
    assert [a["value"] for a in closed["attributes"]] == ["assigned", "in_hand", "handed_in", "closed"]


def test_ocel_sqlite_has_the_tables_of_the_standard_and_the_same_log(tmp_path: Path, work: Office) -> None:
    scope = scope_of(work.administrator)
    log = json.loads(taken(tmp_path, "ocel-json", scope)[0].read_text("utf-8"))
    path, lines = taken(tmp_path, "ocel-sqlite", scope)
    base = sqlite3.connect(path)
    assert base.execute("pragma foreign_key_check").fetchall() == []
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    assert base.execute("select count(*) from event").fetchone() == (lines,)
    assert base.execute("select count(*) from object").fetchone() == (len(log["objects"]),)
    touched = sum(len(event["relationships"]) for event in log["events"])
    assert base.execute("select count(*) from event_object").fetchone() == (touched,)
    for kind in ("event", "object"):
        every = base.execute(f"select ocel_type, ocel_type_map from {kind}_map_type").fetchall()
        assert sorted(name for name, _ in every) == sorted(one["name"] for one in log[f"{kind}Types"])
        for name, short in every:
            (count_there,) = base.execute(f"select count(distinct ocel_id) from {kind}_{short}").fetchone()
            assert count_there == sum(one["type"] == name for one in log[f"{kind}s"])
    base.close()


def test_an_empty_ledger_makes_files_that_are_whole(tmp_path: Path, office: Office) -> None:
    nothing = scope_of(office.administrator, until=date(2000, 1, 1))
    for name in FORMATS:
        path, lines = taken(tmp_path, name, nothing)
        assert lines == 0 and path.stat().st_size > 0
    assert parquet.read_table(tmp_path / "so-cai.parquet").num_rows == 0
    assert json.loads((tmp_path / "so-cai.json").read_text())["events"] == []
