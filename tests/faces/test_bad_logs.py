"""Logs with something wrong: one clear sentence, what can be used is used, nothing hangs."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from tests.faces.test_log_command import congvu

HEAD = "case,activity,time,resource\n"
SECONDS = 20


def told(path: Path, command: str = "info") -> tuple[int, str, str]:
    done = congvu("log", command, path) if command == "info" else congvu(command, path, "--calendar", "none")
    said = done.stderr.decode()
    assert "Traceback" not in said
    return done.returncode, done.stdout.decode(), said


def csv(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "log.csv"
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")
    return path


def xes(events: str) -> str:
    return f'<log><trace><string key="concept:name" value="1"/>{events}</trace></log>'


def event(activity: str, at: str) -> str:
    return (
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/></event>'
        if at
        else f'<event><string key="concept:name" value="{activity}"/></event>'
    )


def test_a_gzip_that_is_cut_gives_the_events_before_the_cut(tmp_path: Path) -> None:
    text = xes("".join(event(f"bước {n}", f"2026-01-01T08:00:{n % 60:02}Z") for n in range(20_000)))
    packed = gzip.compress(text.encode(), 1)
    path = tmp_path / "a.xes.gz"
    path.write_bytes(packed[: len(packed) // 2])
    code, out, said = told(path)
    assert code == 0
    assert int(out.split("hồ sơ, ")[1].split(" ")[0]) > 1_000
    assert "tệp nén bị cắt giữa chừng, phần đọc được vẫn dùng: 1" in said


def test_events_without_a_time_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xes"
    path.write_text(xes(event("a", "2026-01-01T08:00:00Z") + event("b", "") + event("c", "")), "utf-8")
    assert told(path)[::2] == (0, "sự kiện không có thời điểm: 2\n")
    path.write_text(xes(event("b", "")), "utf-8")
    assert told(path) == (1, "", f"{path}: không có sự kiện nào dùng được (sự kiện không có thời điểm: 1).\n")


def test_times_out_of_order_are_put_in_order_and_counted(tmp_path: Path) -> None:
    path = csv(tmp_path, "1,b,2026-01-02T08:00:00Z,x", "1,a,2026-01-01T08:00:00Z,y", "2,a,2026-01-01T08:00:00Z,y")
    code, _, said = told(path)
    assert (code, said) == (
        0, "sự kiện đứng sau một sự kiện muộn hơn của cùng hồ sơ, đã xếp lại theo thời điểm: 1\n"
    )  # fmt: skip
    assert json.loads(congvu("analyse", path, "--json").stdout)["follows"][0]["from"] == "a"


def test_mixed_zones_are_told_and_put_on_one_clock(tmp_path: Path) -> None:
    path = csv(tmp_path, "1,a,2026-01-01T08:00:00+07:00,x", "1,b,2026-01-01T01:30:00Z,x", "1,c,2026-01-01T02:00:00,x")
    code, out, said = told(path)
    assert code == 0
    assert "giờ ghi theo nhiều múi: UTC+00:00 (2), UTC+07:00 (1)" in out
    assert said == "thời điểm không ghi múi giờ, coi là giờ quốc tế: 1\n"
    found = json.loads(congvu("analyse", path, "--json", "--calendar", "none").stdout)
    assert found["throughput"]["seconds"] == 3600


def test_the_clock_of_the_place_can_be_said(tmp_path: Path) -> None:
    utc, plain = tmp_path / "utc.csv", tmp_path / "plain.csv"
    utc.write_text(HEAD + "1,a,2026-03-02T01:00:00Z,x\n1,b,2026-03-02T03:00:00Z,x\n", "utf-8")
    plain.write_text(HEAD + "1,a,2026-03-02T08:00:00,x\n1,b,2026-03-02T10:00:00,x\n", "utf-8")
    wanted = ("--json", "--measures", "throughput")
    done = congvu("analyse", utc, *wanted)
    assert json.loads(done.stdout)["throughput"]["seconds"] == 0  # one and three at night
    assert "thêm --zone +07:00" in done.stderr.decode()
    for path in (utc, plain):
        done = congvu("analyse", path, *wanted, "--zone", "+07:00")
        assert (json.loads(done.stdout)["throughput"]["seconds"], done.stderr) == (7200, b"")
    own, store = tmp_path / "own.parquet", tmp_path / "kho"
    for out in (own, store):
        assert congvu("log", "import", utc, "--out", out).returncode == 0
        answer = congvu("analyse", out, *wanted, "--zone", "+07:00").stdout
        assert json.loads(answer)["throughput"]["seconds"] == 7200
    assert congvu("log", "info", utc, "--zone", "7").returncode == 2


def test_the_day_first_is_understood_and_no_such_day_is_told(tmp_path: Path) -> None:
    path = csv(tmp_path, "1,a,31/12/2025 8:05,x", "1,b,1/1/2026,x", "1,c,32/12/2025 08:00,x")
    code, out, said = told(path)
    assert code == 0
    assert "từ 31/12/2025 đến 01/01/2026" in out
    assert "thời điểm không đọc được: 1" in said


@pytest.mark.parametrize("name", ["a.xes", "a.xml", "log.ocel"])
def test_a_billion_laughs_is_refused_at_once(tmp_path: Path, name: str) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    path = tmp_path / name
    path.write_text(f"<!DOCTYPE log [{entities}]><log><trace>&l9;</trace></log>", "utf-8")
    assert told(path) == (1, "", f"{path}: tệp khai báo thực thể (entity) nên bị từ chối.\n")


def test_a_table_of_ten_thousand_columns_is_used_where_it_says_what_it_is(tmp_path: Path) -> None:
    more = ",".join(f"c{n}" for n in range(10_000))
    path = csv(tmp_path, "1,a,2026-01-01T08:00:00Z,x" + ",0" * 10_000, head=HEAD.strip() + f",{more}\n")
    assert told(path)[0] == 0
    path = csv(tmp_path, ",".join("0" * 10_000), head=f"{more}\n")
    code, out, said = told(path)
    assert (code, out) == (1, "")
    assert said.startswith(f"{path}: không đoán được cột hồ sơ; hãy nêu bằng --case. Có 10000 cột, trong đó: c0, c1,")
    assert len(said) < 400


def test_a_log_of_one_event_is_measured(tmp_path: Path) -> None:
    path = csv(tmp_path, "1,a,2026-01-01T08:00:00Z,x")
    assert "1 hồ sơ, 1 sự kiện, 1 người, 1 hoạt động" in told(path)[1]
    assert told(path, "analyse")[0] == 0


def test_a_resource_on_the_first_event_only_is_told(tmp_path: Path) -> None:
    rows = [f"{case},{step},2026-01-0{1 + n}T08:00:00Z,{'x' if n == 0 else ''}"
            for case in range(5) for n, step in enumerate("abc")]  # fmt: skip
    code, _, said = told(csv(tmp_path, *rows), "analyse")
    assert code == 0
    assert "Chỉ sự kiện đầu của mỗi hồ sơ có người: không đo được chuyển tay và chuyển vòng." in said


def test_traces_of_one_name_are_one_case_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xes"
    one = xes(event("a", "2026-01-01T08:00:00Z"))
    path.write_text(one.replace("</log>", "") + one.replace("<log>", ""), "utf-8")
    code, out, said = told(path)
    assert code == 0
    assert "1 hồ sơ, 2 sự kiện" in out
    assert "trùng tên với hồ sơ trước, gộp làm một: 1" in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "tệp trống"),
        (b"\0\1\2\3" * 100, "không nhận ra nội dung"),
        (b"\x1f\x8b\x08broken", "tệp trống"),
        (b"PAR1 but not so", "không phải tệp Parquet đọc được"),
        (b"SQLite format 3\0 but not so", "không phải tệp SQLite đọc được"),
        (b"<html></html>", "không phải tệp XES"),
        (b"<log", "không phải tệp XML đọc được"),
        (b'{"a":', "không phải JSON đọc được"),
        (b'{"a": 1}', "không phải OCEL 2.0"),
        (b'{"objects": [], "events": []}', "không có loại đối tượng"),
        (b"[" * 100_000, "không phải JSON đọc được"),
    ],
)
def test_what_is_no_log_is_said_in_one_sentence_whatever_its_name(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    code, out, said = told(path)
    assert (code, out) == (1, "")
    assert said.startswith(f"{path}: ")
    assert sentence in said
    assert said.count("\n") == 1


def test_a_database_of_something_else_is_said(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with sqlite3.connect(path) as base:
        base.execute("create table event (ocel_id text)")
    assert "không phải OCEL 2.0" in told(path)[2]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert told(tmp_path / "gone")[::2] == (1, f"{tmp_path / 'gone'}: không có tệp hay thư mục này.\n")
