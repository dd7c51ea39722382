"""`congvu log` and `congvu analyse` as a person or another program calls them, on small and on real logs."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines.analytics.test_logs import XES
from tests.shared import SHARED

LOGS = SHARED / "data" / "logs" if SHARED else Path("không có")


def congvu(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "congvu", *map(str, arguments)], capture_output=True, check=False)


def test_an_import_is_repeatable_and_measured(tmp_path: Path) -> None:
    source = tmp_path / "a.xes.gz"
    source.write_bytes(gzip.compress(XES.encode()))
    first, second = tmp_path / "1.parquet", tmp_path / "2.parquet"
    done = congvu("log", "import", source, "--out", first)
    assert done.returncode == 0, done.stderr.decode()
    assert "2 hồ sơ, 3 sự kiện, 1 người" in done.stdout.decode()
    assert "múi giờ" in done.stderr.decode()
    congvu("log", "import", source, "--out", second)
    assert first.read_bytes() == second.read_bytes()
    of_store, of_source = (json.loads(congvu("analyse", path, "--json").stdout) for path in (first, source))
    assert of_store == of_source
    assert of_store["follows"] == [{"from": "Tiếp nhận", "to": "Trả", "count": 1, "seconds": 0}]


def test_a_gzip_that_is_cut_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = gzip.compress((XES.replace("</log>", "") + "<trace><event/></trace>" * 20000 + "</log>").encode(), 1)
    source = tmp_path / "a.xes.gz"
    source.write_bytes(whole[: len(whole) - 60])
    done = congvu("log", "info", source)
    assert done.returncode == 0
    assert "cắt giữa chừng" in done.stderr.decode()


@pytest.mark.parametrize(("name", "text"), [("a.xes", "<a/>"), ("a.csv", ""), ("a.json", "[1]"), ("a.doc", "x")])
def test_what_is_no_log_is_said_in_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    done = congvu("log", "info", source)
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"{source}: ")
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.skipif(not LOGS.exists(), reason="các nhật ký thật không có ở máy này")
@pytest.mark.parametrize(
    ("name", "cases", "events", "people", "activities"),
    [("receipt.xes.gz", 1434, 8577, 48, 27), ("helpdesk.xes.gz", 4580, 21348, 22, 14)],
)
def test_real_logs_are_read_whole(name: str, cases: int, events: int, people: int, activities: int) -> None:
    said = congvu("log", "info", LOGS / name).stdout.decode()
    assert f"{cases} hồ sơ, {events} sự kiện, {people} người, {activities} hoạt động" in said


def test_a_store_grows_and_answers_from_what_it_keeps(tmp_path: Path) -> None:
    head, store = "case,activity,time,resource\n", tmp_path / "kho"
    rows = [f"{n},{step},2026-03-0{day}T09:00:00+07:00,{who}\n" for n in range(3)
            for step, day, who in (("a", 2, "x"), ("b", 3, "y"), ("c", 4, "x"))]  # fmt: skip
    first, longer = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(head + "".join(rows[:5]), "utf-8")
    longer.write_text(head + "".join(rows), "utf-8")
    assert "thêm 5 sự kiện, 0 đã có từ trước" in congvu("log", "import", first, "--out", store).stdout.decode()
    assert "đã nhập vào" in congvu("log", "import", first, "--out", store).stdout.decode()
    assert "thêm 4 sự kiện, 5 đã có từ trước" in congvu("log", "import", longer, "--out", store).stdout.decode()
    said = congvu("log", "info", store).stdout.decode()
    assert "đã nhập 1.csv: 5 sự kiện, thêm 5" in said and "đã nhập 2.csv: 9 sự kiện, thêm 4" in said
    wanted = ("analyse", "--json", "--measures", "handovers,ping_pong,held,throughput")
    answers = [congvu(*wanted, path).stdout for path in (store, longer)]
    assert answers[0] == answers[1] != b""
    events = list((store / "events").rglob("*.parquet"))
    assert events
    for path in events:
        path.unlink()
    assert congvu(*wanted, store).stdout == answers[0]
    for arguments in (wanted, ("analyse",), ("log", "info")):
        for path in (store / "kept").rglob("*.parquet"):
            path.write_bytes(b"broken")
        done = congvu(*arguments, store)
        assert done.returncode == 1
        assert done.stderr.decode().startswith(f"{store}: kho nhật ký bị hỏng: không đọc được ")


def test_a_folder_or_file_of_something_else_is_no_store(tmp_path: Path) -> None:
    source = tmp_path / "log.csv"
    source.write_text("case,activity,time\n1,a,2026-01-01T08:00:00Z\n", "utf-8")
    for out in (tmp_path, source):
        done = congvu("log", "import", source, "--out", out)
        assert done.returncode == 1
        assert done.stderr.decode().startswith(f"{out}: ")
        assert "Traceback" not in done.stderr.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv"]
